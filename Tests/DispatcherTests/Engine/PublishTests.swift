import Dispatcher
import PGStore
import Postgres
import Shipped
import TestSupport
import Testing
import Workflow

/// A new version rules new tickets; those that run stay with theirs.
@Suite struct PublishTests {
    @Test func `tickets stay with the version that they began with`() async throws {
        try await TestDistrict.with { city in
            let old = try await city.file()
            let changed = try Shipped.definition("issue").with(["clocks.accept.limit": "1wh"])
            let ref = try await city.engine.publish(changed, in: city.id)
            #expect(ref.version == 2)
            #expect(try await city.engine.publish(changed, in: city.id) == ref, "the same again is no new version")
            let new = try await city.file()
            let (before, after) = (try await city.ticket(old), try await city.ticket(new))
            #expect(before?.definition.version == 1 && after?.definition.version == 2)
            #expect(try after?.clocks["accept"]?.limit == Limit("1wh"))
            try await city.act("accept", by: "desk", on: old)
            #expect(try await city.ticket(old)?.definition.version == 1)
            #expect(try await city.engine.verify(city.id).findings == [])
        }
    }

    @Test func `one with findings is not published`() async throws {
        try await TestDistrict.with { city in
            let broken = try Shipped.definition("issue").with(["actions.verify.to": "nowhere"])
            await #expect(throws: Problems.self) { try await city.engine.publish(broken, in: city.id) }
            #expect(
                try await city.count("SELECT count(*) FROM definition WHERE district_id = \(city.id.rawValue)") == 2
            )
        }
    }
}
