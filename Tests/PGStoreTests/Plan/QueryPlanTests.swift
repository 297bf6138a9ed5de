import PGStore
import TestSupport
import Testing
import Workflow

@testable import Postgres

/// Every statement fits the schema, and the hot ones find what they want by an index.
@Suite struct QueryPlanTests {
    private static let hotTables = ["ticket", "ticket_event", "timer", "outbox", "command_key", "report"]

    @Test func `no hot statement reads a hot table from end to end`() async throws {
        for (statement, plan) in try await Self.plans(of: Statement.hot()) {
            for table in Self.hotTables {
                #expect(!plan.contains("Seq Scan on \(table) "), "\(statement.name)\n\(statement.query.sql)\n\(plan)")
            }
        }
    }

    /// Plans made without knowing how many rows there are, as a command's transaction has them.
    @Test func `no general plan reads a hot table from end to end`() async throws {
        let database = try await BusyDistrict.database.value
        try await MigratedDatabase.withConnection(to: database, user: "whistle_app") { connection in
            #expect(Intake.generalPlans.sql.contains("force_generic_plan"))
            try await connection.query("SET plan_cache_mode = force_generic_plan")
            let statements = try Statement.general()
            #expect(statements.count > 10)
            for statement in statements {
                let plan = try await Self.generalPlan(of: statement.query, on: connection)
                for table in Self.hotTables {
                    #expect(!plan.contains("Seq Scan on \(table) "), "\(statement.name)\n\(plan)")
                }
            }
        }
    }

    private static func generalPlan(of query: Query, on connection: Connection) async throws -> String {
        let types: [String] = try await connection.query(
            "SELECT format_type(o::oid, -1) FROM unnest(\(query.parameters.types.map { Int64($0) })) WITH ORDINALITY AS t (o, n) ORDER BY n"
        ).decode(String.self)
        let head = types.isEmpty ? "" : "(\(types.joined(separator: ", ")))"
        let values = types.isEmpty ? "" : "(\(types.map { _ in "NULL" }.joined(separator: ", ")))"
        try await connection.query(Query(unsafeSQL: "PREPARE planned \(head) AS \(query.sql)").unprepared())
        let lines = try await connection.query(Query(unsafeSQL: "EXPLAIN EXECUTE planned \(values)").unprepared())
            .decode(String.self)
        try await connection.query(Query(unsafeSQL: "DEALLOCATE planned").unprepared())
        return lines.joined(separator: "\n") + "\n"
    }

    /// A bound that is only filtered by lets an index be walked to its end: through all timers of the future.
    @Test func `no statement walks an index past the clock`() async throws {
        for (statement, plan) in try await Self.plans(of: Statement.hot() + Statement.cold()) {
            let lines = plan.split(separator: "\n")
            let isWalk = lines.contains { $0.contains("Filter:") && $0.contains("clock_timestamp") }
            #expect(!isWalk, "\(statement.name)\n\(statement.query.sql)\n\(plan)")
        }
    }

    @Test func `sessions and tokens are found by their secret's index`() async throws {
        let database = try await BusyDistrict.database.value
        let rules = StandingRules(passwordDays: 0, rolesWithSecondFactor: ["system_administrator"])
        let (district, hash) = (DistrictID(1), [UInt8](repeating: 1, count: 32))
        let statements = [
            ("session_hash_unique", SessionQueries.find(district, hash: hash, idle: [.desk: 1_800], rules)),
            ("api_token_hash_unique", TokenQueries.find(district, hash: hash, rules)),
        ]
        try await MigratedDatabase.withConnection(to: database) { connection in
            // Many of them, for this transaction; nobody need be there.
            try await connection.query("BEGIN")
            try await connection.query("SET LOCAL session_replication_role = replica")
            try await connection.query(
                """
                INSERT INTO session (district_id, id, hash, kind, person_id, acting_id, made_at, seen_at, expires_at)
                SELECT 1, g, sha256(g::text::bytea), 'desk', g, g, now(), now(), now() + interval '1 day'
                FROM generate_series(1, 5000) AS g
                """
            )
            try await connection.query(
                """
                INSERT INTO api_token (district_id, id, person_id, title, hash, scopes, made_at, expires_at)
                SELECT 1, g, g, 't', sha256(g::text::bytea), '{open311}', now(), now() + interval '1 day'
                FROM generate_series(1, 5000) AS g
                """
            )
            for (index, statement) in statements {
                let plan = try await connection.query(statement.explained()).decode(String.self).joined(separator: "\n")
                #expect(plan.contains(index) && !plan.contains(/Seq Scan on (session|api_token)/), "\(plan)")
            }
            try await connection.query("ROLLBACK")
        }
    }

    @Test func `lists of other systems go by indexes of their own`() async throws {
        let wanted = [
            "ticket_ended_by_report", "ticket_ended_by_report", "ticket_by_end", "ticket_by_end", "ticket_by_end",
            "ticket_by_end", "ticket_by_reporter", "ticket_by_reporter", "ticket_by_reporter", "ticket_pkey",
            "ticket_by_reporter",
        ]
        let plans = try await Self.plans(of: Statement.hot()).filter { $0.0.name.hasPrefix("report ") }
        #expect(plans.count == wanted.count + 1)
        for ((statement, plan), index) in zip(plans, wanted) {
            #expect(plan.contains(index), "\(statement.name)\n\(statement.query.sql)\n\(plan)")
        }
    }

    @Test func `every other statement fits the schema`() async throws {
        let plans = try await Self.plans(of: Statement.cold())
        #expect(plans.count > 30)
    }

    @Test func `words are found by the index of bigrams`() async throws {
        for (statement, plan) in try await Self.plans(of: Statement.cold()) where statement.name == "filter 2" {
            #expect(plan.contains("search_by_gram"), "\(plan)")
        }
    }

    /// The plans, as the program's own role gets them.
    private static func plans(of statements: [Statement]) async throws -> [(Statement, String)] {
        let database = try await BusyDistrict.database.value
        return try await MigratedDatabase.withConnection(to: database, user: "whistle_app") { connection in
            var plans: [(Statement, String)] = []
            for statement in statements {
                do {
                    let lines = try await connection.query(statement.query.explained()).decode(String.self)
                    plans.append((statement, lines.joined(separator: "\n") + "\n"))
                } catch {
                    Issue.record(error, "\(statement.name)\n\(statement.query.sql)")
                }
            }
            return plans
        }
    }
}
