import Dispatcher
import HTTPTypes
import Hummingbird
import PGStore
import Workflow

/// What those above watch (督查): what a clock has escalated, what waits to be granted, who was called and has come.
enum WatchEndpoint {
    static let watched = Endpoint(
        .get,
        "/api/v1/watched/{list}",
        id: "listWatched",
        tag: .matters,
        summary: Bilingual(
            zh: "督查：您的单位及其下级经办的诉求里，时限已升级的、待批的申请、召集了的部门",
            en: """
                Of what your units and those below them hold: what a clock has escalated, what was asked for and waits to be \
                granted, which departments were called
                """
        ),
        access: .scope(.readMatters),
        parameters: [
            Parameter(
                "list",
                in: .path,
                .word(WatchList.allCases.map(\.rawValue)),
                zh: "escalated 时限已升级；requests 待批的申请；arrivals 召集的部门",
                en: "escalated by a clock; requests to be granted; arrivals of departments that were called"
            )
        ] + Parameter.page(of: 200),
        answers: [
            .init(
                .ok,
                Bilingual(
                    zh: "一页，看似而实非的不在其中，故可能不满；下一页见 Link",
                    en: "a page, which may not be full since what only looked so is left out; the next one is in Link"
                ),
                body: .object([.init("watched", .list(entry, max: 2_000))]),
                headers: [.link]
            )
        ]
    ) { call in
        let party = try await call.seated()
        guard let list = call.text("list").flatMap({ WatchList(rawValue: $0) }) else { throw Fault.noSuchPath }
        let (entries, next) = try await call.engine.watched(
            list,
            at: call.units(of: party, withBelow: true),
            in: call.configuration,
            after: call.text("after").flatMap { TicketNumber($0)?.id },
            limit: call.number("limit") ?? 50,
            as: Reader(party, in: call.configuration)
        )
        var headers: HTTPFields = [:]
        if let next { headers[.link] = call.next("after", next.rawValue) }
        return call.json(["watched": .array(entries.compactMap { call.json($0, for: party) })], headers: headers)
    }

    private static let entry = Shape.object([
        .init("matter", MatterShapes.line),
        .init(
            "clock",
            MatterShapes.titled.orNull.noted(
                zh: "升级的、待批的时限；召集的为 null",
                en: "the clock that climbed, or waits to be decided; null of who was called"
            )
        ),
        .init("due_at", Shape.instant.orNull.noted(zh: "该时限到期", en: "when it is due, or was")),
        .init(
            "act",
            MatterShapes.titled.orNull.noted(
                zh: "系统已作的动作，如督办；或申请的动作",
                en: "what the clock did, such as an order; or the act that asked"
            )
        ),
        .init("steps", .integer(0...1_000).noted(zh: "已升几级", en: "how many steps were climbed")),
        .init("told", .list(.words(max: 500), max: 100).noted(zh: "已告知谁", en: "who was told")),
        .init("parent", Shape.number.orNull.noted(zh: "为哪一件而召集", en: "the matter for which they were called")),
        .init("has_come", Shape.flag.orNull.noted(zh: "是否已报到", en: "whether they have come")),
    ]).called("WatchedMatter")
}

extension Call {
    /// An entry; nil where they see nothing of the matter.
    fileprivate func json(_ entry: WatchedTicket, for party: Party) -> JSONValue? {
        guard let matter = json(entry.line, for: party), let rules = configuration.machine(entry.line.definition)
        else { return nil }
        let definition = rules.definition
        func clock(_ name: ClockName) -> JSONValue {
            ["name": .string(name.text), "title": .string(definition.clocks[name]?.title(language) ?? name.text)]
        }
        func act(_ name: ActionName?) -> JSONValue {
            guard let name else { return .null }
            return [
                "name": .string(name.text), "title": .string(definition.actions[name]?.title(language) ?? name.text),
            ]
        }
        var members: JSONObject = [
            "matter": matter, "clock": .null, "due_at": .null, "act": .null, "steps": 0, "told": [], "parent": .null,
            "has_come": .null,
        ]
        switch entry.sign {
        case .escalated(let escalation):
            members["clock"] = clock(escalation.clock)
            members["due_at"] = .string(escalation.due.description)
            members["act"] = act(escalation.act)
            members["steps"] = .int(Int64(escalation.steps))
            var roles: [RoleName] = []
            for role in escalation.told.flatMap(\.roles) where !roles.contains(role) { roles.append(role) }
            let told = roles.isEmpty ? [say(zh: "上级", en: "those above")] : roles.map { KnownRoles.title($0)(language) }
            members["told"] = .array(told.map { .string($0) })
        case .requested(let request, let due):
            members["clock"] = clock(request.clock)
            members["due_at"] = .string(due.description)
            members["act"] = act(request.act)
        case .called(let hasCome, let due):
            members["due_at"] = .orNull(due?.description)
            members["parent"] = .orNull(entry.line.glance.parent.map { "\($0)" })
            members["has_come"] = .bool(hasCome)
        }
        return .object(members)
    }

    private func say(zh: String, en: String) -> String { Bilingual(zh: zh, en: en)(language) }
}
