import Dispatcher
import HTTPTypes
import Hummingbird
import PGStore
import Workflow

/// Posts and duty: who is responsible where, what is empty, and who is on.
enum PostEndpoints {
    static let all = [posts, duty, gaps, handOver, handOverList]

    static let posts = Endpoint(
        .get,
        "/api/v1/posts",
        id: "listPosts",
        tag: .units,
        summary: Bilingual(
            zh: "岗位：哪里由谁负责，任期、代岗人，哪些空岗及由谁承接",
            en:
                "Posts: who is responsible where and from when to when, who stands in, what is empty and who answers for it"
        ),
        access: .scope(.readPeople),
        parameters: [
            under, day("哪一天（正午），默认现在", "on which day (at noon); now if not given"),
            Parameter("empty", in: .query, .flag, zh: "只列空岗、不在岗、未到任的", en: "those without anybody there only"),
            Parameter("role", in: .query, .name, zh: "只列此角色的", en: "of this role only"),
        ],
        answers: [
            .init(
                .ok,
                Bilingual(zh: "岗位", en: "posts"),
                body: .object([.init("posts", .list(post, max: 1_000_000))]),
                headers: [.eTag]
            )
        ],
        refusals: [.unprocessableContent]
    ) { call in
        let calendar = call.configuration.calendars.standard
        let noon = call.day().flatMap { day in
            TimeOfDay(hour: 12, minute: 0).map { calendar.instant(LocalDateTime(date: day, time: $0)) }
        }
        let at: Instant
        if let noon { at = noon } else { at = try await call.now() }
        let list = PostList(call.configuration, units: try call.subtree(), at: at)
        let role = call.text("role")
        let found = list.lines.filter { line in
            (!call.flag("empty") || line.state != .held) && (role == nil || line.post.role.text == role)
        }
        return call.json(["posts": .array(found.map { call.json($0) })], headers: call.revisionHeader)
    }

    static let duty = Endpoint(
        .get,
        "/api/v1/duty",
        id: "listDuty",
        tag: .units,
        summary: Bilingual(zh: "某天的值班表", en: "The duty roster of a day"),
        access: .scope(.readPeople),
        parameters: [under, day("哪一天，默认今天", "which day; today if not given")],
        answers: [
            .init(
                .ok,
                Bilingual(zh: "班次", en: "shifts"),
                body: .object([.init("shifts", .list(shift, max: 1_000_000))])
            )
        ],
        refusals: [.unprocessableContent]
    ) { call in
        let units = try call.subtree().map { Set($0) }
        let calendar = call.configuration.calendars.standard
        let day: LocalDate
        if let given = call.day() { day = given } else { day = calendar.local(try await call.now()).date }
        guard let period = calendar.day(day) else { return call.json(["shifts": []]) }
        let shifts = try await call.engine.shifts(in: period, of: call.configuration.id)
            .filter { units?.contains($0.unit) ?? true }
        return call.json(["shifts": .array(shifts.map { call.json($0) })])
    }

    static let gaps = Endpoint(
        .get,
        "/api/v1/duty/gaps",
        id: "listGaps",
        tag: .units,
        summary: Bilingual(
            zh: "某天（默认明天）的空岗、不在岗和无人值守的时段",
            en: "Empty posts and hours without anybody on duty, of a day; tomorrow if not given"
        ),
        access: .scope(.readPeople),
        parameters: [under, day("哪一天，默认明天", "which day; tomorrow if not given")],
        answers: [
            .init(.ok, Bilingual(zh: "空缺", en: "gaps"), body: .object([.init("gaps", .list(gap, max: 1_000_000))]))
        ],
        refusals: [.unprocessableContent]
    ) { call in
        let units = try call.subtree().map { Set($0) }
        let configuration = call.configuration
        let day: LocalDate
        if let given = call.day() {
            day = given
        } else {
            day = configuration.calendars.standard.local(try await call.now()).date.adding(days: 1)
        }
        let found = configuration.gaps(on: day).filter { units?.contains($0.unit) ?? true }
        return call.json(["gaps": .array(found.map { call.json($0) })])
    }

