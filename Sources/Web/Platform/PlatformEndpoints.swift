import Dispatcher
import HTTPTypes
import Hummingbird
import PGStore
import Tabular
import Workflow

/// Platforms above (上级平台, such as a city's 12345): what they push, and what they wait for (回填).
enum PlatformEndpoints {
    static let all = [list, push, answers] + [false, true].map(sheet)

    static let list = Endpoint(
        .get,
        "/api/v1/platforms",
        id: "listPlatforms",
        tag: .platforms,
        summary: Bilingual(zh: "上级平台及其列名", en: "Platforms above, and what they call their columns"),
        access: .scope(.readConfiguration),
        answers: [
            .init(
                .ok,
                Bilingual(zh: "平台", en: "platforms"),
                body: .object([.init("platforms", .list(platform, max: 1_000))])
            )
        ]
    ) { call in
        let platforms = call.configuration.platforms.values.sorted { $0.name < $1.name }
        return call.json([
            "platforms": .array(
                platforms.map { platform in
                    [
                        "name": .string(platform.name), "title": .string(platform.title(call.language)),
                        "columns": .object(
                            JSONObject(platform.columns.map { ($0, .texts($1)) }, uniquingKeysWith: { $1 })
                        ),
                        "answer": .texts(platform.answer.map(\.heading)),
                    ]
                }
            )
        ])
    }

    static let push = Endpoint(
        .post,
        "/api/v1/platforms/{platform}/matters",
        id: "pushMatters",
        tag: .platforms,
        summary: Bilingual(
            zh: "平台推送工单，列名与其导出表相同；外部工单号已有的不会重复",
            en:
                "Matters as the platform sends them, under the headings of its export; one whose number is known is not doubled"
        ),
        access: .scope(.writeMatters),
        parameters: [name],
        body: .object([.init("matters", .list(.map(cell, max: 200), max: pushedAtMost))]).called("PushedMatters"),
        answers: [
            .init(
                .ok,
                Bilingual(zh: "逐件的结果", en: "what became of each"),
                body: .object([.init("results", .list(result, max: pushedAtMost))])
            )
        ],
        refusals: [.forbidden, .notFound, .unprocessableContent, .serviceUnavailable]
    ) { call in
        let platform = try call.platform()
        guard call.body["matters"]?.array?.isEmpty == false else { return call.json(["results": []]) }
        var options = ImportOptions()
        options.source = platform.name
        options.fileKind = .json
        options.account = call.caller?.identity.account
        options.language = call.language == .zh ? .zh : .en
        let importer = Importer(engine: call.engine, district: call.configuration.id)
        return try await SheetRows.reading(call.body["matters"]) { rows in
            call.json(["results": .array(try await importer.push(rows, options).map(call.json))])
        }
    }

    static let answers = Endpoint(
        .get,
        "/api/v1/platforms/{platform}/answers",
        id: "listOwedAnswers",
        tag: .platforms,
        summary: Bilingual(
            zh: "待回填：平台还在等答复的，按它的列写好",
            en: "Answers that the platform waits for, laid out in its columns"
        ),
        access: .scope(.readMatters),
        parameters: [name, answered] + Parameter.page(of: 100),
        answers: [
            .init(
                .ok,
                Bilingual(zh: "一页；下一页见 Link", en: "a page; the next one is in Link"),
                body: .object([.init("answers", .list(answer, max: 100))]),
                headers: [.link]
            )
        ],
        refusals: [.forbidden, .notFound, .unprocessableContent]
    ) { call in
        let platform = try call.platform()
        let (page, last) = try await OwedAnswers(call, to: platform).page(
            after: call.text("after").flatMap { TicketNumber($0)?.id },
            limit: call.number("limit") ?? 50
        )
        let found = page.map { owed -> JSONValue in
            [
                "number": .string(owed.number.description), "state": .string(owed.state.text),
                "due_at": .orNull(owed.answer.due?.description),
                "fill_back_at": .orNull(owed.answer.fillBackDue?.description),
                "answer": owed.answer.json(platform.answer),
            ]
        }
        var headers: HTTPFields = [:]
        if let last { headers[.link] = call.next("after", last.rawValue) }
        return call.json(["answers": .array(found)], headers: headers)
    }

