import Dispatcher
import HTTPTypes
import Hummingbird
import PGStore
import Workflow

/// The map of matters (民情地图): what is open, where it lies, as far as whoever asks may list it.
enum MapEndpoint {
    /// Rows are looked at up to there.
    private static let most = 100_000
    private static let mattersAtMost = 1_000
    private static let unitsAtMost = 1_000

    static let map = Endpoint(
        .get,
        "/api/v1/map",
        id: "readMap",
        tag: .matters,
        summary: Bilingual(
            zh: "民情地图：范围内在办的诉求与任务（最急的在前），和各单位的件数",
            en: "The map of matters: what is open within a box, the most urgent first, and how many lie at each unit"
        ),
        access: .scope(.readMatters),
        parameters: MatterEndpoints.choices + own,
        answers: [
            .init(
                .ok,
                Bilingual(
                    zh: """
                        先红后黄再绿，同灯先紧急、后按编号；is_more 表示还有未列出的（units 的件数仍计入，至多 \(most) 件）；诉求没有自己的\
                        位置，或您不能看，或诉求人要求保密的，按发生地单位的位置（at 为 unit）
                        """,
                    en: """
                        red before yellow before green, of one lamp the urgent ones, then by number; is_more says that there are \
                        more than stand here (units count them all the same, up to \(most)); a matter that bears no position of \
                        its own, or none that you may see, or whose resident asked for secrecy, stands where the unit lies in which \
                        it happened (at: unit)
                        """
                ),
                body: answer
            )
        ],
        refusals: [.forbidden, .unprocessableContent]
    ) { call in
        let party = try await call.seated()
        let territory = call.configuration.territory
        let box = try call.box()
        let filter = try call.openFilter(for: party)
        let limit = call.number("limit") ?? mattersAtMost
        let reading = try await call.engine.map(
            filter,
            in: call.configuration.id,
            standingAt: Set(territory.all.lazy.filter { $0.isIn(box, territory) }.map(\.id)),
            in: box,
            secrecy: Set(call.configuration.machines.values.compactMap(\.definition.privacy.secrecy)),
            limit: limit,
            upTo: most + 1,
            as: Reader(party, in: call.configuration)
        )
        let posts = party.posts.filter { !PostBook.administrators.contains($0.role) }
        let units = MapUnits(
            territory,
            ladder: call.configuration.ladder,
            ground: Set(posts.flatMap { territory.subtree(of: $0.unit) }),
            seats: Set(posts.map(\.unit)),
            counts: reading.counts,
            in: box,
            kind: call.text("kind").flatMap { UnitKind($0) }
        )
        return call.json([
            "matters": .array(reading.tickets.compactMap { call.json($0, for: party, in: box) }),
            "is_more": .bool(reading.found > limit || reading.looked > most),
            "units": .array(units.lines.prefix(unitsAtMost).map { call.json($0) }),
            "are_more_units": .bool(units.lines.count > unitsAtMost),
            "kind": .orNull(units.kind?.text), "kinds": .array(units.kinds.map { .string($0.text) }),
            "unplaced": .int(Int64(units.unplaced)),
        ])
    }

    private static let own = [
        Parameter(
            "bbox",
            in: .query,
            .text(max: 200),
            zh: "范围：西,南,东,北，WGS84 十进制度数；不给则不限",
            en: "the box: west, south, east and north in decimal degrees of WGS84; everywhere if not given"
        ),
        Parameter(
            "kind",
            in: .query,
            .name,
            zh: "按哪一级单位计件；不给则取范围内至少有两个的最高一级",
            en: "which kind of unit matters are counted by; if not given, the highest of which two lie in the box"
        ),
        Parameter(
            "limit",
            in: .query,
            .integer(1...Int64(mattersAtMost)),
            zh: "至多列出多少件",
            en: "how many matters at the most"
        ),
    ]

    private static let answer = Shape.object([
        .init("matters", .list(matter, max: mattersAtMost)), .init("is_more", .flag),
        .init("units", .list(unit, max: unitsAtMost)), .init("are_more_units", .flag),
        .init("kind", Shape.name.orNull.noted(zh: "units 的级别", en: "which kind the units are of")),
        .init(
            "kinds",
            .list(.name, max: 100).noted(zh: "有位置的各级单位，自上而下", en: "kinds of unit that lie somewhere, top down")
        ),
        .init(
            "unplaced",
            count.noted(
                zh: "发生地及其上级都没有位置的件数",
                en: "how many happened where neither the place nor any unit above says where it lies"
            )
        ),
    ]).called("Map")

