import PGStore
import Postgres
import TestSupport
import Testing
import Workflow

@testable import Dispatcher

/// Lost connections and servers that restart: every submission is acknowledged in the end, and carried out once.
@Suite struct BatcherOutageTests {
    @Test func `connections cut fifty times under load lose nothing and double nothing`() async throws {
        let log = KeptLog()
        try await TestDistrict.with(limits: Self.patient, logger: log.logger) { city in
            let name = try #require(city.engine.pool.connection.applicationName)
            try await Self.underLoad(city, callers: 12) {
                var cuts = 0
                while cuts < 50 {
                    let killed = try await city.killConnections(named: name)
                    if killed > 0 { cuts += 1 }
                    try await eventually("it works again") {
                        (try? await city.engine.pool.query("SELECT 1")) != nil
                    }
                }
            }
        }
        #expect(log.lines().contains { $0.hasPrefix("a batch runs again") })
    }

    @Test func `a server that restarts under load loses nothing and doubles nothing`() async throws {
        let server = try TestServer.another("restart", settings: ["fsync": "on"])
        let database = try await MigratedDatabase.migrated(server)
        try await TestDistrict.with(limits: Self.patient, in: database) { city in
            try await Self.underLoad(city, callers: 8) {
                for likeCrash in [false, true] {
                    try await server.restart(likeCrash: likeCrash)
                    try await eventually("it works again") {
                        (try? await city.engine.pool.query("SELECT 1")) != nil
                    }
                }
            }
        }
        try await server.destroy()
    }

    private static var patient: Batcher.Limits {
        var limits = Batcher.Limits()
        limits.patience = .seconds(60)
        return limits
    }

    /// Runs callers that file and accept, one after the other, while a disaster goes on, and counts afterwards.
    private static func underLoad(
        _ city: TestDistrict,
        callers: Int,
        _ disaster: @escaping @Sendable () async throws -> Void
    ) async throws {
        let over = StopSign()
        let filed = try await withThrowingTaskGroup(of: [TicketID].self) { group in
            group.addTask {
                defer { over.raise() }
                try await disaster()
                return []
            }
            for caller in 0..<callers {
                group.addTask {
                    var tickets: [TicketID] = []
                    while !over.isRaised || tickets.count < 3 {
                        let key = "\(caller)/\(tickets.count)"
                        // Half of them need an id before they meet a lane.
                        let contact: [FieldName: String] =
                            caller.isMultiple(of: 2) ? ["contact_phone": "13800005678"] : [:]
                        let filing = city.filing(contact: contact, key: .given("file \(key)"))
                        let ticket = try await acknowledged(filing, city).ticket
                        let accept = city.acting("accept", by: "desk", on: ticket, key: .given("accept \(key)"))
                        #expect(try await acknowledged(accept, city).seq == 2)
                        tickets.append(ticket)
                    }
                    return tickets
                }
            }
            return try await group.reduce(into: []) { $0 += $1 }
        }
        #expect(filed.count >= 3 * callers)
        #expect(Set(filed).count == filed.count)
        let verification = try await city.engine.verify(city.id)
        #expect(verification.tickets == filed.count)
        #expect(verification.events == 2 * filed.count)
        #expect(verification.findings == [])
    }

    /// Submits until the outcome is known, as a caller with a key does.
    private static func acknowledged(_ submission: Submission, _ city: TestDistrict) async throws -> Receipt {
        while true {
            let answer = await BatcherTests.answer(submission, city)
            guard ["deadline_exceeded", "database_unavailable"].contains(answer.code) else { return try answer.get() }
        }
    }
}
