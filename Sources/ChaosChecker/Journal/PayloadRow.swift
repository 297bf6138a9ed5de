/// What an event's bytes say, as far as the checker reads them: by its own reading of the journal's JSON.
struct PayloadRow: Decodable {
    struct Timer: Decodable {
        let clock: String
        let step: String
    }

    /// Who did it.
    enum Author: Decodable, Equatable {
        case person(Int64)
        case resident
        case clock
        case ticket(Int64)

        private enum Key: CodingKey {
            case ticket
        }

        init(from decoder: any Decoder) throws {
            if let container = try? decoder.container(keyedBy: Key.self) {
                self = .ticket(try container.decode(Int64.self, forKey: .ticket))
                return
            }
            let container = try decoder.singleValueContainer()
            if let id = try? container.decode(Int64.self) {
                self = .person(id)
            } else {
                self = try container.decode(String.self) == "clock" ? .clock : .resident
            }
        }

        /// Whether somebody sent a command for it.
        var isCaller: Bool {
            switch self {
            case .person, .resident: true
            case .clock, .ticket: false
            }
        }
    }

    let by: Author
    let act: String?
    let timer: Timer?
    let words: [String: String]?
    let out: [OutcomeRow]

    /// The ticket that it is a part of, where it is made by an act on that one; nil: it is not.
    var parent: Int64? {
        for case .filed(_, _, let parent?) in out { return parent }
        return nil
    }

    /// Whether somebody sent a command for it: not for what a timer, another ticket, or an act on another one did.
    var isCommand: Bool { by.isCaller && timer == nil && parent == nil }
}
