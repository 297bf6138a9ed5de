import Dispatcher
import HTTPTypes
import Hummingbird
import PGStore
import Workflow

/// Work lists (工作清单): what waits for whoever has signed in.
enum WorkListEndpoints {
    static let all = [index, list]

    /// Counting stops there.
    private static let most = 1_000

    static let index = Endpoint(
        .get,
        "/api/v1/work-lists",
        id: "listWorkLists",
        tag: .matters,
        summary: Bilingual(
            zh: "工作清单：等您和您任职单位处理的，按该做什么分列，带件数",
            en: "What waits for you and the units of your posts, by what is to be done with it, with numbers"
        ),
        access: .scope(.readMatters),
        parameters: [below],
        answers: [
            .init(
                .ok,
                Bilingual(
                    zh: "每个清单的件数，至多数到 \(most)：is_more 表示更多",
                    en: "how many each list has, counted up to \(most): is_more says that there are more"
                ),
                body: .object([.init("lists", .list(entry, max: WorkList.allCases.count))])
            )
        ]
    ) { call in
        let party = try await call.seated()
        let filters = WorkList.allCases.map { call.filter(of: $0, for: party) }
        let counts = try await call.parts.register.counts(
            of: filters,
            in: call.configuration.id,
            upTo: most + 1,
            as: Reader(party, in: call.configuration)
        )
        let json = zip(WorkList.allCases, counts).map { list, count -> JSONValue in
            [
                "name": .string(list.rawValue), "title": .string(list.title(call.language)),
                "count": .int(Int64(min(count, most))), "is_more": .bool(count > most),
            ]
        }
        return call.json(["lists": .array(json)])
    }

    static let list = Endpoint(
        .get,
        "/api/v1/work-lists/{list}",
        id: "readWorkList",
        tag: .matters,
        summary: Bilingual(zh: "一个工作清单里的诉求与任务", en: "The matters and tasks of a work list"),
        access: .scope(.readMatters),
        parameters: [
            Parameter("list", in: .path, name, zh: "清单", en: "the list"), below,
            Parameter(
                "order",
                in: .query,
                .word(["number", "lamp"]),
                zh: "按编号（默认），或按灯：先红后黄再绿，同灯先到期的在前",
                en: """
                    by number (if not given), or by lamp: red first, then yellow, then green, those of one lamp by when they are due
                    """
            ),
            Parameter(
                "after_lamp",
                in: .query,
                MatterShapes.lamp,
                zh: "按灯时：上一页最后一件的灯，随 after 一起给出",
                en: "by lamp: the lamp of the last one of the page before, given with after"
            ),
            Parameter(
                "after_due",
                in: .query,
                .instant,
                zh: "按灯时：上一页最后一件的最近到期，没有时限的不带",
                en: "by lamp: when the last one of the page before is due; left out where no clock runs for it"
            ),
        ] + Parameter.page(of: 200),
        answers: [
            MatterShapes.page()
        ]
    ) { call in
        let limit = call.number("limit") ?? 50
        let party = try await call.seated()
        guard let list = call.text("list").flatMap({ WorkList(rawValue: $0) }) else { throw Fault.noSuchPath }
        let filter = call.filter(of: list, for: party)
        let (district, reader) = (call.configuration.id, Reader(party, in: call.configuration))
        let after = call.text("after").flatMap { TicketNumber($0)?.id }
        let isByLamp = call.text("order") == "lamp"
        let lamp = Lamp.allCases.first { "\($0)" == call.text("after_lamp") } ?? .red
        let due = call.text("after_due").flatMap { Instant(rfc3339: $0) }
        let page = try await call.parts.register.page(
            of: filter,
            in: district,
            after: after.map { UrgentPlace(lamp: lamp, due: due, ticket: $0) },
            isUrgentFirst: isByLamp,
            limit: limit,
            as: reader
        )
        var headers: HTTPFields = [:]
        if let last = page.last {
            var values: [String: String?] = ["after": "\(last.ticket.rawValue)"]
            if isByLamp { values.merge(["after_lamp": "\(last.lamp)", "after_due": last.due?.description]) { $1 } }
            headers[.link] = call.next(values)
        }
        return call.json(["matters": .array(page.lines.compactMap { call.json($0, for: party) })], headers: headers)
    }

    private static let name = Shape.word(WorkList.allCases.map(\.rawValue))
    private static let entry = Shape.object([
        .init("name", name), .init("title", .words(max: 200)), .init("count", .integer(0...Int64(most))),
        .init("is_more", .flag),
    ]).called("WorkList")
    private static let below = Parameter(
        "below",
        in: .query,
        .flag,
        zh: "也含下级单位的",
        en: "those of the units below, too"
    )
}

extension Call {
    /// The filter of a list, for whoever asks.
    fileprivate func filter(of list: WorkList, for party: Party) -> TicketFilter {
        configuration.filter(of: list, for: party.person, at: units(of: party))
    }
}
