import Dispatcher
import Foundation
import PGStore
import Postgres
import Synchronization
import TestSupport
import Testing
import Workflow

/// Messages reach their sinks at least once, whatever happens, and are parked when nothing helps.
@Suite struct DelivererTests {
    /// A sink that keeps what it is given, and fails as a test says.
    final class Mailbox: Sink {
        let name = "mailbox"
        private let state = Mutex<(letters: [Letter], tries: [Int64: Int])>(([], [:]))
        private let fails: @Sendable (Letter, Int) -> Bool

        /// - Parameter fails: asked with the letter and how often it came before.
        init(fails: @escaping @Sendable (Letter, Int) -> Bool = { _, _ in false }) {
            self.fails = fails
        }

        var letters: [Letter] { state.withLock { $0.letters } }

        func deliver(_ letters: [Letter], of district: DistrictConfiguration) async -> [Int64: DeliveryFault] {
            state.withLock { state in
                var faults: [Int64: DeliveryFault] = [:]
                for letter in letters {
                    let tries = state.tries[letter.id, default: 0]
                    state.tries[letter.id] = tries + 1
                    if fails(letter, tries) {
                        faults[letter.id] = DeliveryFault("no answer")
                    } else {
                        state.letters.append(letter)
                    }
                }
                return faults
            }
        }

        func deliver(_ digests: [Digest], of district: DistrictConfiguration) async -> [PersonID: DeliveryFault] { [:] }
    }

    static func impatient(_ settings: inout Deliverer.Settings) {
        settings.retry.first = .milliseconds(1)
        settings.retry.longest = .milliseconds(1)
    }

    @Test func `who is told is named by unit and accounts, and nothing is left in the outbox`() async throws {
        try await TestDistrict.with { city in
            let box = Mailbox()
            try await city.running([city.deliverer([box])]) {
                let ticket = try await city.file()
                try await city.act("accept", by: "desk", on: ticket)
                try await city.act("dispatch", by: "desk", on: ticket)
                try await eventually("two letters came") { box.letters.count == 2 }
                let letters = box.letters.sorted { $0.seq < $1.seq }
                #expect(letters.map(\.about) == ["report", "dispatch"])
                #expect(letters.allSatisfy { $0.ticket == ticket && $0.district == city.configuration.code })
                let (desk, water) = (city.unit("C1"), city.unit("W"))
                #expect(letters[0].recipients.map(\.shown) == ["\(desk) 一社区 [] desk:post desk2:post"])
                #expect(letters[1].recipients.map(\.shown) == ["\(water) 水务局 [department_liaison] water:post"])
                try await eventually("the outbox is empty") { try await city.messages() == 0 }
            }
        }
    }

    @Test func `roles, people, residents and units that are gone are addressed as far as they are known`() async throws
    {
        try await TestDistrict.with { city in
            let ticket = try await city.file()
            try await city.act("decline", by: "desk", on: ticket, texts: ["reason": "不属实", "route": "诉讼"])
            let box = Mailbox()
            try await city.running([city.deliverer([box])]) {
                try await eventually("two letters came") { box.letters.count == 2 }
            }
            let person = try #require(city.party("desk").person)
            let letter = try #require(box.letters.first { $0.about == "decline" })
            #expect(letter.recipients == [.person(person, account: "desk"), .resident])
            let json = try JSONValue(parsing: letter.json.canonicalText)
            #expect(json["to"]?.array?.first?["account"]?.string == "desk")
            #expect(json["to"]?.array?.last?.string == "resident")
        }
    }

    @Test func `three deliverers deliver two hundred messages, each once`() async throws {
        try await TestDistrict.with(connections: 8) { city in
            let box = Mailbox()
            _ = try await city.file(count: 200)
            let deliverers = (0..<3).map { _ in city.deliverer([box]) { $0.batch = 7 } }
            try await city.running(deliverers) {
                try await eventually("the outbox is empty") { try await city.messages() == 0 }
            }
            #expect(box.letters.count == 200)
            #expect(Set(box.letters.map(\.id)).count == 200)
        }
    }

    @Test func `what fails is tried again, and what succeeds beside it is not`() async throws {
        try await TestDistrict.with { city in
            let tickets = try await city.file(count: 10)
            let bad = tickets[4]
            let box = Mailbox { letter, tries in letter.ticket == bad && tries < 3 }
            try await city.running([city.deliverer([box], Self.impatient)]) {
                try await eventually("the outbox is empty") { try await city.messages() == 0 }
            }
            #expect(box.letters.count == 10)
            #expect(Set(box.letters.map(\.ticket)) == Set(tickets))
        }
    }