    private static func sheet(isWorkbook: Bool) -> Endpoint {
        let kind = isWorkbook ? "xlsx" : "csv"
        return Endpoint(
            .get,
            "/api/v1/platforms/{platform}/answers.\(kind)",
            id: isWorkbook ? "exportOwedAnswersAsWorkbook" : "exportOwedAnswers",
            tag: .platforms,
            summary: Bilingual(
                zh: "待回填，按平台的列导出为 \(kind.uppercased())，供平台导入",
                en: "Answers that the platform waits for as \(kind.uppercased()), in its columns, to be loaded there"
            ),
            access: .scope(.exports),
            parameters: [name, answered],
            answers: [
                .init(
                    .ok,
                    ExportEndpoints.sheet,
                    body: .anything,
                    mediaTypes: [isWorkbook ? Call.xlsx : "text/csv"]
                )
            ],
            refusals: ExportEndpoints.refusals + [.notFound]
        ) { call in
            let platform = try call.platform()
            guard !platform.answer.isEmpty else { throw Fault.noAnswerColumns(platform) }
            let seat = try call.parts.exports.take()
            let pages = AnswerPages(try await OwedAnswers(call, to: platform))
            guard isWorkbook else { return try await call.csv(seat, pages) }
            return try await call.workbook(seat, pages, instead: "/api/v1/platforms/\(platform.name)/answers.csv")
        }
    }

    private static let pushedAtMost = 100

    private static let answered = Parameter(
        "answered",
        in: .query,
        .flag,
        zh: "只列已有答复、可以回填的",
        en: "those only that have an answer to give back"
    )

    private static let name = Parameter("platform", in: .path, .text(max: 50), zh: "平台名", en: "the platform's name")

    private static let cell = Shape.either([.words(max: 20_000), .integer(Int64.min...Int64.max), .flag])

    private static let platform = Shape.object([
        .init("name", .text(max: 50)), .init("title", .words(max: 1_000)),
        .init("columns", .map(.list(.words(max: 100), max: 20), max: 1_000)),
        .init("answer", .list(.words(max: 100), max: Platform.answerColumnsAtMost)),
    ]).called("Platform")

    private static let result = Shape.object([
        .init("number", .number.orNull), .init("is_repeat", .flag),
        .init("is_corrected", Shape.flag.noted(zh: "已按这一行更正时限", en: "its times were corrected to the row's")),
        .init("faults", .list(.object([.init("code", .name), .init("message", .words(max: 10_000))]), max: 1_000)),
    ]).called("PushResult")

    private static let answer = Shape.object([
        .init("number", .number), .init("state", .name), .init("due_at", Shape.instant.orNull),
        .init(
            "fill_back_at",
            Shape.instant.orNull.noted(zh: "待回填时限；未到待回填为 null", en: "to be given back by; null: not yet")
        ),
        .init("answer", .map(.words(max: 100_000), max: Platform.answerColumnsAtMost)),
    ]).called("OwedAnswer")
}

extension Call {
    fileprivate func platform() throws(Fault) -> Platform {
        let name = text("platform") ?? ""
        guard let platform = configuration.platforms[name] else {
            throw Fault(.notFound, "unknown_platform", zh: "没有上级平台“\(name)”", en: "no platform is called “\(name)”")
        }
        return platform
    }

    /// What of it they may list: what their units hold.
    func owed(to platform: Platform, by party: Party) -> TicketFilter {
        var filter = TicketFilter()
        let posts = party.posts.filter { !PostBook.administrators.contains($0.role) }
        filter.units = Set(posts.flatMap { configuration.territory.subtree(of: $0.unit) })
        filter.owedTo = .platform(platform.name)
        filter.isOpenOnly = true
        if flag("answered") { filter.states = configuration.statesToFillBack }
        return filter
    }

    fileprivate func json(_ outcome: Importer.Pushed) -> JSONValue {
        let number = outcome.ticket.map { ticket in
            TicketNumber(ticket.id, reportedAt: ticket.reportedAt, calendar: configuration.calendars.standard)
                .description
        }
        return [
            "number": .orNull(number), "is_repeat": .bool(outcome.isRepeat),
            "is_corrected": .bool(outcome.isCorrected),
            "faults": .array(
                outcome.faults.map { ["code": .string($0.code), "message": .string($0.message(language))] }
            ),
        ]
    }
}

extension JSONValue {
    fileprivate static func texts(_ texts: [String]) -> JSONValue { .array(texts.map { .string($0) }) }
}

extension Fault {
    /// A sheet without columns is none.
    fileprivate static func noAnswerColumns(_ platform: Platform) -> Fault {
        Fault(
            .unprocessableContent,
            "no_answer_columns",
            zh: "上级平台“\(platform.name)”没有写明回填列（answer）",
            en: "the platform “\(platform.name)” does not say what its answers look like (answer)"
        )
    }
}