    private static let matter = Shape.object([
        .init("matter", MatterShapes.line), .init("position", position),
        .init(
            "at",
            Shape.word(MapStand.allCases.map(\.rawValue)).noted(
                zh: "matter 诉求自己的位置；unit 单位的位置",
                en: "matter: its own position; unit: that of the unit"
            )
        ),
        .init("stands_at", MatterShapes.unit.orNull.noted(zh: "按哪个单位的位置", en: "the unit whose position it is")),
    ]).called("MatterOnMap")

    private static let unit = Shape.object([
        .init("unit", MatterShapes.unit), .init("kind", .name), .init("position", position),
        .init("radius", .integer(1...50_000).noted(zh: "半径（米）", en: "metres around it")),
        .init(
            "open",
            count.noted(
                zh: "其范围内在办的，含下级；比 kind 高一级的单位只计不在其下级的",
                en: "open there, with all below; of a unit above the kind, only what lies in none below it"
            )
        ),
        .init("near_limit", count), .init("overdue", count),
    ]).called("UnitOnMap")

    private static let count = Shape.integer(0...Int64(most) + 1)

    private static let position = Shape.object([
        .init("lat", .text(max: 40)), .init("long", .text(max: 40)),
    ]).called("Position").noted(zh: "WGS84 十进制度数", en: "decimal degrees of WGS84")
}

/// Whose position it is that a matter has on a map.
private enum MapStand: String, CaseIterable {
    case matter, unit
}

extension Call {
    /// The box that is asked for.
    fileprivate func box() throws(Fault) -> PositionBox? {
        guard let text = text("bbox") else { return nil }
        guard let box = PositionBox(text) else { throw .badBox }
        return box
    }

    /// What lists would show of what is open and has been handed in.
    fileprivate func openFilter(for party: Party) throws(Fault) -> TicketFilter {
        var filter = try filter(for: party, in: configuration)
        let handedIn = configuration.statesHandedIn
        filter.states = filter.states.isEmpty ? handedIn : filter.states.filter(handedIn.contains)
        // Of none of these states there is any: nothing, and not everything.
        if filter.states.isEmpty { filter.holdings = [] }
        filter.isOpenOnly = true
        return filter
    }

    /// A matter where it lies; nil where whoever asks sees nothing of it, or it lies elsewhere for them.
    fileprivate func json(_ placed: MapReading.Placed, for party: Party, in box: PositionBox?) -> JSONValue? {
        let line = placed.line
        guard let json = json(line, for: party), let machine = configuration.machine(line.definition) else {
            return nil
        }
        let isSecret = machine.definition.privacy.secrecy.map { line.glance.facts[$0] == true } ?? false
        // A position may be somebody's home: of whom it would tell, whoever knows the matter's page alone learns it.
        let own = isSecret || json["sight"] != "full" ? nil : placed.position
        let unit = own == nil ? configuration.territory.located(line.place) : nil
        guard let position = own ?? unit?.location?.position, box?.holds(position) ?? true else { return nil }
        return [
            "matter": json, "position": Self.json(position),
            "at": .string((own == nil ? MapStand.unit : .matter).rawValue),
            "stands_at": unit.map { configuration.json($0.id) } ?? .null,
        ]
    }

    fileprivate func json(_ line: MapUnits.Line) -> JSONValue {
        [
            "unit": configuration.json(line.unit.id), "kind": .string(line.unit.kind.text),
            "position": Self.json(line.location.position), "radius": .int(Int64(line.location.radius)),
            "open": .int(Int64(line.open)), "near_limit": .int(Int64(line.yellow)), "overdue": .int(Int64(line.red)),
        ]
    }

    private static func json(_ position: Position) -> JSONValue {
        ["lat": .string(position.latitudeText), "long": .string(position.longitudeText)]
    }
}

extension Fault {
    fileprivate static let badBox = Fault(
        .unprocessableContent,
        "bad_box",
        zh: "bbox 须为“西,南,东,北”，WGS84 十进制度数，如 124.9,29.9,125.1,30.1",
        en: "bbox is west, south, east and north in decimal degrees of WGS84, such as 124.9,29.9,125.1,30.1"
    )
}
