import Dispatcher
import PGStore
import Postgres
import ServiceLifecycle
import TestSupport
import Testing
import Workflow

/// Workers on a real database: each timer fires once, never early, whoever gets there first.
@Suite struct WorkerTests {
    /// Warnings, expiries and ladders within a second or two.
    private static func swift() throws -> WorkflowDefinition {
        let chase: JSONValue = [
            ["after": "0", "do": "urge", "tell": [["lead": ["department_liaison"]]]],
            ["after": "1s", "do": "supervise", "tell": ["desk"]], ["after": "2s", "tell": ["desk"]],
        ]
        let limits: JSONObject = [
            "accept": "1s", "dispatch": "1s", "sign": "1s", "contact": "2s", "whole": "1s", "reply": "1s",
        ]
        return try WorkflowDefinition.tiny(limits).with(["ladders.chase": chase])
    }

    @Test func `four workers fire the timers of 500 tickets, each once and none early`() async throws {
        let definition = try WorkflowDefinition.tiny(["accept": ["ordinary": "1s", "urgent": "2s"]])
        try await TestDistrict.with(definition: definition, connections: 8) { city in
            try await Engine.with(database: MigratedDatabase.configuration(), logger: MigratedDatabase.quiet) { other in
                var settings = Worker.Settings()
                settings.only = [city.id]
                settings.batch = 50
                let workers = [city.engine, city.engine, other, other].map {
                    Worker(engine: $0, settings: settings, logger: MigratedDatabase.quiet)
                }
                try await city.running(workers) {
                    try await withThrowingTaskGroup(of: Void.self) { group in
                        for index in 0..<500 {
                            let urgency: JSONValue = index.isMultiple(of: 2) ? "urgent" : "ordinary"
                            group.addTask { _ = try await city.file(input: ["urgency": urgency]) }
                        }
                        try await group.waitForAll()
                    }
                    try await eventually("all are late") { try await city.timers() == 0 }
                }
            }
            #expect(try await city.fired("accept", "w0") == 500)
            #expect(try await city.fired("accept", "due") == 500)
            #expect(try await city.firedEarly() == 0)
            let verification = try await city.engine.verify(city.id)
            #expect(verification.events == 1_500)
            #expect(verification.findings == [])
        }
    }

    @Test func `what nobody signs is signed by the clock, and the ladder follows step by step`() async throws {
        try await TestDistrict.with(definition: Self.swift()) { city in
            try await city.running([city.worker()]) {
                let ticket = try await city.file()
                try await city.act("accept", by: "desk", on: ticket)
                try await city.act("dispatch", by: "desk", on: ticket)
                try await eventually("signed by the clock") { try await city.ticket(ticket)?.state == "signed" }
                try await eventually("the ladders have ended") { try await city.timers() == 0 }
                let events = try #require(try await city.engine.dossier(ticket, in: city.id)).events.map(\.event)
                let whole = events.filter { $0.timer?.clock == "whole" }
                #expect(whole.compactMap(\.timer?.step.code) == ["w0", "due", "l1", "l2"])
                #expect(whole.map(\.act) == [nil, "urge", "supervise", nil])
                let due = try #require(whole.first { $0.timer?.step == .expiry }).at
                #expect(whole.map(\.at).suffix(2) == [due.advanced(bySeconds: 1), due.advanced(bySeconds: 2)])
                #expect(events.first { $0.act == "sign" }?.by.identity == .clock)
            }
            #expect(try await city.firedEarly() == 0)
            #expect(try await city.engine.verify(city.id).findings == [])
        }
    }

    @Test func `silence after calling back closes`() async throws {
        let definition = try WorkflowDefinition.tiny(["silence": "1s"])
        try await TestDistrict.with(definition: definition) { city in
            try await city.running([city.worker()]) {
                let ticket = try await city.file()
                let acts: [(ActionName, String)] = [("accept", "desk"), ("dispatch", "desk"), ("sign", "water")]
                for (act, who) in acts {
                    try await city.act(act, by: who, on: ticket)
                }
                let input: [FieldName: JSONValue] = ["outcome": "solved"]
                try await city.act("submit_result", by: "water", on: ticket, input: input, texts: ["text": "好了"])
                try await city.act("verify", by: "desk2", on: ticket)
                try await eventually("it is closed") { try await city.ticket(ticket)?.state == "closed" }
            }
            #expect(try await city.engine.verify(city.id).findings == [])
        }
    }

    @Test func `a worker that is killed in the middle leaves nothing half done`() async throws {
        try await TestDistrict.with(definition: .tiny(), connections: 8) { city in
            _ = try await city.file(count: 300)
            for _ in 0..<5 {
                let before = try await city.timers()
                try await withThrowingTaskGroup(of: Void.self) { group in
                    let worker = city.worker { $0.batch = 7 }
                    group.addTask { try? await worker.run() }
                    try await eventually("it fires") { try await city.timers() < before || before == 0 }
                    group.cancelAll()
                    try await group.waitForAll()
                }
                #expect(try await city.engine.verify(city.id).findings == [])
            }
            try await city.running([city.worker()]) {
                try await eventually("the rest has fired") { try await city.timers() == 0 }
            }
            #expect(try await city.fired("accept", "due") == 300)
            #expect(try await city.engine.verify(city.id).findings == [])
        }
    }

    @Test func `stopping gracefully ends, whether there is work or none`() async throws {
        try await TestDistrict.with { city in
            try await city.running([city.worker(), city.deliverer([]), city.filler()]) {}
        }
    }

    @Test func `callers and workers fight for one ticket five hundred times`() async throws {
        // Every urge starts the clock anew, so that timers are armed, cancelled and fired all the time.
        let definition = try WorkflowDefinition.tiny(["accept": "1s"]).with([
            "actions.urge.effects": [["count": "urges"], ["restart": "accept"]]
        ])
        try await TestDistrict.with(definition: definition, connections: 8) { city in
            let ticket = try await city.file()
            try await city.running((0..<3).map { _ in city.worker() }) {
                try await withThrowingTaskGroup(of: Void.self) { group in
                    for _ in 0..<5 {
                        group.addTask {
                            for _ in 0..<100 { try await city.act("urge", by: "desk", on: ticket) }
                        }
                    }
                    try await group.waitForAll()
                }
                try await eventually("the last one is late") { try await city.timers() == 0 }
            }
            let dossier = try #require(try await city.engine.dossier(ticket, in: city.id))
            #expect(dossier.events.count { $0.event.act == "urge" && $0.event.by.identity != .clock } == 500)
            #expect(dossier.ticket.late == ["accept"])
            #expect(try await city.engine.verify(city.id).findings == [])
        }
    }
}

extension TestDistrict {
    /// How many timers are armed.
    func timers() async throws -> Int {
        try await count("SELECT count(*) FROM timer WHERE district_id = \(id.rawValue)")
    }

    /// How often a step of a clock became an event.
    func fired(_ clock: String, _ step: String) async throws -> Int {
        try await count(
            """
            SELECT count(*) FROM ticket_event WHERE district_id = \(id.rawValue)
                AND convert_from(payload, 'UTF8')::jsonb -> 'timer' = jsonb_build_object('clock', \(clock), 'step', \(step))
            """
        )
    }

    /// How many events were written before they were due.
    func firedEarly() async throws -> Int {
        try await count(
            "SELECT count(*) FROM ticket_event WHERE district_id = \(id.rawValue) AND recorded_at < at"
        )
    }
}
