package import Dispatcher
import Foundation
package import Logging
package import PGStore
package import Postgres
import Shipped
package import Workflow

/// A district of a test's own in the shared database: so all tests run beside each other.
package struct TestDistrict: Sendable {
    /// The engine, whose services run.
    package let engine: Engine
    /// The district.
    package let id: DistrictID
    /// Its configuration as it was made.
    package let configuration: DistrictConfiguration

    /// The database that it lies in.
    package let database: TestDatabase

    /// Makes a district and an engine for the length of a closure.
    ///
    /// One street, two communities, a grid and a building, the water and the parks department, and people. A server
    /// has so many connections and no more: so many districts stand at the same time, and others wait.
    package static func with<Value: Sendable>(
        clock: DistrictClock = .database,
        definition: WorkflowDefinition? = nil,
        messages: MessageRules? = nil,
        also more: More = More(),
        connections: Int = 4,
        limits: Batcher.Limits = Batcher.Limits(),
        lockTimeout: String? = nil,
        keys: String? = testKeys,
        in database: TestDatabase? = nil,
        logger: Logger = MigratedDatabase.quiet,
        _ body: @Sendable (TestDistrict) async throws -> Value
    ) async throws -> Value {
        try await turnstile.pass {
            let shared = try await MigratedDatabase.database()
            let database = database ?? shared
            // Its connections bear a name of their own: tests look for them in pg_stat_activity.
            var configuration = try MigratedDatabase.configuration(database)
            configuration.applicationName = "test " + UUID().uuidString
            configuration.settings["lock_timeout"] = lockTimeout
            let engine = try Engine(
                database: configuration,
                connections: connections,
                limits: limits,
                keys: keys.map { try KeyRing($0) },
                logger: logger
            )
            defer { engine.close() }
            return try await engine.running { engine in
                let definition = try definition ?? Shipped.definition("issue")
                let atOnce = MessageRules(digests: [], quiet: nil, gapsAt: nil) ?? .usual
                let id = try await make(clock, definition, messages ?? atOnce, more, engine)
                let configuration = try await engine.configurations.load(id)
                return try await body(
                    TestDistrict(engine: engine, id: id, configuration: configuration, database: database)
                )
            }
        }
    }

    /// Enters a district that is there already, by an engine of its own: of a database that was copied, or restored.
    ///
    /// - Parameters:
    ///   - id: the district.
    ///   - database: where it is.
    ///   - greeting: what its connections carry out first; nil: what engines' usually do.
    ///   - body: given the district.
    /// - Returns: what the body returns.
    /// - Throws: what the body throws; what the database says.
    package static func entering<Value: Sendable>(
        _ id: DistrictID,
        in database: TestDatabase,
        greeting: Query? = nil,
        _ body: @Sendable (TestDistrict) async throws -> Value
    ) async throws -> Value {
        var configuration = try MigratedDatabase.configuration(database)
        configuration.applicationName = "test " + UUID().uuidString
        configuration.greeting = greeting
        let engine = try Engine(
            database: configuration,
            keys: try KeyRing(testKeys),
            logger: MigratedDatabase.quiet
        )
        defer { engine.close() }
        return try await engine.running { engine in
            let configuration = try await engine.configurations.load(id)
            return try await body(
                TestDistrict(engine: engine, id: id, configuration: configuration, database: database)
            )
        }
    }

    /// A ring of an invented key.
    package static let testKeys = "test aes-256-gcm " + String(repeating: "A", count: 43) + "="

    private static let turnstile = Turnstile(8)

    private static func make(
        _ clock: DistrictClock,
        _ definition: WorkflowDefinition,
        _ messages: MessageRules,
        _ more: More,
        _ engine: Engine
    ) async throws -> DistrictID {
        try await engine.pool.withTransaction { connection in
            let district = ConfigurationWrite.district(code: UUID().uuidString, name: "试验区", clock: clock)
            let id = DistrictID(try await connection.query(district).only()[0])
            let calendar =
                #"{"name":"office","zone":"Asia/Shanghai","workdays":["mon","tue","wed","thu","fri"],"#
                + #""hours":["09:00-12:00","14:00-18:00"]}"#
            _ = try await connection.flight(
                ConfigurationWrite.units(id, units + more.units)
                    + ConfigurationWrite.people(id, people + more.people)
                    + ConfigurationWrite.directory(id, try rules()) + [
                        ConfigurationWrite.calendar(id, name: "office", document: calendar),
                        // Tests wait for nothing, unless they ask for it.
                        ConfigurationWrite.messages(id, messages),
                        ConfigurationWrite.publish(id, definition),
                        ConfigurationWrite.publish(id, try Shipped.definition("task")),
                        ConfigurationWrite.touch(id),
                    ]
            )
            return id
        }
    }

    private static let units = [
        UnitRow(code: "S", kind: "street", name: "一街道", parentCode: nil),
        UnitRow(code: "C1", kind: "community", name: "一社区", parentCode: "S"),
        UnitRow(code: "C2", kind: "community", name: "二社区", parentCode: "S"),
        UnitRow(code: "G", kind: "grid", name: "一网格", parentCode: "C1"),
        UnitRow(code: "B", kind: "building", name: "一号楼", parentCode: "G"),
        UnitRow(code: "W", kind: "department", name: "水务局", parentCode: nil),
        UnitRow(code: "P", kind: "department", name: "园林局", parentCode: nil),
    ]

    private static let people = [
        PersonRow(account: "leader", name: "楼长", phone: nil, role: "building_leader", unitCode: "B"),
        PersonRow(account: "grid", name: "网格员", phone: nil, role: "grid_worker", unitCode: "G"),
        PersonRow(account: "desk", name: "派单员甲", phone: nil, role: "community_dispatcher", unitCode: "C1"),
        PersonRow(account: "desk2", name: "派单员乙", phone: nil, role: "community_dispatcher", unitCode: "C1"),
        PersonRow(account: "street", name: "街道派单员", phone: nil, role: "street_dispatcher", unitCode: "S"),
        PersonRow(account: "water", name: "水务联络员", phone: nil, role: "department_liaison", unitCode: "W"),
        PersonRow(account: "parks", name: "园林联络员", phone: nil, role: "department_liaison", unitCode: "P"),
    ]

    private static func rules() throws -> [RuleRow] {
        [
            RuleRow(
                rule: "W",
                category: "水务",
                placeCode: nil,
                leadCode: "W",
                limits: ["whole": try Limit("2wd")],
                duty: .basic,
                source: "test"
            ),
            RuleRow(
                rule: "P",
                category: "园林",
                placeCode: nil,
                leadCode: "P",
                limits: [:],
                duty: .basic,
                source: "test"
            ),
        ]
    }
}

