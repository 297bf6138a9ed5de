import PGStore
import Postgres
import TestSupport
import Testing
import Workflow

@testable import Dispatcher

/// Codes, guesses at them, and challenges, upon a real database.
@Suite struct ResidentDeskTests {
    @Test func `a code is eight letters that can be read out, another for each ticket and district`() async throws {
        try await TestDistrict.with { city in
            let desk = ResidentDesk(engine: city.engine)
            var seen: Set<String> = []
            for id in 1...200 {
                let code = try #require(try await desk.code(of: TicketID(Int64(id)), in: city.id))
                #expect(code.description.wholeMatch(of: /[2-9A-HJ-NP-Z]{4}-[2-9A-HJ-NP-Z]{4}/) != nil)
                #expect(
                    ResidentCode(typed: code.description.lowercased().replacing("-", with: " "))?.equals(code) == true
                )
                seen.insert(code.letters)
            }
            #expect(seen.count == 200)
            let known = seen
            try await TestDistrict.with(in: city.database) { other in
                let theirs = try await ResidentDesk(engine: other.engine).code(of: TicketID(1), in: other.id)
                #expect(theirs.map { !known.contains($0.letters) } == true)
            }
        }
    }

    @Test func `many processes that begin at once make one secret`() async throws {
        try await TestDistrict.with { city in
            let codes = try await withThrowingTaskGroup(of: String?.self) { tasks in
                for _ in 0..<8 {
                    tasks.addTask {
                        try await ResidentDesk(engine: city.engine).code(of: TicketID(7), in: city.id)?.letters
                    }
                }
                return try await tasks.reduce(into: Set<String?>()) { $0.insert($1) }
            }
            #expect(codes.count == 1)
        }
    }

    @Test func `a new key changes no code, and the old one can be taken away`() async throws {
        let old = TestDistrict.testKeys
        let new = "newer aes-256-gcm " + String(repeating: "B", count: 42) + "A="
        try await TestDistrict.with(keys: old) { city in
            let before = try await ResidentDesk(engine: city.engine).code(of: TicketID(7), in: city.id)
            try await Self.engine(city, keys: new + "\n" + old) { engine in
                _ = try await ContactRotation(engine: engine).run(city.id)
                #expect(try await engine.contactKeys(in: city.id) == ["newer": 1])
            }
            try await Self.engine(city, keys: new) { engine in
                let after = try await ResidentDesk(engine: engine).code(of: TicketID(7), in: city.id)
                #expect(after == before)
            }
            try await Self.engine(city, keys: old) { engine in
                await #expect(throws: StoreError.sealed(.unknownKey("newer"))) {
                    try await ResidentDesk(engine: engine).code(of: TicketID(7), in: city.id)
                }
            }
        }
    }

    @Test func `guesses are counted at ticket and address, and right codes do not forgive wrong ones`() async throws {
        try await TestDistrict.with { city in
            var limits = ResidentLimits()
            limits.guessesFromAddress = LockRule(failures: 3, seconds: 900)
            limits.guessesAtTicket = LockRule(failures: 5, seconds: 900)
            let desk = ResidentDesk(engine: city.engine, limits: limits)
            let ticket = TicketID(7)
            let code = try #require(try await desk.code(of: ticket, in: city.id)).description
            func opens(_ code: String, from address: String) async throws -> Bool {
                try await desk.opens(code, ticket, in: city.id, from: address)
            }
            #expect(try await opens(code, from: "192.0.2.1"))
            #expect(try await !opens("AAAA-AAAA", from: "192.0.2.1"))
            #expect(try await !opens("", from: "192.0.2.1"))
            #expect(try await opens(code, from: "192.0.2.1"))
            #expect(try await !opens("AAAA-AAAA", from: "192.0.2.1"))
            // Three wrong ones: from there even the right one is not looked at, elsewhere it is.
            #expect(try await !opens(code, from: "192.0.2.1"))
            #expect(try await opens(code, from: "192.0.2.2"))
            for _ in 0..<2 { #expect(try await !opens("AAAA-AAAA", from: "192.0.2.3")) }
            // Five at the ticket: nobody's is looked at, wherever they are; other tickets go on.
            #expect(try await !opens(code, from: "192.0.2.4"))
            let other = try #require(try await desk.code(of: TicketID(8), in: city.id)).description
            #expect(try await desk.opens(other, TicketID(8), in: city.id, from: "192.0.2.4"))
        }
    }

    @Test func `a challenge is answered once, in time, and by nobody's forgery`() async throws {
        try await TestDistrict.with { city in
            var limits = ResidentLimits()
            limits.filing = .init(burst: 0, seconds: 1_000)
            let desk = ResidentDesk(engine: city.engine, limits: limits)
            let other = ResidentDesk(engine: city.engine, limits: limits)
            let now = Instant(seconds: 1_790_000_000)
            func file(_ desk: ResidentDesk, _ answer: (String, String)?, at now: Instant) async -> ResidentRefusal? {
                do {
                    let given = answer.map { (token: $0.0, text: $0.1) }
                    try await desk.file(phone: nil, answer: given, in: city.id, from: "192.0.2.9", at: now)
                    return nil
                } catch {
                    return error as? ResidentRefusal
                }
            }
            #expect(await file(desk, nil, at: now) == .challengeNeeded)
            for form in Challenge.Form.allCases {
                let (riddle, token) = try await desk.challenge(form, in: city.id, from: "192.0.2.9", at: now)
                // Another process knows it as well, and one of them takes it.
                #expect(await file(other, (token, " " + riddle.answer.lowercased()), at: now) == nil)
                #expect(await file(desk, (token, riddle.answer), at: now) == .badAnswer)
            }
            let wrong = try await desk.challenge(.picture, in: city.id, from: "192.0.2.9", at: now)
            #expect(await file(desk, (wrong.token, "no"), at: now) == .badAnswer)
            #expect(await file(desk, (wrong.token, wrong.challenge.answer), at: now) == .badAnswer)
            let late = try await desk.challenge(.words, in: city.id, from: "192.0.2.9", at: now)
            let after = now.advanced(bySeconds: limits.challengeSeconds + 1)
            #expect(await file(desk, (late.token, late.challenge.answer), at: after) == .badAnswer)
            let forged = Challenge(.words, end: .max, number: [UInt8](repeating: 7, count: 12), secret: [1])
            #expect(await file(desk, (forged.token(secret: [1]), forged.answer), at: now) == .badAnswer)
            #expect(await file(desk, ("", ""), at: now) == .badAnswer)
        }
    }

    @Test func `a telephone files so often in a day, in all processes together, and again the next`() async throws {
        try await TestDistrict.with { city in
            var limits = ResidentLimits()
            limits.filingsOfPhoneADay = 2
            limits.filing = .init(burst: 100, seconds: 1)
            limits.filingByPhone = .init(burst: 100, seconds: 1)
            let desks = (0..<2).map { _ in ResidentDesk(engine: city.engine, limits: limits) }
            let now = Instant(seconds: 1_790_000_000)
            func file(_ index: Int, _ phone: String, at now: Instant) async throws {
                let address = "192.0.2.\(index)"
                try await desks[index % 2].file(phone: phone, answer: nil, in: city.id, from: address, at: now)
            }
            try await file(1, "138 0000 5678", at: now)
            try await file(2, "+86 13800005678", at: now)
            await #expect(throws: ResidentRefusal.enoughToday) { try await file(3, "13800005678", at: now) }
            try await file(3, "13900005678", at: now)
            try await file(3, "13800005678", at: now.advanced(bySeconds: 86_400))
        }
    }

    private static func engine(
        _ city: TestDistrict,
        keys: String,
        _ body: @Sendable (Engine) async throws -> Void
    ) async throws {
        try await Engine.with(
            database: try MigratedDatabase.configuration(city.database),
            keys: try KeyRing(keys),
            logger: MigratedDatabase.quiet,
            body
        )
    }
}
