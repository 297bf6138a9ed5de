import Dispatcher
import PGStore
import TestSupport
import Testing
import Workflow

/// Why a clock falls due then, where a platform above gave the time or bounds it, in both languages.
@Suite struct DueReasonTests {
    private static func instant(_ text: String, _ city: TestDistrict) throws -> Instant {
        try #require(city.configuration.instant(text))
    }

    /// A matter of a platform, filed on Monday morning and accepted ten minutes later.
    private static func file(
        _ city: TestDistrict,
        due: String? = nil,
        back: String? = nil
    ) async throws -> TicketID {
        var input: [FieldName: JSONValue] = ["upper_platform": "12345", "upper_number": "SZ-1"]
        if let due { input["upper_due"] = .int(try instant(due, city).microseconds) }
        if let back { input["upper_return_by"] = .int(try instant(back, city).microseconds) }
        let ticket = try await city.file(input: input, now: instant("2026-03-02 09:30", city))
        try await city.act("accept", by: "desk", on: ticket, now: instant("2026-03-02 09:40", city))
        return ticket
    }

    private static func why(_ clock: ClockName, _ ticket: TicketID, _ city: TestDistrict) async throws -> [[String]] {
        let dossier = try #require(try await city.engine.dossier(ticket, in: city.id))
        #expect(dossier.ticket.clocks[clock] != nil, "\(clock) does not run")
        return try Language.allCases.map { language in
            let telling = TicketTelling(dossier, city.configuration, language: language)
            return try telling.why(clock).flatMap { $0.text(in: language).split(separator: "\n").map(String.init) }
        }
    }

    /// What is said in a language, by its place in `Language.allCases`.
    private static func lines(_ said: [[String]], _ language: Language) -> [String] {
        zip(Language.allCases, said).first { $0.0 == language }?.1 ?? []
    }

    @Test func `ours ends so much before theirs, and theirs when they say`() async throws {
        try await TestDistrict.with(clock: .given) { city in
            let ticket = try await Self.file(city, due: "2026-03-13 18:00")
            let whole = try await Self.why("whole", ticket, city)
            #expect(
                Self.lines(whole, .zh) == ["“上级时限”为 2026-03-13（周五）18:00，本时限提前 工作时间 4 小时 到期：2026-03-13（周五）12:00"]
            )
            #expect(
                Self.lines(whole, .en) == [
                    "“Due time from above” is 2026-03-13 (Fri) 18:00; ours ends 4 h of working time earlier: "
                        + "2026-03-13 (Fri) 12:00"
                ]
            )
            let upper = try await Self.why("upper", ticket, city)
            #expect(Self.lines(upper, .zh) == ["“上级时限”为 2026-03-13（周五）18:00，本时限同时到期：2026-03-13（周五）18:00"])
            #expect(Self.lines(upper, .en).first?.contains("ours ends at the same time") == true)
            #expect(try await city.ticket(ticket)?.clocks["whole"]?.due == Self.instant("2026-03-13 12:00", city))
        }
    }

    @Test func `with half of what is left, where that is little`() async throws {
        try await TestDistrict.with(clock: .given) { city in
            let ticket = try await Self.file(city, due: "2026-03-02 15:00")
            let whole = try await Self.why("whole", ticket, city)
            #expect(
                Self.lines(whole, .zh) == [
                    "“上级时限”为 2026-03-02（周一）15:00，本时限提前剩余时间的一半（不足 工作时间 4 小时 的两倍）到期：2026-03-02（周一）11:20"
                ]
            )
            #expect(Self.lines(whole, .en).first?.contains("half of the time that is left") == true)
            #expect(try await city.ticket(ticket)?.clocks["whole"]?.due == Self.instant("2026-03-02 11:20", city))
        }
    }

    @Test(arguments: [("2026-03-03 12:00", "2026-03-02 17:00", true), ("2026-03-20 18:00", "2026-03-03 18:00", false)])
    func `our own limit, and theirs that bounds it`(_ back: String, _ due: String, _ comesFirst: Bool) async throws {
        try await TestDistrict.with(clock: .given) { city in
            let ticket = try await Self.file(city, due: "2026-04-13 18:00", back: back)
            try await city.act("dispatch", by: "desk", on: ticket, now: Self.instant("2026-03-02 09:50", city))
            let said = try await Self.why("return_window", ticket, city)
            let (zh, en) = (Self.lines(said, .zh), Self.lines(said, .en))
            #expect(zh.first?.contains("起算，时限 1 个工作日") == true, "\(zh)")
            #expect(
                zh.last?.hasPrefix("按时限 1 个工作日 本应 2026-03-03（周二）18:00 到期；“上级退单截止”为 \(back.prefix(10))") == true,
                "\(zh)"
            )
            #expect(zh.last?.hasSuffix(comesFirst ? "以此为准" : "尚在其前") == true, "\(zh)")
            #expect(
                en.last?.hasPrefix("our limit of 1 working day would end 2026-03-03 (Tue) 18:00; ") == true,
                "\(en)"
            )
            #expect(en.last?.contains("4 h of working time earlier") == true)
            #expect(en.last?.hasSuffix(comesFirst ? "which comes first" : "which comes later") == true)
            #expect(try await city.ticket(ticket)?.clocks["return_window"]?.due == Self.instant(due, city))
        }
    }

    @Test func `a limit of ours alone is told as before, and an extension on top`() async throws {
        try await TestDistrict.with(clock: .given) { city in
            let ticket = try await city.file(now: Self.instant("2026-03-02 09:30", city))
            try await city.act("accept", by: "desk", on: ticket, now: Self.instant("2026-03-02 09:40", city))
            let said = Self.lines(try await Self.why("whole", ticket, city), .zh)
            #expect(said.first?.contains("起算，时限 2 个工作日") == true && said.contains { $0.hasPrefix("到期：") }, "\(said)")
            #expect(!said.contains { $0.contains("上级") })
        }
    }
}
