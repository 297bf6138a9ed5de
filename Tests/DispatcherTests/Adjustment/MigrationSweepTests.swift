import Dispatcher
import PGStore
import Shipped
import TestSupport
import Testing
import Workflow

/// A migration carried out in a real database.
@Suite struct MigrationSweepTests {
    private static let document: JSONValue = [
        "plan": "新流程", "definition": "issue", "from": 1, "to": 2, "states": ["signed": "working"],
    ]

    private static func changed() throws -> WorkflowDefinition {
        let text = try Shipped.definition("issue").document.canonicalText
        let renamed = text.replacing("\"signed\"", with: "\"working\"")
        return try WorkflowDefinition(document: JSONValue(parsing: renamed))
            .with([
                "fields.grade.choices": [
                    "ordinary": ["zh": "一般诉求", "en": "ordinary"], "complex": ["zh": "疑难复杂", "en": "complex"],
                ], "clocks.whole.limit": "5wd",
            ])
    }

    @Test func `those who can move, move, and go on; those who cannot stay and are named`() async throws {
        try await TestDistrict.with { city in
            var tickets: [TicketID] = []
            for _ in 0..<30 {
                let ticket = try await city.file()
                try await city.act("accept", by: "desk", on: ticket)
                try await city.act("dispatch", by: "desk", on: ticket)
                try await city.act("sign", by: "water", on: ticket)
                tickets.append(ticket)
            }
            let stuck = try await city.file()
            try await city.act("accept", by: "desk", on: stuck, input: [:])
            try await city.act("dispatch", by: "desk", on: stuck, input: ["grade": "enquiry"])
            let done = try await city.file()
            try await city.act("withdraw_matter", by: "desk", on: done, texts: ["reason": "误报"])
            _ = try await city.engine.publish(Self.changed(), in: city.id)

            let plan = try MigrationPlan(document: Self.document)
            let migration = try await city.now().migration(plan)
            let sweep = AdjustmentSweep(
                .migration(migration),
                engine: city.engine,
                district: city.id,
                ordered: city.party("street").identity,
                page: 7
            )
            let dry = try await sweep.survey()
            #expect((dry.tickets, dry.moved, dry.refused) == (31, 30, ["no_counterpart_fact": 1]))
            #expect(try await city.ticket(tickets[0])?.definition.version == 1)
            var refused: [TicketID] = []
            let report = try await sweep.run { if case .refused = $0.outcome { refused.append($0.id) } }
            #expect((report.moved, refused) == (30, [stuck]))
            // Whoever answers for it is the same: nobody is told. The plan is kept as it was ordered first.
            #expect((dry.messages, report.messages) == (0, 0))
            let kept = try await city.engine.plans(in: city.id)
            #expect(kept.map(\.document) == [Self.document] && kept.map(\.kind) == [.migration])
            #expect(kept.map(\.person) == [city.party("street").person])
            #expect(try await city.ticket(stuck)?.definition.version == 1)
            #expect(try await city.ticket(done)?.definition.version == 1)
            let moved = try #require(try await city.engine.dossier(tickets[0], in: city.id))
            #expect(moved.ticket.state == "working" && moved.ticket.definition.version == 2)
            #expect(moved.events.last?.event.by.identity == city.party("street").identity)
            try await city.act("first_contact", by: "water", on: tickets[0], input: ["contacted_by": "phone"])
            let again = try await sweep.run()
            #expect((again.moved, again.unchanged, again.refusedCount) == (0, 30, 1))
            #expect(try await city.engine.verify(city.id).findings == [])
        }
    }
}
