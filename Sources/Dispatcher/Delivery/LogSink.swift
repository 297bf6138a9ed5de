package import Logging
package import PGStore
package import Workflow

/// Writes letters to the log: what happened to which ticket and how many are told, but nobody's name or account.
package struct LogSink: Sink {
    private let logger: Logger

    /// What the log calls it.
    package var name: String { "log" }

    package init(logger: Logger) {
        self.logger = logger
    }

    /// Logs a line for each letter; always succeeds.
    package func deliver(_ letters: [Letter], of district: DistrictConfiguration) async -> [Int64: DeliveryFault] {
        for letter in letters {
            logger.info(
                "message",
                metadata: [
                    "message": "\(letter.id)", "district": "\(letter.district)", "ticket": "\(letter.ticket)",
                    "event": "\(letter.seq)", "about": "\(letter.about)",
                    "to": .array(letter.recipients.map { "\($0.kind)" }),
                ]
            )
        }
        return [:]
    }

    /// Logs a line for each digest; always succeeds.
    package func deliver(_ digests: [Digest], of district: DistrictConfiguration) async -> [PersonID: DeliveryFault] {
        for digest in digests {
            logger.info(
                "digest",
                metadata: [
                    "message": "\(digest.id)", "district": "\(digest.district)", "person": "\(digest.person)",
                    "tickets": "\(digest.matters.count)", "notices": "\(digest.notices.count)",
                ]
            )
        }
        return [:]
    }
}

extension Letter.Recipient {
    fileprivate var kind: String {
        switch self {
        case .unit(let id, _, _, let told): "unit \(id), \(told.count) people"
        case .person(let id, _): "person \(id)"
        case .resident: "resident"
        }
    }
}