extension TestDistrict {
    /// A person of the district by account; the resident and the clock by these words.
    package func party(_ account: String) -> Party {
        switch account {
        case "resident": Party(identity: .resident)
        case "clock": .clock
        default: configuration.people[account]?.party ?? Party(identity: .person(PersonID(0)))
        }
    }

    /// A unit's id by its code.
    package func unit(_ code: String) -> UnitID {
        configuration.territory.unit(code: code)?.id ?? UnitID(0)
    }

    /// A filing by the community's desk, ready to be submitted.
    package func filing(
        by account: String = "desk",
        category: String = "水务",
        place: String = "C1",
        text: String = "楼道漏水",
        contact: [FieldName: String] = [:],
        input: [FieldName: JSONValue] = [:],
        key: Submission.KeyChoice = .made,
        now: Instant? = nil
    ) -> Submission {
        Submission(
            district: id,
            target: .filing("issue"),
            act: "report",
            by: party(account),
            input: ["category": .string(category), "place": .int(unit(place).rawValue)].merging(input) { $1 },
            texts: contact.merging(["text": text]) { $1 },
            key: key,
            givenNow: now
        )
    }

    /// An act, ready to be submitted.
    package func acting(
        _ act: ActionName,
        by account: String,
        on ticket: TicketID,
        input: [FieldName: JSONValue] = [:],
        texts: [FieldName: String] = [:],
        key: Submission.KeyChoice = .made,
        expectedSeq: Int? = nil,
        now: Instant? = nil
    ) -> Submission {
        Submission(
            district: id,
            target: .ticket(ticket),
            act: act,
            by: party(account),
            input: input,
            texts: texts,
            others: ["main", "earlier"].compactMap { (field: FieldName) in input[field]?.int.map { TicketID($0) } },
            key: key,
            expectedSeq: expectedSeq,
            givenNow: now
        )
    }

    /// Files a matter.
    package func file(
        by account: String = "desk",
        place: String = "C1",
        text: String = "楼道漏水",
        input: [FieldName: JSONValue] = [:],
        now: Instant? = nil
    ) async throws -> TicketID {
        try await engine.submit(filing(by: account, place: place, text: text, input: input, now: now)).ticket
    }

    /// Files matters, all at once.
    package func file(count: Int) async throws -> [TicketID] {
        try await withThrowingTaskGroup(of: TicketID.self) { group in
            for _ in 0..<count { group.addTask { try await file() } }
            return try await group.reduce(into: []) { $0.append($1) }
        }
    }

    /// Does an act.
    @discardableResult
    package func act(
        _ act: ActionName,
        by account: String,
        on ticket: TicketID,
        input: [FieldName: JSONValue] = [:],
        texts: [FieldName: String] = [:],
        now: Instant? = nil
    ) async throws -> Receipt {
        try await engine.submit(acting(act, by: account, on: ticket, input: input, texts: texts, now: now))
    }

    /// A ticket as its row says.
    package func ticket(_ id: TicketID) async throws -> Ticket? {
        try await engine.dossier(id, in: self.id)?.ticket
    }
}
