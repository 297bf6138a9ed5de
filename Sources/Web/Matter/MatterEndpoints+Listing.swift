import Dispatcher
import HTTPTypes
import Hummingbird
import PGStore
import Workflow

extension MatterEndpoints {
    static let list = Endpoint(
        .get,
        "/api/v1/matters",
        id: "listMatters",
        tag: .matters,
        summary: Bilingual(zh: "您的单位及其下级的诉求与任务", en: "Matters and tasks of your units and those below them"),
        access: .scope(.readMatters),
        parameters: filters + Parameter.page(of: 200),
        answers: [
            MatterShapes.page(headers: [.feedCursor])
        ],
        refusals: [.forbidden, .unprocessableContent]
    ) { call in
        let party = try await call.seated()
        let filter = try call.filter(for: party, in: call.configuration)
        let key = ListKey(call.configuration, reader: party, language: call.language, question: call.values)
        let (page, cursor) = try await call.parts.lists.page(key, filter) { try await call.page(filter, for: party) }
        var headers: HTTPFields = [.feedCursor: cursor.description]
        if let next = page.next { headers[.link] = call.next("after", next.rawValue) }
        return call.json(page.body, headers: headers)
    }

    /// What chooses among what somebody may list, but for words and what has ended.
    static let choices = [
        Parameter("mine", in: .query, .flag, zh: "由我负责的", en: "those that you are responsible for"),
        Parameter("unit", in: .query, .text(max: 100), zh: "单位编码，含其下级", en: "a unit's code, with all below it"),
        Parameter(
            "responsible",
            in: .query,
            .text(max: 100),
            zh: "现在由此单位（编码）或其下级负责的；草稿不计",
            en: "those that this unit (its code) or one below it answers for now; drafts are left out"
        ),
        Parameter(
            "alone",
            in: .query,
            .flag,
            zh: "responsible 不含其下级",
            en: "responsible without what is below it"
        ),
        Parameter(
            "place",
            in: .query,
            .text(max: 100),
            zh: "发生在此单位（编码）或其下级的",
            en: "those that happened at this unit (its code) or below it"
        ),
        Parameter("state", in: .query, .list(.name, max: 20), zh: "状态，可重复", en: "state; may be repeated"),
        Parameter("lamp", in: .query, .list(MatterShapes.lamp, max: 3), zh: "灯，可重复", en: "lamp; may be repeated"),
        Parameter("category", in: .query, .text(max: 200), zh: "类别及其下级", en: "a category with all below it"),
        Parameter("reported_before", in: .query, .instant, zh: "不晚于此时上报", en: "reported no later than this"),
    ]

    static let filters =
        choices + [
            Parameter("words", in: .query, .text(max: 100), zh: "标题或内容里的词", en: "words in title or text"),
            Parameter("closed", in: .query, .flag, zh: "也列已办结的", en: "those that have ended, too"),
        ]
}

extension Fault {
    /// Somebody looks from a unit that is none of theirs.
    static func notYours(_ code: String) -> Fault {
        Fault(.forbidden, "not_yours", zh: "不在您的单位之下：\(code)", en: "not below your units: \(code)")
    }
}

/// A page of a list as it is given out.
struct ListPage: Sendable {
    let body: JSONBytes
    /// The last ticket looked at, where there may be more.
    let next: TicketID?
}

extension Call {
    /// Makes a page of a list.
    fileprivate func page(
        _ filter: TicketFilter,
        for party: Party
    ) async throws -> ListCache<ListPage>.Made {
        let limit = number("limit") ?? 50
        let (lines, cursor) = try await engine.livePage(
            filter,
            in: configuration.id,
            after: text("after").flatMap { TicketNumber($0)?.id },
            limit: limit,
            as: Reader(party, in: configuration)
        )
        let json = lines.compactMap { self.json($0, for: party) }
        let next = lines.count == limit ? lines.last?.id : nil
        let body = written(["matters": .array(json)])
        let page = ListPage(body: body, next: next)
        return (page, Set(lines.map(\.id)), cursor, body.buffer.readableBytes + 24 * lines.count + 500)
    }

    /// What the parameters leave of what whoever asks may list.
    func filter(for party: Party, in configuration: DistrictConfiguration) throws(Fault) -> TicketFilter {
        var filter = TicketFilter()
        filter.units = try units(of: party, in: configuration)
        if flag("mine") { filter.owner = party.person }
        filter.states = texts("state").compactMap { StateName($0) }
        filter.lamps = texts("lamp").compactMap { word in Lamp.allCases.first { "\($0)" == word } }
        filter.places = try text("place").map { code throws(Fault) in
            Set(configuration.territory.subtree(of: try unit(code).id))
        }
        filter.category = text("category")
        filter.reportedBefore = text("reported_before").flatMap { Instant(rfc3339: $0) }
        filter.grams = text("words").map { Bigrams.wanted($0) } ?? []
        filter.isOpenOnly = !flag("closed")
        if let code = text("responsible") {
            let unit = try unit(code).id
            filter.responsible = flag("alone") ? [unit] : Set(configuration.territory.subtree(of: unit))
            let handedIn = configuration.statesHandedIn
            filter.states = filter.states.isEmpty ? handedIn : filter.states.filter(handedIn.contains)
            // Of none of these states there is any: nothing, and not everything. Nobody answers for what has ended.
            if filter.states.isEmpty { filter.holdings = [] }
            filter.isOpenOnly = true
        }
        return filter
    }

    /// The units of their posts with all below them; of these those of the unit that is asked for.
    private func units(of party: Party, in configuration: DistrictConfiguration) throws(Fault) -> Set<UnitID> {
        let territory = configuration.territory
        // Those who keep the system see no matters by that post.
        let posts = party.posts.filter { !PostBook.administrators.contains($0.role) }
        if let code = text("unit") {
            guard let unit = territory.unit(code: code) else { throw .unknownUnit(code) }
            guard posts.contains(where: { $0.unit == unit.id || territory.isAbove($0.unit, of: unit.id) }) else {
                throw .notYours(code)
            }
            return Set(territory.subtree(of: unit.id))
        }
        return Set(posts.flatMap { territory.subtree(of: $0.unit) })
    }

    /// A line, as far as they may see it; nil where they see nothing of it.
    func json(_ line: TicketLine, for party: Party) -> JSONValue? {
        guard let machine = configuration.machine(line.definition) else { return nil }
        let sight = machine.sight(of: party, on: line.sightSubject, in: configuration.territory)
        guard sight != .nothing else { return nil }
        return MatterLine.json(line, sight, configuration, language)
    }
}
