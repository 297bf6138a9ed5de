import Dispatcher
import HTTPTypes
import Hummingbird
import PGStore
import Workflow

/// One person with all tenures, and which roles there are.
enum PersonEndpoints {
    static let all = [roles, person]

    static let roles = Endpoint(
        .get,
        "/api/v1/roles",
        id: "listRoles",
        tag: .units,
        summary: Bilingual(zh: "岗位可以是哪些角色", en: "The roles that a post can be of"),
        access: .scope(.readPeople),
        answers: [
            .init(
                .ok,
                Bilingual(zh: "角色", en: "the roles"),
                body: .object([.init("roles", .list(MatterShapes.titled, max: 1_000))])
            )
        ]
    ) { call in
        let roles = KnownRoles.all(in: call.configuration).sorted().map { role -> JSONValue in
            ["name": .string(role.text), "title": .string(KnownRoles.title(role)(call.language))]
        }
        return call.json(["roles": .array(roles)])
    }

    static let person = Endpoint(
        .get,
        "/api/v1/people/{account}",
        id: "readPerson",
        tag: .units,
        summary: Bilingual(
            zh: "一个人：全部任期（过去、现在、将来）和请假；事由只有本人和所辖的系统管理员看得到",
            en: """
                A person: all tenures, past, present and to come, and absences; why somebody is away, they and the system \
                administrator of their part alone are told
                """
        ),
        access: .scope(.readPeople),
        parameters: [Parameter("account", in: .path, .text(max: 200), zh: "账号", en: "the account")],
        answers: [.init(.ok, Bilingual(zh: "此人", en: "the person"), body: shape)],
        refusals: [.notFound]
    ) { call in
        let account = call.text("account") ?? ""
        guard let person = call.configuration.people[account], let id = person.party.person else {
            throw AccountRefusal.unknownAccount(account)
        }
        let mayKnow = try await call.part(of: ["system_administrator"]).holds(id)
        let now = try await call.now()
        let book = call.configuration.posts
        let tenures = (book?.tenures(of: id) ?? []).sorted {
            ($0.period.from, $0.post.role) > ($1.period.from, $1.post.role)
        }
        let absences = (book?.absences ?? []).filter { $0.person == id }.sorted { $0.period.from > $1.period.from }
        return call.json([
            "account": .string(person.account), "name": .string(person.name),
            "is_of_part": .bool(mayKnow),
            "tenures": .array(tenures.map { call.json($0, at: now) }),
            "absences": .array(
                absences.map { absence in
                    [
                        "from": .string(absence.period.from.description),
                        "until": .string(absence.period.until.description),
                        "reason": mayKnow ? .string(absence.reason) : .null,
                        "is_now": .bool(absence.period.contains(now)),
                    ]
                }
            ),
        ])
    }

    private static let date = Shape.text(Shape.TextRule(min: 10, max: 10, form: .date))

    private static let tenure = Shape.object([
        .init("unit", MatterShapes.unit), .init("role", MatterShapes.titled), .init("since", date.orNull),
        .init("until", date.orNull), .init("is_part_time", .flag), .init("substitute", MatterShapes.person.orNull),
        .init("state", .word(["past", "present", "coming"])),
    ]).called("PersonTenure")

    private static let absence = Shape.object([
        .init("from", .instant), .init("until", .instant), .init("reason", Shape.words(max: 2_000).orNull),
        .init("is_now", .flag),
    ]).called("Absence")

    private static let shape = Shape.object([
        .init("account", .text(max: 200)), .init("name", .words(max: 500)),
        .init(
            "is_of_part",
            Shape.flag.noted(zh: "是本人，或在您作为系统管理员的辖内", en: "oneself, or of the part that one keeps the system of")
        ),
        .init("tenures", .list(tenure, max: 100_000)), .init("absences", .list(absence, max: 100_000)),
    ]).called("PersonRecord")
}

extension Call {
    fileprivate func json(_ tenure: Tenure, at now: Instant) -> JSONValue {
        let calendar = configuration.calendars.standard
        let state =
            tenure.period.contains(now) ? "present" : tenure.period.from > now ? "coming" : "past"
        return [
            "unit": configuration.json(tenure.post.unit),
            "role": [
                "name": .string(tenure.post.role.text),
                "title": .string(configuration.peopleNames.role(tenure.post.role)(language)),
            ],
            "since": .orNull(tenure.period.firstDay(in: calendar)?.description),
            "until": .orNull(tenure.period.lastDay(in: calendar)?.description),
            "is_part_time": .bool(tenure.isPartTime),
            "substitute": tenure.substitute.map { configuration.json(person: $0) } ?? .null,
            "state": .string(state),
        ]
    }
}
