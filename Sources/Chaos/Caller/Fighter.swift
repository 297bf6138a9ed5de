import ChaosChecker
import Dispatcher
import Foundation
import PGStore
import Workflow

/// One of many who act on the same ticket at the same time, each upon the event that it has seen last.
///
/// One wins, the others are refused and look again. Each winner arms a timer that falls due while the next round is fought.
struct Fighter {
    private let name: String
    private let ticket: Int64
    private var chance: Chance
    private var seen: Int64 = 1
    private var sent = 0

    init(name: String, ticket: Int64, chance: Chance) {
        self.name = name
        self.ticket = ticket
        self.chance = chance
    }

    /// Fights until the desk begins nothing new.
    mutating func fight(_ desk: CallerDesk, _ configuration: DistrictConfiguration) async {
        while desk.isOpen {
            sent += 1
            let key = "\(name).\(sent)"
            let now = Int64(Date().timeIntervalSince1970 * 1_000_000)
            let due = now + Int64.random(in: 1_000...12_000, using: &chance)
            let command = NotedCommand(
                key: key,
                account: sent.isMultiple(of: 2) ? "desk0" : "check0",
                act: "flip",
                definition: "drill",
                ticket: ticket,
                // Now and then blindly: then it is not refused, whoever was faster.
                expectedSeq: chance.once(in: 6) ? nil : seen,
                values: ["i.due": String(due), "t.note": "翻" + NotedCommand.marker + key]
            )
            switch await desk.send(command, configuration, &chance) {
            case .done(let receipt): seen = max(seen, Int64(receipt.seq))
            case .refused(.refused(.stale(_, let actual))): seen = max(seen, Int64(actual))
            case .refused, .left: break
            }
        }
    }
}
