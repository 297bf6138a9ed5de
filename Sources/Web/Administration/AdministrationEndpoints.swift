import Dispatcher
import HTTPTypes
import Hummingbird
import PGStore
import Workflow

/// What those who keep the system look at: logs, and what could not be done.
///
/// None of it is a matter's text.
/// 三员分立: logs are the audit administrator's, dead letters the system administrator's; each sees their own part, which is
/// whoever holds all posts at or below theirs.
enum AdministrationEndpoints {
    static let all = [seat, accessLog, securityLog, deadLetters, resend, giveUp] + logSheets

    static let accessLog = Endpoint(
        .get,
        "/api/v1/access-log",
        id: "readAccessLog",
        tag: .administration,
        summary: Bilingual(
            zh: "查阅记录：谁在何时为何看过谁的完整联系方式；最近的在前。审计管理员看辖内，其他人看自己的",
            en: """
                Who saw whose contact in full, when and why; the latest first. The audit administrator sees those of their \
                part, others their own
                """
        ),
        access: .scope(.administration),
        parameters: [
            Parameter("ticket", in: .query, .number, zh: "只看这件", en: "of this ticket only"),
            Parameter("since", in: .query, .instant, zh: "不早于此时", en: "not before this"),
        ] + paging,
        answers: [
            .init(.ok, page, body: .object([.init("looks", .list(look, max: 500))]), headers: [.link])
        ]
    ) { call in
        let limit = call.number("limit") ?? 100
        let part = try await call.part(of: ["audit_administrator"])
        let looks = try await call.engine.looks(
            in: call.configuration.id,
            ticket: call.text("ticket").flatMap { TicketNumber($0)?.id },
            person: part.reachesOthers ? nil : part.own,
            since: call.text("since").flatMap { Instant(rfc3339: $0) },
            before: call.number("before").map { Int64($0) },
            limit: limit
        )
        let json = looks.filter { part.holds($0.look.person) }.map { logged -> JSONValue in
            let look = logged.look
            return [
                "id": .int(logged.id), "at": .string(logged.at.description),
                "person": call.configuration.json(person: look.person), "ticket": .string("\(look.ticket)"),
                "via": .string(look.via.rawValue), "fields": .array(logged.fields.map { .string($0) }),
                "reason": .string(look.reason), "request": .orNull(look.request),
            ]
        }
        return call.page(["looks": .array(json)], isFull: looks.count == limit, last: looks.last?.id)
    }

    static let securityLog = Endpoint(
        .get,
        "/api/v1/security-log",
        id: "readSecurityLog",
        tag: .administration,
        summary: Bilingual(
            zh: "安全日志：登录、密码、会话、令牌；最近的在前。审计与安全管理员看辖内，其他人看自己的",
            en: """
                Sign-ins, passwords, sessions, tokens; the latest first. Audit and security administrators see those of \
                their part, others their own
                """
        ),
        access: .scope(.administration),
        parameters: paging,
        answers: [.init(.ok, page, body: .object([.init("events", .list(event, max: 500))]), headers: [.link])]
    ) { call in
        let limit = call.number("limit") ?? 100
        let part = try await call.part(of: ["audit_administrator", "security_administrator"])
        let events = try await call.parts.accounts.log(
            call.configuration.id,
            of: part.reachesOthers ? nil : part.own,
            before: call.number("before").map { SecurityEventID(Int64($0)) },
            limit: limit
        )
        let json = events.filter { event in event.person.map { part.holds($0) } ?? part.isWhole }.map {
            event -> JSONValue in
            let title = SecurityEventKind(rawValue: event.kind)?.title(call.language)
            return [
                "id": .int(event.id.rawValue), "at": .string(event.at.description),
                "kind": .string(event.kind), "title": .string(title ?? event.kind),
                "person": event.person.map { call.configuration.json(person: $0) } ?? .null,
                "by": event.by.map { call.configuration.json(person: $0) } ?? .null,
                "address": .string(event.address), "detail": event.detail,
            ]
        }
        return call.page(["events": .array(json)], isFull: events.count == limit, last: events.last?.id.rawValue)
    }

    static let paging = [
        Parameter(
            "before",
            in: .query,
            .integer(1...Int64.max),
            zh: "上一页最后一条的编号",
            en: "the number of the last one of the page before"
        ),
        Parameter("limit", in: .query, .integer(1...500), zh: "每页条数，默认 100", en: "how many a page; 100 if not given"),
    ]
    static let page = Bilingual(zh: "一页；下一页见 Link", en: "a page; the next one is in Link")

    private static let look = Shape.object([
        .init("id", .integer(1...Int64.max)), .init("at", .instant), .init("person", MatterShapes.person),
        .init("ticket", .number), .init("via", .word(Look.Via.allCases.map(\.rawValue))),
        .init("fields", .list(.words(max: 100), max: 20)), .init("reason", .words(max: 1_000)),
        .init("request", Shape.words(max: 200).orNull),
    ]).called("Look")

    private static let event = Shape.object([
        .init("id", .integer(1...Int64.max)), .init("at", .instant), .init("kind", .words(max: 100)),
        .init("title", .words(max: 200)), .init("person", MatterShapes.person.orNull),
        .init("by", MatterShapes.person.orNull), .init("address", .words(max: 100)), .init("detail", .anything),
    ]).called("SecurityEvent")
}

/// Whose traces somebody may look at.
struct AdministeredPart {
    /// Who looks: their own always.
    let own: PersonID
    /// All units at or below the posts by which they administer; empty: they administer nothing.
    let units: Set<UnitID>
    /// Whether that is the whole district.
    let isWhole: Bool
    let configuration: DistrictConfiguration

    /// Whether there is anybody else whose traces they may look at.
    var reachesOthers: Bool { !units.isEmpty }

    /// Whether they may look at somebody's: all of whose posts are of their part.
    func holds(_ person: PersonID) -> Bool {
        if person == own || isWhole { return true }
        guard let account = configuration.account(of: person), let posts = configuration.people[account]?.party.posts
        else { return false }
        return !units.isEmpty && !posts.isEmpty && posts.allSatisfy { units.contains($0.unit) }
    }
}

extension Call {
    /// What whoever asks administers by one of these roles.
    func part(of roles: Set<RoleName>) async throws -> AdministeredPart {
        let party = try await seated()
        guard let own = party.person else { throw Fault.notSignedIn }
        let territory = configuration.territory
        let posts = party.posts.filter { roles.contains($0.role) }
        return AdministeredPart(
            own: own,
            units: Set(posts.flatMap { territory.subtree(of: $0.unit) }),
            isWhole: posts.contains { territory[$0.unit].map { $0.parent == nil } ?? false },
            configuration: configuration
        )
    }

    /// A page that goes backwards in time.
    func page(_ json: JSONValue, isFull: Bool, last: Int64?) -> Response {
        var headers: HTTPFields = [:]
        if isFull, let last { headers[.link] = next("before", last) }
        return self.json(json, headers: headers)
    }
}