    private static let under = Parameter(
        "under",
        in: .query,
        .text(max: 100),
        zh: "只列此单位及其下级",
        en: "this unit and those below it only"
    )

    private static func day(_ zh: String, _ en: String) -> Parameter {
        Parameter("day", in: .query, date, zh: zh, en: en)
    }

    static let date = Shape.text(Shape.TextRule(min: 10, max: 10, form: .date))

    private static let tenure = Shape.object([
        .init("person", MatterShapes.person), .init("since", date.orNull), .init("until", date.orNull),
        .init("is_part_time", .flag),
        .init("substitute", MatterShapes.person.orNull.noted(zh: "代岗人", en: "who stands in")),
    ]).called("Tenure")

    static let post = Shape.object([
        .init("unit", MatterShapes.unit), .init("role", MatterShapes.titled),
        .init("state", .word(["held", "away", "empty", "coming"])), .init("tenures", .list(tenure, max: 100_000)),
        .init(
            "answers",
            .list(
                .object([
                    .init("person", MatterShapes.person), .init("unit", MatterShapes.unit), .init("as", .name),
                    .init("why", .words(max: 2_000)),
                ]),
                max: 100_000
            ).noted(zh: "由谁承接", en: "who answers for it")
        ),
    ]).called("PostRecord")

    static let shift = Shape.object([
        .init("unit", MatterShapes.unit), .init("role", MatterShapes.titled.orNull),
        .init("person", MatterShapes.person), .init("from", .instant), .init("until", .instant),
    ]).called("Shift")

    static let gap = Shape.object([
        .init("code", .name), .init("unit", MatterShapes.unit), .init("role", MatterShapes.titled.orNull),
        .init("from", Shape.instant.orNull), .init("until", Shape.instant.orNull), .init("what", .words(max: 2_000)),
    ]).called("Gap")
}

extension Call {
    /// The day that was asked for.
    fileprivate func day() -> LocalDate? { text("day").flatMap { LocalDate($0) } }

    /// The unit that was asked for with all below it; nil: all.
    fileprivate func subtree() throws(Fault) -> [UnitID]? {
        guard let code = text("under") else { return nil }
        return configuration.territory.subtree(of: try unit(code).id)
    }

    func json(_ role: RoleName) -> JSONValue {
        ["name": .string(role.text), "title": .string(configuration.peopleNames.role(role)(language))]
    }

    func json(_ line: PostList.Line) -> JSONValue {
        let calendar = configuration.calendars.standard
        return [
            "unit": configuration.json(line.post.unit), "role": json(line.post.role),
            "state": .string(line.state.rawValue),
            "tenures": .array(
                line.tenures.map { tenure in
                    [
                        "person": configuration.json(person: tenure.person),
                        "since": .orNull(tenure.period.firstDay(in: calendar)?.description),
                        "until": .orNull(tenure.period.lastDay(in: calendar)?.description),
                        "is_part_time": .bool(tenure.isPartTime),
                        "substitute": tenure.substitute.map { configuration.json(person: $0) } ?? .null,
                    ]
                }
            ),
            "answers": .array(
                line.answers.map { appointee in
                    [
                        "person": configuration.json(person: appointee.person),
                        "unit": configuration.json(appointee.unit), "as": .string(appointee.code),
                        "why": .string(appointee.words(configuration.peopleNames)(language)),
                    ]
                }
            ),
        ]
    }

    func json(_ shift: DutyShift) -> JSONValue {
        [
            "unit": configuration.json(shift.unit), "role": shift.role.map(json) ?? .null,
            "person": configuration.json(person: shift.person), "from": .string(shift.period.from.description),
            "until": .string(shift.period.until.description),
        ]
    }

    func json(_ gap: PostBook.Gap) -> JSONValue {
        let (role, period): (RoleName?, Period?) =
            switch gap {
            case .empty(let post), .away(let post, _): (post.role, nil)
            case .nobody: (nil, nil)
            case .duty(_, let role, let period): (role, period)
            }
        return [
            "code": .string(gap.code), "unit": configuration.json(gap.unit), "role": role.map(json) ?? .null,
            "from": .orNull(period?.from.description), "until": .orNull(period?.until.description),
            "what": .string(configuration.words(gap)(language)),
        ]
    }
}
