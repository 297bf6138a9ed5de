import Dispatcher
import Logging
import PGStore
import Postgres
import Web
import Workflow

/// The service's side: the engine on HTTP in this process, asked by wrk from another.
struct HTTPSide: Sendable {
    let engine: EngineSide
    let connections: Int

    /// Files tickets for a while.
    ///
    /// - Throws: `BenchError.program` where any filing is refused.
    func file(by tokens: [String: String], seconds: Double) async throws -> Sample {
        let before = try await count()
        let outcome = try await serving { port in
            let requests = try (0..<200).map { try filing($0, tokens) }
            return try await Wrk(connections: connections).run(requests, port: port, seconds: seconds)
        }
        // wrk hangs up on those that are on their way when its time is over; they are filed all the same, and counted once
        // the service has stopped.
        let filed = try await count() - before
        return Sample(figure: outcome.rate, transitions: filed, seconds: Double(outcome.count) / outcome.rate)
    }

    /// Reads each department's work list for a while, its liaison's and the whole department's in turns.
    func lists(by tokens: [String: String], seconds: Double) async throws -> Double {
        try await serving { port in
            let requests = (0..<BenchDistrict.departments).flatMap { number in
                ["mine=true", "unit=D\(number)"].map { query in
                    Wrk.Request(
                        method: "GET",
                        path: "/api/v1/matters?limit=20&\(query)",
                        headers: Self.headers(tokens["lead\(number)"]),
                        body: nil
                    )
                }
            }
            return try await Wrk(connections: connections).run(requests, port: port, seconds: seconds).rate
        }
    }

    /// Tickets of the district.
    private func count() async throws -> Int {
        let id = engine.district.id.rawValue
        return try await engine.server.asOwner { connection in
            let query: Query = "SELECT count(*) FROM ticket WHERE district_id = \(id)"
            return Int(try await connection.query(query).only()[0, as: Int64.self])
        }
    }

    /// What files the same as `EngineSide.file`.
    private func filing(_ number: Int, _ tokens: [String: String]) throws -> Wrk.Request {
        let community = number % BenchDistrict.communities
        var fields: JSONObject = [
            "category": .string("类别\(number % BenchDistrict.departments)"), "place": .string("C\(community)"),
        ]
        for (field, value) in LifeStep.report.input { fields[field.text] = value }
        for (field, text) in LifeStep.report.texts { fields[field.text] = .string(text) }
        return Wrk.Request(
            method: "POST",
            path: "/api/v1/matters",
            headers: Self.headers(tokens["desk\(community)"]),
            body: JSONValue.object(["fields": .object(fields)]).canonicalText
        )
    }

    private static func headers(_ token: String?) -> [String: String] {
        ["Authorization": "Bearer \(token ?? "")", "Content-Type": "application/json"]
    }

    /// Serves for the length of a closure, on a port of its own.
    func serving<Value: Sendable>(
        _ pages: [Endpoint] = [],
        _ body: @Sendable (Int) async throws -> Value
    ) async throws -> Value {
        try await engine.withEngine { engine in
            let district = self.engine.district
            let logger = self.engine.logger
            let accounts = Accounts(pool: engine.pool, policy: AccountPolicy(), logger: logger)
            // Many clients share a token here: what is measured is the service, not how it slows them down.
            var limits = ServiceLimits()
            limits.clients = .none
            let parts = ServiceParts(engine: engine, accounts: accounts, district: district.id, limits: limits)
            return try await WebService.with(parts, pages: pages, logger: logger, body)
        }
    }

    /// A token for each account: made before anything is counted.
    func tokens() async throws -> [String: String] {
        try await engine.withEngine { engine in
            let district = self.engine.district
            let accounts = Accounts(pool: engine.pool, policy: AccountPolicy(), logger: self.engine.logger)
            var tokens: [String: String] = [:]
            for (account, person) in district.configuration.people {
                guard let id = person.party.person else { continue }
                let token = try await accounts.makeToken(
                    of: id,
                    in: district.id,
                    title: "bench",
                    scopes: [.readMatters, .writeMatters],
                    by: nil,
                    from: .program
                )
                tokens[account] = token.text
                // The day of its first use is written down, before anything is counted.
                _ = try await accounts.authenticate(token: token.text)
            }
            return tokens
        }
    }
}
