import Dispatcher
import PGStore
import Postgres
import TestSupport
import Testing
import Workflow

/// Adjustments on a real database: one digest a person, foreseen by the dry run, and the plan kept.
@Suite struct AdjustmentDigestTests {
    @Test func `a reorganisation is told in one letter a person, as its dry run said`() async throws {
        try await TestDistrict.with { city in
            _ = try await city.engine.tell(by: city.rules(), in: city.id)
            let box = DigestBox()
            try await city.running([city.deliverer([box])]) {
                let tickets = try await city.file(count: 5)
                let urgent = try await city.file(input: ["urgency": "urgent"])
                try await eventually("the reports are put by") { try await city.messages() == 0 }
                try await city.makeDigestsDue()
                try await eventually("nothing waits") { try await city.waits() == (0, 0) }
                let (letters, digests) = (box.letters.count, box.digests.count)

                let merge: JSONValue = ["merge": ["units": ["C1", "C2"], "into": ["code": "C9", "name": "新社区"]]]
                let plan = try ReorganiserTests.plan(merge)
                let reorganiser = Reorganiser(plan, engine: city.engine, district: city.id)
                let person = try #require(city.party("street").person)
                let dry = try await reorganiser.survey().tickets
                #expect((dry.messages, dry.people) == (6, 2))
                #expect(try await city.engine.plans(in: city.id) == [], "a dry run keeps nothing")
                let report = try await reorganiser.run(ordered: person).tickets
                #expect((report.messages, report.people) == (6, 2))

                try await eventually("the rest is put by") { try await city.messages() == 0 }
                #expect(try await city.waits() == (2, 12))
                try await city.makeDigestsDue()
                try await eventually("nothing waits") { try await city.waits() == (0, 0) }
                #expect(box.letters.count == letters, "nothing presses, not even of the urgent matter")
                let new = box.digests.dropFirst(digests)
                #expect(Set(new.map(\.account)) == ["desk", "desk2"] && new.count == 2)
                for digest in new {
                    #expect(digest.matters.map(\.ticket) == (tickets + [urgent]).sorted())
                    #expect(digest.matters.allSatisfy { $0.about == "adjusted/units" })
                }

                let kept = try #require(try await city.engine.plans(in: city.id).first)
                #expect((kept.kind, kept.person, kept.document) == (.reorganisation, person, plan.document))
                #expect(try await city.engine.plans(in: city.id, beginning: String(kept.mark.hash.prefix(6))) == [kept])
                #expect(try await city.engine.verify(city.id).findings == [])
                try await city.tamper("DELETE FROM plan WHERE district_id = \(city.id.rawValue)")
                let findings = try await city.engine.verify(city.id).findings
                #expect(findings.count == 6 && findings.allSatisfy { $0.code == "plan_unknown" })
            }
        }
    }
}
