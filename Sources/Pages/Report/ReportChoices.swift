import Dispatcher
import PGStore
import Web
import Workflow

/// What stands as tiles in a filing: categories of late and usual ones, and the places around whoever files.
struct ReportChoices {
    private static let tilesAtMost = 8
    private static let ownAtMost = 6
    /// Among more of them nobody finds theirs: the rest is written.
    private static let placesAtMost = 8

    private let configuration: DistrictConfiguration
    private let party: Party?
    private let typed: [String: [String]]

    init(_ call: Call, _ typed: [String: [String]]) {
        configuration = call.configuration
        party = call.caller?.party
        self.typed = typed
    }

    /// A field with tiles before its usual input: what was typed stands in a tile, if there is one for it, else in the input.
    ///
    /// - Parameters:
    ///   - input: the field as forms have it.
    ///   - tiles: the tiles.
    /// - Returns: the field.
    private func field(_ input: JSONValue, _ tiles: [JSONValue]) -> JSONValue {
        var members = input.object ?? [:]
        let isTile = tiles.contains { $0["is_chosen"] == true }
        members["tiles"] = .array(tiles)
        members["has_tiles"] = .bool(!tiles.isEmpty)
        if isTile {
            members["value"] = .null
            members["choices"] = .array(
                (input["choices"]?.array ?? []).map { choice in
                    var choice = choice.object ?? [:]
                    choice["is_chosen"] = false
                    return .object(choice)
                }
            )
        }
        return .object(members)
    }

    /// Categories: those used of late, then those frequent around.
    ///
    /// - Parameters:
    ///   - input: the field as forms have it.
    ///   - recent: what the API says of categories of late.
    /// - Returns: the field with tiles.
    func categories(_ input: JSONValue, _ recent: JSONValue) -> JSONValue {
        func names(_ key: String) -> [String] { recent[key]?.array?.compactMap(\.string) ?? [] }
        var found: [String] = []
        for name in names("own").prefix(Self.ownAtMost) + names("units") where !found.contains(name) {
            found.append(name)
        }
        let all = (input["choices"]?.array ?? []).compactMap { $0["name"]?.string }
        let tiles = CategoryTiles(
            all,
            recents: Array(found.filter(all.contains).prefix(Self.tilesAtMost)),
            chosen: typed["category"]?.first
        )
        var members = (input.object ?? [:]).merging(tiles.members) { $1 }
        members["is_choice"] = false
        members["is_grouped"] = true
        return .object(members)
    }

    /// Places: the one of a code that was scanned, one's own units, and those right below.
    ///
    /// - Parameters:
    ///   - input: the field as forms have it.
    ///   - scanned: the unit of a code; nil: none was scanned.
    /// - Returns: the field with tiles.
    func places(_ input: JSONValue, scanned: Workflow.Unit?) -> JSONValue {
        let own = own
        let below = own.flatMap { unit in
            configuration.territory.children(of: unit.id).filter(configuration.isPlace).sorted { $0.code < $1.code }
        }
        var units: [Workflow.Unit] = []
        for unit in [scanned].compactMap(\.self) + own + below where !units.contains(where: { $0.id == unit.id }) {
            units.append(unit)
        }
        // Who works at one place means it; what somebody wrote, or a message did not say, is not filled in for them.
        let usual = scanned ?? (typed.isEmpty && own.count == 1 ? own.first : nil)
        let chosen = typed["place"]?.first.flatMap { configuration.unit(called: $0) } ?? usual
        let tiles = units.prefix(Self.placesAtMost).map { unit -> JSONValue in
            let above = unit.parent.flatMap { configuration.territory[$0]?.name } ?? ""
            return [
                "id": .string("place-\(unit.id)"), "name": .string(unit.code), "title": .string(unit.name),
                "above": .string(above), "is_chosen": .bool(unit.id == chosen?.id),
            ]
        }
        var members = field(input, tiles).object ?? [:]
        members["on_map"] = true
        return .object(members)
    }

    /// The units of one's posts at which a matter can be.
    private var own: [Workflow.Unit] {
        let units = Set((party?.posts ?? []).map(\.unit)).compactMap { configuration.territory[$0] }
        return units.filter(configuration.isPlace).sorted { $0.code < $1.code }
    }

    /// Whether whoever files has a post at such a place: then they may have handled it there.
    var isLocal: Bool { !own.isEmpty }
}
