import Dispatcher
import HTTPTypes
import PGStore
import Web
import Workflow

/// What has happened to a matter since somebody looked at it, and whether their act is still theirs to do.
struct MatterSince {
    /// The events, told as its page tells them.
    let events: [JSONValue]
    /// Its last step; nil: they see nothing of it now.
    let seq: Int64?
    /// Whether the act may still be done.
    let isPossible: Bool
}

extension Call {
    /// What has happened to the matter of the path since the step that the form saw.
    ///
    /// - Parameter kit: what pages are made with.
    /// - Returns: what has; nothing, where it is not theirs to see.
    /// - Throws: what nobody foresaw.
    func since(_ kit: PageKit) async throws -> MatterSince {
        let (number, act, seen) = (text("number") ?? "", text("act") ?? "", self.number("seq"))
        do {
            let matter = try await ask("readMatter", ["number": .string(number)]).json
            let isPossible = matter["actions"]?.array?.contains { $0["name"]?.string == act } ?? false
            guard let seen, matter["sight"] == "full" else {
                return MatterSince(events: [], seq: matter["seq"]?.int, isPossible: isPossible)
            }
            let told = try await ask("readTimeline", ["number": .string(number)]).json["events"]?.array ?? []
            let look = try await look(kit)
            return MatterSince(
                events: told.filter { ($0["seq"]?.int ?? 0) > Int64(seen) }.map(look.event),
                seq: matter["seq"]?.int,
                isPossible: isPossible
            )
        } catch {
            _ = try Fault.known(error)
            return MatterSince(events: [], seq: nil, isPossible: false)
        }
    }

    /// What a script is told whose act was refused: what others did meanwhile, and that its photos were not lost over it.
    ///
    /// - Parameters:
    ///   - kit: what pages are made with.
    ///   - files: the form with what was sent along.
    ///   - fault: why it was refused.
    /// - Returns: the answer.
    /// - Throws: what nobody foresaw.
    func conflict(_ kit: PageKit, _ files: ReceivedForm?, _ fault: Fault) async throws -> JSONObject {
        let since = try await since(kit)
        var told = fault.data(language)
        told["since"] = .array(
            since.events.map { ["time": $0["time"] ?? .null, "what": $0["what"] ?? .null, "by": $0["by"] ?? .null] }
        )
        told["seq"] = since.seq.map { .int($0) } ?? .null
        told["is_possible"] = .bool(since.isPossible)
        // Somebody was faster: what was to be shown with the act is shown without it.
        let isTooLate = fault.status.kind == .clientError && !since.isPossible && since.seq != nil
        if fault.status == .preconditionFailed || isTooLate, let files, files.hasFiles, let number = text("number") {
            let sent = try await add(files, to: number, with: nil)
            told["files_added"] = .bool(sent.refused.isEmpty)
            if let seq = sent.seq { told["seq"] = .int(seq) }
        }
        return told
    }
}
