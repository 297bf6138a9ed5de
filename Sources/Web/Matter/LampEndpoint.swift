import Dispatcher
import HTTPTypes
import Hummingbird
import PGStore
import Workflow

/// Lamps by unit (各单位的灯): how many open matters each answers for, how many are near their limit, how many are late.
enum LampEndpoint {
    /// Counting stops there.
    private static let most = 100_000

    static let lamps = Endpoint(
        .get,
        "/api/v1/lamps",
        id: "listLamps",
        tag: .matters,
        summary: Bilingual(
            zh: "各单位的灯：您的单位、其直接下级（含再下级）和承办您单位事项的其他单位，各负责多少、多少将到期、多少超时",
            en: """
                Lamps by unit: your units, those right below them with all beneath, and others who have matters of theirs; how \
                many each answers for, how many are near the limit, how many are overdue
                """
        ),
        access: .scope(.readMatters),
        parameters: [
            Parameter(
                "under",
                in: .query,
                .text(max: 100),
                zh: "从此单位看；须是您的单位或其下级",
                en: "as seen from this unit: one of yours, or below them"
            )
        ],
        answers: [
            .init(
                .ok,
                Bilingual(
                    zh: "每件诉求只计一次，计在现在负责的单位；单位按编码排列；is_more 表示超过 \(most) 件，余下未计",
                    en: """
                        each matter counts once, with the unit that answers for it now; units by their codes; is_more says that \
                        there are more than \(most), of which the rest is not counted
                        """
                ),
                body: .object([.init("lamps", .list(line, max: 1_000_000)), .init("is_more", .flag)])
            )
        ],
        refusals: [.forbidden, .unprocessableContent]
    ) { call in
        let now = try await call.now()
        let party = try call.seated(at: now)
        let roots = try call.roots(of: party)
        let territory = call.configuration.territory
        let calendar = call.configuration.calendars.standard
        let counts = try await call.engine.lamps(
            of: Set(roots.flatMap { territory.subtree(of: $0) }),
            in: call.configuration,
            since: calendar.midnight(of: calendar.local(now).date),
            upTo: most + 1,
            as: Reader(party, in: call.configuration)
        )
        let lines = LampTable(territory, roots, counts).lines
        return call.json([
            "lamps": .array(lines.map { call.json($0) }),
            "is_more": .bool(counts.first.map { $0.looked > most } ?? false),
        ])
    }

    private static let count = Shape.integer(0...Int64(most) + 1)
    private static let line = Shape.object([
        .init("unit", MatterShapes.unit),
        .init(
            "relation",
            Shape.word(LampTable.Relation.allCases.map(\.rawValue)).noted(
                zh: "own 本单位；below 直接下级，含再下级；outside 其他单位，多为承办部门",
                en: "own: the unit itself; below: right below, with all beneath; outside: another, mostly a department"
            )
        ),
        .init("open", count.noted(zh: "在办", en: "open")),
        .init("near_limit", count.noted(zh: "将到期（黄灯）", en: "near the limit (yellow)")),
        .init("overdue", count.noted(zh: "超时（红灯）", en: "overdue (red)")),
        .init("today", count.noted(zh: "其中今日上报", en: "of the open ones: reported today")),
    ]).called("UnitLamps")
}

/// Counts put together as somebody looks at a territory from some of its units.
private struct LampTable {
    let lines: [Line]

    /// How a unit stands to those that are looked from.
    enum Relation: String, CaseIterable {
        case own, below, outside
    }

    struct Line {
        let unit: UnitID
        let relation: Relation
        var open = 0
        var yellow = 0
        var red = 0
        var new = 0
    }

    /// Puts them together.
    ///
    /// - Parameters:
    ///   - territory: the units.
    ///   - roots: those that are looked from; none is above another.
    ///   - counts: by unit.
    init(_ territory: UnitTree, _ roots: Set<UnitID>, _ counts: [LampCount]) {
        let above = Set(roots.flatMap { territory.chain(from: $0) }.map(\.id))
        var lines: [UnitID: Line] = [:]
        // Those right below stand there with nothing, too: that a unit has nothing is news.
        for unit in territory.all where unit.closing == nil {
            if roots.contains(unit.id) { lines[unit.id] = Line(unit: unit.id, relation: .own) }
            if unit.parent.map(roots.contains) ?? false { lines[unit.id] = Line(unit: unit.id, relation: .below) }
        }
        for count in counts {
            let chain = territory.chain(from: count.unit).map(\.id)
            let (unit, relation): (UnitID, Relation) =
                switch chain.firstIndex(where: roots.contains) {
                case 0?: (count.unit, .own)
                case let place?: (chain[place - 1], .below)
                case nil: (chain.prefix { !above.contains($0) }.last ?? count.unit, .outside)
                }
            var line = lines[unit] ?? Line(unit: unit, relation: relation)
            line.open += count.open
            line.yellow += count.yellow
            line.red += count.red
            line.new += count.new
            lines[unit] = line
        }
        func rank(_ line: Line) -> (Int, String) {
            (Relation.allCases.firstIndex(of: line.relation) ?? 0, territory[line.unit]?.code ?? "")
        }
        self.lines = lines.values.sorted { rank($0) < rank($1) }
    }
}

extension Call {
    /// The units that somebody looks from: that of `under`, or those of their posts, but for what is below another of them.
    fileprivate func roots(of party: Party) throws(Fault) -> Set<UnitID> {
        let territory = configuration.territory
        // Those who keep the system see no matters by that post.
        let own = Set(party.posts.filter { !PostBook.administrators.contains($0.role) }.map(\.unit))
        if let code = text("under") {
            let unit = try unit(code).id
            guard own.contains(where: { $0 == unit || territory.isAbove($0, of: unit) }) else { throw .notYours(code) }
            return [unit]
        }
        return own.filter { unit in !own.contains { territory.isAbove($0, of: unit) } }
    }

    fileprivate func json(_ line: LampTable.Line) -> JSONValue {
        [
            "unit": configuration.json(line.unit), "relation": .string(line.relation.rawValue),
            "open": .int(Int64(line.open)), "near_limit": .int(Int64(line.yellow)),
            "overdue": .int(Int64(line.red)), "today": .int(Int64(line.new)),
        ]
    }
}
