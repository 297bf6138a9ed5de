import Dispatcher
import PGStore
import Postgres
import TestSupport
import Testing
import Workflow

/// Telephones of the staff are sealed like residents', found by nobody without the keys, and follow them.
@Suite struct StaffTelephoneTests {
    private static let sheet = "account,name,role,unit_code,phone\nli,李明,网格员,G,000-1028-1036\nwang,王芳,网格员,G,\n"

    private static func telephones(_ city: TestDistrict, _ engine: Engine) async throws -> [String: String] {
        let configuration = try await engine.configurations.load(city.id)
        let people = configuration.people.values.compactMap(\.party.person)
        var found: [String: String] = [:]
        for row in try await engine.pool.query(StaffTelephone.of(people, in: city.id)) {
            guard let telephone = try StaffTelephone(row: row) else { continue }
            found[telephone.account] = try telephone.opened(in: city.id, under: engine.keys)
        }
        return found
    }

    @Test func `an import seals them, and one that says none leaves what was there`() async throws {
        try await TestDistrict.with { city in
            #expect(try await city.load(.people, csv: Self.sheet).loaded == 2)
            let open =
                "SELECT count(*) FROM person WHERE district_id = \(city.id.rawValue) AND phone IS NOT NULL" as Query
            #expect(try await city.count(open) == 0)
            #expect(try await Self.telephones(city, city.engine) == ["li": "000-1028-1036"])
            _ = try await city.load(.people, csv: "account,name,role,unit_code\nli,李明明,网格员,G\n")
            #expect(try await Self.telephones(city, city.engine) == ["li": "000-1028-1036"])
        }
    }

    @Test func `without keys a sheet with telephones is refused whole, one without is not`() async throws {
        try await TestDistrict.with(keys: nil) { (city) async throws -> Void in
            let error = await #expect(throws: DispatchError.self) { try await city.load(.people, csv: Self.sheet) }
            #expect(error?.code == "no_keys")
            let people = try await city.engine.configurations.load(city.id).people
            #expect(people["li"] == nil)
            let none = "account,name,role,unit_code,phone\nli,李明,网格员,G,\n"
            let report = try await city.load(.people, csv: none)
            #expect(report.loaded == 1)
        }
    }

    @Test func `moved to another person it does not open`() async throws {
        try await TestDistrict.with { city in
            _ = try await city.load(.people, csv: Self.sheet)
            try await city.tamper(
                """
                UPDATE person AS p SET sealed_phone = o.sealed_phone, phone_key = o.phone_key FROM person AS o
                WHERE p.district_id = \(city.id.rawValue) AND p.account = 'wang'
                    AND o.district_id = \(city.id.rawValue) AND o.account = 'li'
                """
            )
            let error = await #expect(throws: StoreError.self) { try await Self.telephones(city, city.engine) }
            #expect(error?.code == StoreError.sealed(.damaged).code)
        }
    }

    @Test func `a new key seals them anew, and what stood in the open`() async throws {
        try await TestDistrict.with { city in
            _ = try await city.load(.people, csv: Self.sheet)
            try await city.tamper(
                "UPDATE person SET phone = '13800000001' WHERE district_id = \(city.id.rawValue) AND account = 'wang'"
            )
            #expect(try await city.engine.openContacts(in: city.id) == 1)
            let new = "new aes-256-gcm " + String(repeating: "B", count: 43) + "="
            let database = try MigratedDatabase.configuration(city.database)
            let ring = try KeyRing(new + "\n" + TestDistrict.testKeys)
            try await Engine.with(database: database, keys: ring, logger: MigratedDatabase.quiet) {
                (engine) async throws -> Void in
                #expect(try await engine.contactKeys(in: city.id) == ["test": 1, nil: 1])
                #expect(try await ContactRotation(engine: engine, page: 1).run(city.id).sealed == 2)
                #expect(try await engine.contactKeys(in: city.id) == ["new": 2])
                #expect(try await ContactRotation(engine: engine).run(city.id).sealed == 0)
            }
            try await Engine.with(database: database, keys: KeyRing(new), logger: MigratedDatabase.quiet) {
                (engine) async throws -> Void in
                #expect(try await Self.telephones(city, engine) == ["li": "000-1028-1036", "wang": "13800000001"])
            }
        }
    }
}