    @Test func `a message that every try fails is parked with its reason, and can be sent again`() async throws {
        try await TestDistrict.with { city in
            let (bad, good) = (try await city.file(), try await city.file())
            let box = Mailbox { letter, tries in letter.ticket == bad && tries < 5 }
            let letters = DeadLetters(engine: city.engine)
            let deliverer = city.deliverer([box]) {
                Self.impatient(&$0)
                $0.retry.attempts = 5
            }
            try await city.running([deliverer]) {
                try await eventually("the outbox is empty") { try await city.messages() == 0 }
                let dead = try #require(try await letters.list(city.id).messages.first)
                #expect((dead.ticket, dead.attempts, dead.reason) == (bad, 5, "mailbox: no answer"))
                #expect(box.letters.map(\.ticket) == [good])
                #expect(try await letters.resend(message: dead.id, in: city.id) == .resent)
                #expect(try await letters.resend(message: dead.id, in: city.id) == .unknown)
                try await eventually("it came") { box.letters.contains { $0.ticket == bad } }
                #expect(try await letters.list(city.id).messages.isEmpty)
            }
        }
    }

    @Test func `everything is sent again, page by page`() async throws {
        try await TestDistrict.with { city in
            _ = try await city.file(count: 7)
            let closed = Mailbox { _, _ in true }
            let letters = DeadLetters(engine: city.engine)
            let failing = city.deliverer([closed]) {
                Self.impatient(&$0)
                $0.retry.attempts = 1
            }
            try await city.running([failing]) {
                try await eventually("all are parked") { try await letters.list(city.id).messages.count == 7 }
            }
            #expect(try await letters.resendAll(city.id, page: 3).messages == 7)
            let box = Mailbox()
            try await city.running([city.deliverer([box])]) {
                try await eventually("all came") { box.letters.count == 7 }
            }
        }
    }

    @Test func `a row that cannot be read is parked, and its neighbours go out`() async throws {
        try await TestDistrict.with { city in
            let tickets = try await city.file(count: 3)
            let (district, bad) = (city.id.rawValue, tickets[1].rawValue)
            try await city.tamper(
                "UPDATE outbox SET payload = '{' WHERE district_id = \(district) AND ticket_id = \(bad)"
            )
            let box = Mailbox()
            try await city.running([city.deliverer([box])]) {
                try await eventually("the outbox is empty") { try await city.messages() == 0 }
            }
            #expect(Set(box.letters.map(\.ticket)) == [tickets[0], tickets[2]])
            #expect(try await DeadLetters(engine: city.engine).list(city.id).messages.map(\.ticket) == [tickets[1]])
        }
    }

    @Test func `who lost the lease can no longer finish`() async throws {
        try await TestDistrict.with { city in
            _ = try await city.file()
            let pool = city.engine.pool
            let first = try await pool.query(OutboxQueries.claim(city.id, limit: 10)).map(ClaimedMessage.init(row:))
            #expect(first.count == 1)
            #expect(try await pool.query(OutboxQueries.claim(city.id, limit: 10)).isEmpty)
            let district = city.id.rawValue
            try await city.tamper("UPDATE outbox SET next_at = clock_timestamp() WHERE district_id = \(district)")
            let second = try await pool.query(OutboxQueries.claim(city.id, limit: 10)).map(ClaimedMessage.init(row:))
            #expect(second.map(\.attempts) == [2])
            #expect(try await pool.query(OutboxQueries.delivered(city.id, first)).affectedRows == 0)
            #expect(try await pool.query(OutboxQueries.buried(city.id, first.map { ($0, "") })).affectedRows == 0)
            #expect(
                try await pool.query(OutboxQueries.postponed(city.id, first.map { ($0, .zero, []) })).affectedRows == 0
            )
            #expect(try await pool.query(OutboxQueries.delivered(city.id, second)).affectedRows == 1)
        }
    }

    @Test func `a claim takes no more than it is asked for`() async throws {
        try await TestDistrict.with { city in
            _ = try await city.file(count: 20)
            #expect(try await city.engine.pool.query(OutboxQueries.claim(city.id, limit: 5)).count == 5)
        }
    }

    @Test func `a deliverer that is stopped finishes what it has claimed`() async throws {
        try await TestDistrict.with { city in
            _ = try await city.file(count: 30)
            let box = Mailbox()
            try await city.running([city.deliverer([box]) { $0.batch = 5 }]) {
                try await eventually("it began") { !box.letters.isEmpty }
            }
            let left = try await city.messages()
            #expect(left == 30 - box.letters.count)
            let leased = try await city.count(
                "SELECT count(*) FROM outbox WHERE district_id = \(city.id.rawValue) AND lease > 0"
            )
            #expect(leased == 0)
        }
    }
}

extension TestDistrict {
    /// How many messages wait.
    func messages() async throws -> Int {
        try await count("SELECT count(*) FROM outbox WHERE district_id = \(id.rawValue)")
    }
}

extension Letter.Recipient {
    /// On one line: the unit with its roles, and who is told as what.
    var shown: String {
        switch self {
        case .unit(let id, let name, let roles, let told):
            (["\(id) \(name) \(roles)"] + told.map { "\($0.account ?? "-"):\($0.code)" }).joined(separator: " ")
        case .person(let id, let account): "person \(id) \(account ?? "-")"
        case .resident: "resident"
        }
    }
}
