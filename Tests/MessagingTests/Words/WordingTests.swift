import Dispatcher
import Messaging
import PGStore
import TestSupport
import Testing
import Workflow

/// What is said: number, category, unit, deadline in words; of what is restricted nothing but that it is.
@Suite struct WordingTests {
    private static func words(
        _ city: TestDistrict,
        _ ticket: TicketID,
        _ about: String,
        to receiver: Receiver = .person(PersonID(1)),
        in language: Language = .zh,
        later: Int64 = 0
    ) async throws -> MessageWords {
        let row = try #require(try await city.ticket(ticket))
        let now = row.lastAt.advanced(bySeconds: later)
        let link = "https://pai.example.gov.cn/m/${number}"
        return Wording(city.configuration, language: language, link: link, now: now)
            .letter(about: about, row, to: receiver)
    }

    @Test func `a letter says number, category, place, unit and deadline`() async throws {
        try await TestDistrict.with { city in
            let ticket = try await city.file(input: ["urgency": "urgent"])
            try await city.act("accept", by: "desk", on: ticket)
            try await city.act("dispatch", by: "desk", on: ticket)
            let zh = try await Self.words(city, ticket, "dispatch")
            let number = zh.facts[.number] ?? ""
            #expect(zh.title == "【吹哨】\(number) 派单")
            #expect(zh.lines.prefix(3) == ["事项：水务", "地点：一社区", "责任单位：水务局"])
            #expect(zh.lines[3].hasPrefix("时限：签收时限 ") && zh.lines[3].hasSuffix("（还剩 30 分钟）"))
            #expect(zh.lines.last == "https://pai.example.gov.cn/m/\(number)")
            let late = try await Self.words(city, ticket, "sign/due", in: .en, later: 3_600 * 5)
            #expect(late.title == "[Whistle] \(number) To sign: overdue")
            let warned = try await Self.words(city, ticket, "sign/w0")
            #expect(warned.facts[.what] == "签收时限将到")
            #expect(try await Self.words(city, ticket, "adjusted/calendars").facts[.what] == "时限或归属有调整")
        }
    }

    @Test func `of a restricted matter neither category nor words are said`() async throws {
        try await TestDistrict.with { city in
            let ticket = try await city.file()
            let desk = try #require(city.party("desk").person)
            let input: [FieldName: JSONValue] = ["restriction": "care", "informed": [.int(desk.rawValue)]]
            try await city.act("restrict", by: "desk", on: ticket, input: input)
            let words = try await Self.words(city, ticket, "restrict")
            #expect(words.facts[.category] == "受限工单" && !words.text.contains("水务/"))
        }
    }

    @Test func `a resident is told number and act alone, and a ticket that cannot be read by its act`() async throws {
        try await TestDistrict.with { city in
            let ticket = try await city.file()
            let words = try await Self.words(city, ticket, "accept", to: .resident)
            #expect(words.title == "您反映的事项（编号 \(words.facts[.number] ?? "")）：受理" && words.lines.isEmpty)
            #expect(Set(words.facts.keys) == [.number, .what, .district, .link])
            let wording = Wording(city.configuration, language: .zh, link: nil, now: Instant(seconds: 1))
            #expect(wording.letter(about: "x", nil, to: .resident).title == "【吹哨】x")
        }
    }

    @Test func `a pattern is filled once: what stands in a fact is not looked through again`() {
        let words = MessageWords(title: "t", lines: [], facts: [.number: "${unit}", .unit: "水务局"])
        #expect(words.filled("<${number}|${unit}|${count}|${") == "<${unit}|水务局||${")
    }
}
