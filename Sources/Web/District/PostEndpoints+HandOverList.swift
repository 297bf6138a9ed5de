import Dispatcher
import HTTPTypes
import PGStore
import Workflow

extension PostEndpoints {
    private static let dutiesAtMost = 366

    static let handOverList = Endpoint(
        .get,
        "/api/v1/posts/hand-over-list",
        id: "readHandOverList",
        tag: .units,
        summary: Bilingual(
            zh: "交接清单：某人现在要移交什么；给出接任人（to）则是已移交、仍由接任人负责的。只列您可以看的",
            en: """
                The list to sign when posts are handed over: what somebody would hand over now; with a taker (to): what was handed \
                over and is still theirs. Only what you may see
                """
        ),
        access: .scope(.readMatters),
        parameters: [
            Parameter(
                "from",
                in: .query,
                .text(max: 200),
                zh: "移交人账号，默认您自己",
                en: "the giver's account; you if not given"
            ),
            Parameter("to", in: .query, .text(max: 200), zh: "接任人账号", en: "the taker's account"),
            Parameter("on", in: .query, date, zh: "接任之日，默认今天", en: "the taker's first day; today if not given"),
        ],
        answers: [
            .init(
                .ok,
                Bilingual(
                    zh: "清单；is_more：超过 \(HandOverList.most) 件的没有列出",
                    en: "the list; is_more: of more than \(HandOverList.most) matters the rest is left out"
                ),
                body: .object([
                    .init("from", MatterShapes.person), .init("to", MatterShapes.person.orNull), .init("day", date),
                    .init(
                        "posts",
                        .list(
                            .object([.init("unit", MatterShapes.unit), .init("role", MatterShapes.titled)]),
                            max: 10_000
                        )
                    ),
                    .init("matters", .list(MatterShapes.line, max: HandOverList.most)),
                    .init(
                        "approvals",
                        .list(MatterShapes.line, max: HandOverList.most).noted(
                            zh: "待这些岗位所在单位决定的",
                            en: "what waits for a decision of the posts' units"
                        )
                    ),
                    .init("duties", .list(shift, max: dutiesAtMost)), .init("is_more", .flag),
                ]).called("HandOverList")
            )
        ],
        refusals: [.forbidden, .unprocessableContent]
    ) { call in
        let now = try await call.now()
        let party = try call.seated(at: now)
        let configuration = call.configuration
        let calendar = configuration.calendars.standard
        let day = call.text("on").flatMap { LocalDate($0) } ?? calendar.local(now).date
        let reader = Reader(party, in: configuration)
        let from = try call.personCalled("from") ?? party.person
        guard let from else { throw Fault.notSignedIn }
        let to = try call.personCalled("to")
        guard call.maySign(party, [from, to].compactMap(\.self), at: now, on: day) else {
            throw Fault.notYours(configuration.account(of: from) ?? "")
        }
        let list =
            if let to {
                try await call.engine.handOverList(HandOver(from: from, to: to), on: day, in: configuration, as: reader)
            } else {
                try await call.engine.handOverList(of: from, in: configuration, at: now, as: reader)
            }
        return call.json([
            "from": configuration.json(person: from), "to": to.map { configuration.json(person: $0) } ?? .null,
            "day": .string(day.description),
            "posts": .array(list.posts.map { ["unit": configuration.json($0.unit), "role": call.json($0.role)] }),
            "matters": .array(list.matters.compactMap { call.json($0, for: party) }),
            "approvals": .array(list.approvals.compactMap { call.json($0, for: party) }),
            "duties": .array(list.duties.prefix(dutiesAtMost).map { call.json($0) }),
            "is_more": .bool(list.isMore || list.duties.count > dutiesAtMost),
        ])
    }
}

extension Call {
    /// The person of an account that was given.
    fileprivate func personCalled(_ name: String) throws(Fault) -> PersonID? {
        guard let account = text(name) else { return nil }
        guard let person = configuration.person(called: account) else {
            throw Fault(ImportError.unknownAccount(account))
        }
        return person
    }

    /// Whether somebody gives, takes, or stands beside or above one who does (监交): who serves now, or served until that day.
    fileprivate func maySign(_ party: Party, _ people: [PersonID], at now: Instant, on day: LocalDate) -> Bool {
        if let person = party.person, people.contains(person) { return true }
        let own = party.posts.filter { !PostBook.administrators.contains($0.role) }.map(\.unit)
        let midnight = configuration.calendars.standard.midnight(of: day)
        let theirs = people.flatMap { configuration.posts?.tenures(of: $0) ?? [] }
            .filter { $0.period.contains(now) || $0.period.until == midnight }.map(\.post.unit)
        return own.contains { unit in theirs.contains { $0 == unit || configuration.territory.isAbove(unit, of: $0) } }
    }
}
