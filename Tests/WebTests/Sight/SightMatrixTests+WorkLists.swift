import Dispatcher
import PGStore
import TestSupport
import Testing
import Workflow

extension SightMatrixTests {
    /// Work lists, what somebody reported, and what those above watch hold nothing that may not be seen, and of a summary no words.
    static func workLists(_ world: SightWorld) async throws {
        let web = world.web
        for name in ["at the desk", "against the community", "against a person", "restricted", "of another community"] {
            let ticket = try #require(world.tickets.first { $0.name == name })
            try await web.city.expire("accept", of: ticket.id)
        }
        let held = try #require(world.tickets.first { $0.name == "worked on inside" }).number
        try await web.act("ask_parking", on: held, as: "water", fields: ["parking_days": 30, "reason": "等材料"])
        let paths =
            WorkList.allCases.map { "/api/v1/work-lists/\($0.rawValue)?limit=200&below=true" }
            + ["/api/v1/reported-matters?limit=200"]
            + WatchList.allCases.map { "/api/v1/watched/\($0.rawValue)?limit=200" }
        var shown: [String: Int] = [:]
        for (index, account) in accounts.enumerated() {
            let levels = Dictionary(uniqueKeysWithValues: world.tickets.map { ($0.id, level($0.name, index)) })
            for path in paths {
                let answer = try await web.get(path, as: account)
                // Administrators and others without a post of their own have no lists.
                guard answer.status == 200 else {
                    #expect(answer.status == 403, "\(account) \(path): \(answer.status)")
                    continue
                }
                let entries = answer.json["matters"]?.array ?? answer.json["watched"]?.array ?? []
                for matter in entries.map({ $0["matter"] ?? $0 }) {
                    let id = matter["number"]?.string.flatMap { TicketNumber($0)?.id }
                    let level = id.flatMap { levels[$0] } ?? "-"
                    #expect(level != "-", "\(account) \(path): \(matter)")
                    #expect(matter["sight"] == (level == "f" ? "full" : "summary"), "\(account) \(path): \(matter)")
                    if level != "f" { #expect(matter["text"] == .null && matter["title"] == .null) }
                    shown[account + " " + (path.split(separator: "?").first.map(String.init) ?? path), default: 0] += 1
                }
            }
        }
        // They are not empty: who is above sees what was escalated, and whom it is kept from less of it.
        #expect(
            shown["street /api/v1/watched/escalated"] == 5 && shown["desk /api/v1/watched/escalated"] == 3,
            "\(shown)"
        )
        #expect(shown["desk2 /api/v1/watched/escalated"] == 1, "\(shown)")
        #expect(shown["street /api/v1/watched/requests"] == 1 && shown["water /api/v1/work-lists/in_hand"] ?? 0 > 0)
        #expect(shown["street /api/v1/reported-matters"] == 1 && shown["desk /api/v1/reported-matters"] ?? 0 > 5)
        #expect(shown["property /api/v1/work-lists/to_take"] ?? 0 > 0, "\(shown)")
    }
}
