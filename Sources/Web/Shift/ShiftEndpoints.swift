import Dispatcher
import HTTPTypes
import Hummingbird
import PGStore
import Workflow

/// A desk's log (值班日志) and handing over to the next shift (交接班).
enum ShiftEndpoints {
    static let all = [list, page, handOver]

    private static let most: Int64 = 100

    static let list = Endpoint(
        .get,
        "/api/v1/shift-log",
        id: "listShiftLog",
        tag: .units,
        summary: Bilingual(zh: "您的单位及其下级的值班日志，最近的在前", en: "Logs of your units and those below them, the latest first"),
        access: .scope(.readMatters),
        parameters: [
            Parameter(
                "limit",
                in: .query,
                .integer(1...most),
                zh: "最多几页，默认 20",
                en: "pages at the most; 20 if not given"
            )
        ],
        answers: [
            .init(
                .ok,
                Bilingual(zh: "各页", en: "the pages"),
                body: .object([.init("pages", .list(shape, max: Int(most)))])
            )
        ],
        refusals: [.forbidden]
    ) { call in
        let units = try await call.logged()
        let log = ShiftHandOver(engine: call.engine, configuration: call.configuration)
        let pages = try await log.log(units: Array(units), limit: call.number("limit") ?? 20)
        return call.json(["pages": .array(pages.map { call.json($0) })])
    }

    static let page = Endpoint(
        .get,
        "/api/v1/shift-log/{page}",
        id: "readShiftLog",
        tag: .units,
        summary: Bilingual(zh: "值班日志的一页", en: "A page of a log"),
        access: .scope(.readMatters),
        parameters: [Parameter("page", in: .path, .integer(1...Int64.max), zh: "页号", en: "its number")],
        answers: [.init(.ok, Bilingual(zh: "一页", en: "the page"), body: shape)],
        refusals: [.forbidden, .notFound]
    ) { call in
        let units = try await call.logged()
        let id = Int64(call.number("page") ?? 0)
        let log = ShiftHandOver(engine: call.engine, configuration: call.configuration)
        guard let page = try await log.page(id), units.contains(page.unit) else {
            throw Fault(.notFound, "no_such_page", zh: "没有这一页值班日志", en: "there is no such page of a log")
        }
        return call.json(call.json(page))
    }

    static let handOver = Endpoint(
        .post,
        "/api/v1/shift-log",
        id: "handOverShift",
        tag: .units,
        summary: Bilingual(
            zh: "交班：记下未结事项、本班情况和交代的话；交班人是您，两人都须在该单位任职",
            en: "Hand over to the next shift: what is open, what happened, a note; you go, and both hold a post there"
        ),
        access: .scope(.writeMatters),
        body: .object([
            .init("unit", Shape.text(max: 100).noted(zh: "哪个单位的值班台", en: "whose desk")),
            .init("to", Shape.text(max: 200).noted(zh: "接班人的账号", en: "the account of who comes")),
            .optional(
                "since",
                Shape.instant.noted(
                    zh: "本班开始时间；不写则按值班表、上一页日志或当天零点",
                    en: "when the shift began; else by the roster, the last page or the day"
                )
            ),
            .optional("note", Shape.words(max: 2_000).noted(zh: "交代的话", en: "what the next should know")),
        ]).called("ShiftHandOver"),
        answers: [.init(.created, Bilingual(zh: "新的一页", en: "the new page"), body: shape)],
        refusals: [.forbidden, .unprocessableContent]
    ) { call in
        let (party, configuration) = (try await call.seated(), call.configuration)
        let unit = try call.unit(call.body["unit"]?.string ?? "")
        guard let giver = party.person, party.posts.contains(where: { $0.unit == unit.id }) else {
            throw Fault.notYours(unit.code)
        }
        let account = call.body["to"]?.string ?? ""
        guard let taker = configuration.people[account]?.party,
            taker.posts.contains(where: { $0.unit == unit.id }), let person = taker.person, person != giver
        else {
            throw Fault(
                .unprocessableContent,
                "not_of_this_desk",
                zh: "接班人须是另一位在\(unit.name)任职的人",
                en: "who comes must be somebody else with a post at \(unit.name)"
            )
        }
        let page = try await ShiftHandOver(engine: call.engine, configuration: configuration).write(
            unit: unit.id,
            Workflow.HandOver(from: giver, to: person),
            since: call.body["since"]?.string.flatMap { Instant(rfc3339: $0) },
            note: call.body["note"]?.string ?? ""
        )
        return call.json(call.json(page), status: .created)
    }

    private static let count = Shape.integer(0...1_000_000_000)
    private static let matter = Shape.object([
        .init("number", .text(max: 100)), .init("state", .name), .init("title", .words(max: 500)),
        .optional("category", .words(max: 500)), .optional("place", Shape.words(max: 500).orNull),
        .optional("responsible", Shape.words(max: 500).orNull.noted(zh: "责任单位", en: "the unit that answers for it")),
        .init("urgent", .flag), .init("lamp", MatterShapes.lamp), .init("due", Shape.words(max: 100).orNull),
        .init("owner", Shape.words(max: 500).orNull),
    ]).called("LoggedMatter")
    private static let shape = Shape.object([
        .init("id", .integer(1...Int64.max)), .init("unit", MatterShapes.unit), .init("from", MatterShapes.person),
        .init("to", MatterShapes.person), .init("since", .instant), .init("at", .instant),
        .init("note", .words(max: 2_000)), .init("open", count), .init("urgent", count), .init("overdue", count),
        .init("filed", count), .init("expired", count), .init("events", count),
        .init("matters", .list(matter, max: 500)),
    ]).called("ShiftLogPage")
}

extension Call {
    /// The units whose logs they may read: those of their posts with all below them; who keeps the system has none by that post.
    fileprivate func logged() async throws -> Set<UnitID> {
        let posts = try await seated().posts.filter { !PostBook.administrators.contains($0.role) }
        return Set(posts.flatMap { configuration.territory.subtree(of: $0.unit) })
    }

    fileprivate func json(_ page: ShiftLogRow) -> JSONValue {
        var members: JSONObject = [
            "id": .int(page.id), "unit": configuration.json(page.unit), "from": configuration.json(person: page.giver),
            "to": configuration.json(person: page.taker), "since": .string(page.period.from.description),
            "at": .string(page.period.until.description), "note": .string(page.note),
            "matters": page.body["matters"] ?? .array([]),
        ]
        for name in ["open", "urgent", "overdue", "filed", "expired", "events"] {
            members[name] = page.body[name] ?? 0
        }
        return .object(members)
    }
}
