import Dispatcher
import PGStore
import Postgres
import TestSupport
import Testing
import Workflow

/// Mailboxes of the staff are sealed as their telephones are, and follow the keys.
@Suite struct StaffMailboxTests {
    private static let sheet = "account,name,role,unit_code,邮箱\nli,李明,网格员,G,li@example.cn\nwang,王芳,网格员,G,\n"

    private static func mailboxes(_ city: TestDistrict, _ engine: Engine) async throws -> [String: String] {
        let people = try await engine.configurations.load(city.id).people.values.compactMap(\.party.person)
        var found: [String: String] = [:]
        for row in try await engine.pool.query(StaffMailbox.of(people, in: city.id)) {
            let mailbox = try StaffMailbox(row: row)
            found[mailbox.account] = try mailbox.opened(in: city.id, under: engine.keys)
        }
        return found
    }

    @Test func `an import seals them, and one that says none leaves what was there`() async throws {
        try await TestDistrict.with { city in
            #expect(try await city.load(.people, csv: Self.sheet).complaints == [])
            #expect(try await Self.mailboxes(city, city.engine) == ["li": "li@example.cn"])
            let open: Query = """
                SELECT count(*) FROM staff_mailbox
                WHERE district_id = \(city.id.rawValue) AND position('example'::bytea IN sealed) > 0
                """
            #expect(try await city.count(open) == 0)
            _ = try await city.load(.people, csv: "account,name,role,unit_code\nli,李明,网格员,G\n")
            #expect(try await Self.mailboxes(city, city.engine) == ["li": "li@example.cn"])
            _ = try await city.load(.people, csv: "account,name,role,unit_code,email\nli,李明,网格员,G,li@city.cn\n")
            #expect(try await Self.mailboxes(city, city.engine) == ["li": "li@city.cn"])
        }
    }

    @Test func `what is no mailbox is refused, and so are two of one account, and any without keys`() async throws {
        let text = """
            account,name,role,unit_code,email
            a,甲,网格员,G,a@b@c
            b,乙,网格员,G,no mailbox
            c,丙,网格员,G,"x\r\nBcc: y@z"
            d,丁,网格员,G,@example.cn
            e,戊,网格员,G,e@example.cn
            e,戊,楼栋长,B,f@example.cn
            """
        try await TestDistrict.with { city in
            let report = try await city.load(.people, csv: text)
            #expect(
                report.bad.map(\.code) == [
                    "bad_mailbox", "bad_mailbox", "bad_mailbox", "bad_mailbox", "account_differs",
                ],
                "\(report.complaints)"
            )
        }
        try await TestDistrict.with(keys: nil) { (city) async throws -> Void in
            let error = await #expect(throws: DispatchError.self) { try await city.load(.people, csv: Self.sheet) }
            #expect(error?.code == "no_keys")
        }
    }

    @Test func `moved to another person it does not open`() async throws {
        try await TestDistrict.with { city in
            _ = try await city.load(.people, csv: Self.sheet)
            try await city.tamper(
                """
                UPDATE staff_mailbox SET person_id = (
                    SELECT id FROM person WHERE district_id = \(city.id.rawValue) AND account = 'wang')
                WHERE district_id = \(city.id.rawValue)
                """
            )
            let error = await #expect(throws: StoreError.self) { try await Self.mailboxes(city, city.engine) }
            #expect(error?.code == StoreError.sealed(.damaged).code)
        }
    }

    @Test func `a new key seals them anew`() async throws {
        try await TestDistrict.with { city in
            _ = try await city.load(.people, csv: Self.sheet)
            let new = "new aes-256-gcm " + String(repeating: "B", count: 43) + "="
            let database = try MigratedDatabase.configuration(city.database)
            let ring = try KeyRing(new + "\n" + TestDistrict.testKeys)
            try await Engine.with(database: database, keys: ring, logger: MigratedDatabase.quiet) {
                (engine) async throws -> Void in
                #expect(try await engine.contactKeys(in: city.id) == ["test": 1])
                #expect(try await ContactRotation(engine: engine, page: 1).run(city.id).sealed == 1)
                #expect(try await engine.contactKeys(in: city.id) == ["new": 1])
                #expect(try await ContactRotation(engine: engine).run(city.id).sealed == 0)
            }
            try await Engine.with(database: database, keys: KeyRing(new), logger: MigratedDatabase.quiet) {
                (engine) async throws -> Void in
                #expect(try await Self.mailboxes(city, engine) == ["li": "li@example.cn"])
            }
        }
    }
}
