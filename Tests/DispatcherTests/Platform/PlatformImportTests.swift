import Dispatcher
import PGStore
import Postgres
import Shipped
import Tabular
import TestSupport
import Testing
import Workflow

/// A platform's export is read by its own map (上级平台).
@Suite(.timeLimit(.minutes(5))) struct PlatformImportTests {
    private static let platform = """
        - platform: 12345
          title: {zh: 市热线, en: The city's hotline}
          columns:
            external_id: 工单编号
            reported_at: 派发时间
            text: 诉求内容
            category: 诉求分类
            place: 所属社区
            urgency: 紧急程度
            upper_due: 办理截止时间
            upper_return_by: [退单截止时间, 退回截止]
            title: 受理时间
          words: {category: {供水: 水务}, urgency: {特急: 紧急}}
          defaults: {channel: hotline, place: C1}
        """

    private static let sheet = TestSheet(
        ["工单编号", "派发时间", "诉求内容", "诉求分类", "所属社区", "紧急程度", "办理截止时间", "退回截止", "备注", "受理时间"],
        [
            ["SZ-1", "2026-03-02 09:30", "三楼漏水", "供水", "C1", "一般", "2030-03-15 18:00", "2030-03-03 12:00", "", "题"],
            ["SZ-2", "2026-03-02 09:40", "水管爆了", "供水", "", "特急", "2030-03-03 09:40", "", "", ""],
            ["SZ-3", "2026-03-02 09:50", "", "供水", "C1", "一般", "", "", "", ""],
        ]
    )

    private func known(_ city: TestDistrict) async throws {
        let report = try await city.load(.platforms, .bytes(Array(Self.platform.utf8)))
        #expect(report.complaints == [] && report.loaded == 1)
    }

    @Test(arguments: [SheetKind.csv, .xlsx, .json])
    func `an export loads by the platform's headings and words, twice without doubling`(kind: SheetKind) async throws {
        try await TestDistrict.with { city in
            try await known(city)
            let path = try Self.sheet.file(kind)
            for turn in 0..<2 {
                let report = try await city.load(.matters, .path(path)) { options in
                    options.source = "12345"
                    options.account = "desk"
                }
                #expect(report.complaints.map { $0.split(separator: " ").last } == ["missing_need"])
                #expect(report.loaded == (turn == 0 ? 2 : 0) && report.alreadyThere == (turn == 0 ? 0 : 2))
                #expect(report.unknownColumns == ["备注"])
            }
            var filter = TicketFilter()
            filter.owedTo = .platform("12345")
            filter.isOpenOnly = true
            let lines = try await city.engine.page(filter, in: city.id, after: nil, limit: 10)
            #expect(lines.count == 2 && lines.allSatisfy { $0.owedTo == "12345" })
            // Rows are filed beside each other: by what they are.
            let (urgent, ordinary) = (
                try #require(lines.first { $0.urgency == .urgent }),
                try #require(lines.first { $0.urgency == .ordinary })
            )
            let first = try #require(try await city.engine.dossier(ordinary.id, in: city.id))
            #expect(first.ticket.facts["upper_number"] == "SZ-1" && first.ticket.facts["upper_platform"] == "12345")
            #expect(first.ticket.facts["channel"] == "hotline" && first.text("title", seq: 1) == "题")
            #expect(first.ticket.clocks["upper"]?.due == city.configuration.instant("2030-03-15 18:00"))
            #expect(first.ticket.clocks["upper_return"]?.isWindow == true)
            #expect(urgent.place == city.unit("C1"))
            filter.owedTo = .platform("other")
            #expect(try await city.engine.page(filter, in: city.id, after: nil, limit: 10).isEmpty)
            filter.owedTo = .anybody
            #expect(try await city.engine.page(filter, in: city.id, after: nil, limit: 10).count == 2)
        }
    }

    @Test func `without its map the export is another's, and says what is missing`() async throws {
        try await TestDistrict.with { city in
            let path = try Self.sheet.file(.csv)
            await #expect(throws: SheetError.self) {
                try await city.load(.matters, .path(path)) { $0.source = "12345" }
            }
        }
    }

    @Test func `a matter that owes nothing any more is off the list, whatever it is`() async throws {
        try await TestDistrict.with { city in
            try await known(city)
            _ = try await city.load(.matters, .path(try Self.sheet.file(.csv))) { options in
                options.source = "12345"
                options.account = "desk"
            }
            var filter = TicketFilter()
            filter.owedTo = .anybody
            filter.isOpenOnly = true
            let first = try #require(try await city.engine.page(filter, in: city.id, after: nil, limit: 10).first)
            try await city.act("resolve_here", by: "desk", on: first.id, texts: ["text": "已修"])
            #expect(try await city.engine.page(filter, in: city.id, after: nil, limit: 10).count == 2)
            try await city.act("fill_back", by: "desk", on: first.id)
            #expect(try await city.engine.page(filter, in: city.id, after: nil, limit: 10).count == 1)
            #expect(try await city.engine.verify(city.id).findings == [])
            let id = city.id.rawValue
            try await city.tamper(
                "UPDATE ticket SET answer_owed_to = '12345' WHERE district_id = \(id) AND id = \(first.id.rawValue)"
            )
            #expect(try await city.engine.verify(city.id).findings.map(\.code) == ["derived_differs"])
        }
    }

    @Test func `an answer goes by the names that the definition gives, whatever they are`() async throws {
        let definition = try Shipped.definition("issue").with([
            "upper.outcome": "grade", "upper.clock": "whole", "upper.callback": "ending",
        ])
        let platform =
            Self.platform + """

                  answer: [{heading: 结果, is: outcome, words: {complex: 难}}, {heading: 回访, is: callback}, {heading: 号, is: upper_number}]
                """
        try await TestDistrict.with(definition: definition) { city in
            #expect(try await city.load(.platforms, .bytes(Array(platform.utf8))).complaints == [])
            let input: [FieldName: JSONValue] = ["upper_platform": "12345", "upper_number": "SZ-7", "grade": "complex"]
            let ticket = try await city.file(input: input)
            try await city.act("accept", by: "desk", on: ticket)
            let configuration = try await city.now()
            let dossier = try #require(try await city.engine.dossier(ticket, in: city.id))
            let answer = PlatformAnswer(
                TicketTelling(dossier, configuration, language: .zh),
                taken: .init(by: "", at: dossier.ticket.lastAt)
            )
            let columns = try #require(configuration.platforms["12345"]?.answer)
            #expect(answer.cells(columns) == ["难", "", "SZ-7"])
            #expect(answer.due == dossier.ticket.clocks["whole"]?.due && answer.due != nil)
            #expect(answer.fillBackDue == nil)
        }
    }

    @Test func `where no definition takes their matters a platform is of no use`() async throws {
        let definition = try Shipped.definition("task")
        try await TestDistrict.with(definition: definition) { city in
            let report = try await city.load(.platforms, .bytes(Array(Self.platform.utf8)))
            #expect(report.complaints.map { $0.split(separator: " ").last } == ["no_definition_for_platforms"])
        }
    }

    @Test(arguments: [
        ("- {platform: 12345, title: {zh: 一, en: a}, columns: {text: 内容}}", "2 no_number_column"),
        ("- {platform: 12345, title: {zh: 一, en: a}, columns: {external_id: 号, colour: 色}}", "2 unknown_column"),
        ("- {platform: 市热线, title: {zh: 一, en: a}, columns: {external_id: 号}}", "2 bad_code"),
        ("- {platform: a, title: {zh: 一, en: a}, columns: {external_id: []}}", "2 bad_headings"),
        (
            "- {platform: a, title: {zh: 一, en: a}, columns: {external_id: 号}, answer: [{heading: 号, is: colour}]}",
            "2 unknown_word"
        ),
        (
            "- {platform: a, title: {zh: 一, en: a}, columns: {external_id: 号}, answer: [{heading: 号, is: number}, {heading: 号, is: text}]}",
            "2 column_twice"
        ),
        (
            "- {platform: a, title: {zh: 一, en: a}, colums: {external_id: 号}, columns: {external_id: 号}}",
            "2 unknown_key"
        ),
    ])
    func `a platform that is wrong is refused with its place`(text: String, complaint: String) async throws {
        try await TestDistrict.with { city in
            let report = try await city.load(.platforms, .bytes(Array(text.utf8)))
            #expect(report.complaints.map { $0.split(separator: " ").last } == [complaint.split(separator: " ").last])
            #expect(try await city.now().platforms.isEmpty)
        }
    }
}
