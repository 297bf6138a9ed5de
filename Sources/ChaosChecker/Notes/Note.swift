/// A line of a caller's notes; written before it goes on, so that a caller that is killed has said what it knew.
package enum Note: Hashable, Sendable {
    /// It is going to send this.
    case tries(NotedCommand)
    /// It was told that it is done.
    case done(key: String, ticket: Int64, seq: Int64, isRepeat: Bool)
    /// It was told that the rules or the database refuse it, for good.
    case refused(key: String, code: String)
    /// It was told that nothing was done, and leaves it at that.
    case undone(key: String, code: String)
    /// It does not know, or may try again, and will.
    case again(key: String, code: String)
}

extension Note {
    /// The line, without its end.
    package var line: String {
        switch self {
        case .tries(let command):
            let values = command.values.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
            return [
                "try", command.key, command.account, command.act, command.definition,
                command.ticket.map(String.init) ?? "-", command.expectedSeq.map(String.init) ?? "-",
                values.joined(separator: ";"),
            ].joined(separator: "\t")
        case .done(let key, let ticket, let seq, let isRepeat): return "done\t\(key)\t\(ticket)\t\(seq)\t\(isRepeat)"
        case .refused(let key, let code): return "refused\t\(key)\t\(code)"
        case .undone(let key, let code): return "undone\t\(key)\t\(code)"
        case .again(let key, let code): return "again\t\(key)\t\(code)"
        }
    }

    /// Reads a line; nil where it is none.
    package init?(line: Substring) {
        let parts = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
        switch (parts.first, parts.count) {
        case ("try", 8):
            self = .tries(
                NotedCommand(
                    key: parts[1],
                    account: parts[2],
                    act: parts[3],
                    definition: parts[4],
                    ticket: Int64(parts[5]),
                    expectedSeq: Int64(parts[6]),
                    values: Self.values(parts[7])
                )
            )
        case ("done", 5):
            guard let ticket = Int64(parts[2]), let seq = Int64(parts[3]) else { return nil }
            self = .done(key: parts[1], ticket: ticket, seq: seq, isRepeat: parts[4] == "true")
        case ("refused", 3): self = .refused(key: parts[1], code: parts[2])
        case ("undone", 3): self = .undone(key: parts[1], code: parts[2])
        case ("again", 3): self = .again(key: parts[1], code: parts[2])
        case (_, _): return nil
        }
    }

    private static func values(_ text: String) -> [String: String] {
        var values: [String: String] = [:]
        for pair in text.split(separator: ";") {
            let halves = pair.split(separator: "=", maxSplits: 1)
            if halves.count == 2 { values[String(halves[0])] = String(halves[1]) }
        }
        return values
    }
}
