import Dispatcher
import HTTPTypes
import Hummingbird
import PGStore
import Web
import Workflow

/// The wall: where a street's supervisors see at a glance what is late, what waits for them, and who is not there.
struct WallPages {
    let kit: PageKit

    var all: [Endpoint] { [wall, list] }

    /// Those who find it among their ways; others may open it and see their own units.
    static let roles: Set<RoleName> = [
        "street_dispatcher", "duty_leader", "street_head", "contact_leader", "inspector",
    ]

    /// How many lines of each a wall has room for.
    private enum Room {
        static let decisions = 3
        static let whistles = 4
        /// So many tiles stand in one row; a second one takes the room of a line.
        static let tiles = 5

        /// What decisions leave free is for what was escalated: a line each, and a line for the word that there are more.
        static func escalated(below section: WallSection) -> Int {
            let isSecondRow = (section.facts["tiles"]?.array?.count ?? 0) > tiles
            let free = max(0, decisions - section.lines.count) + (section.lines.count < decisions ? 1 : 0)
            return 5 + free - (isSecondRow ? 1 : 0)
        }
    }

    private var wall: Endpoint {
        .page(.get, "/wall", kit, id: "pageWall") { [kit] call in
            let lamps = try await call.ask("listLamps").json
            let units = lamps["lamps"]?.array ?? []
            let own = units.filter { $0["relation"] == "own" }.compactMap { $0["unit"]?["code"]?.string }
            let look = try await call.look(kit)
            var model = WallUnits(units).model
            model["now"] = look.time(.string(look.now.description))
            model["is_more"] = lamps["is_more"] ?? false
            let decisions = try await call.decisions(look)
            model["decisions"] = decisions.shown(Room.decisions)
            model["escalated"] = try await call.escalated(look).shown(Room.escalated(below: decisions))
            model["arrivals"] = try await call.arrivals(look).shown(Room.whistles)
            model = model.merging(try await call.posts(of: own, look)) { $1 }
            return call.page(kit, "wall", title: kit.words.text("wall.title", call.language), model)
        }
    }

    /// All of what the wall shows the most pressing of.
    private var list: Endpoint {
        .page(
            .get,
            "/wall/{list}",
            kit,
            id: "pageWallList",
            parameters: [
                Parameter("list", in: .path, .word(WatchList.allCases.map(\.rawValue)), zh: "哪一个", en: "which")
            ]
        ) { [kit] call in
            let list = call.text("list").flatMap { WatchList(rawValue: $0) } ?? .escalated
            let look = try await call.look(kit)
            let section =
                switch list {
                case .escalated: try await call.escalated(look)
                case .requests: try await call.decisions(look)
                case .arrivals: try await call.arrivals(look)
                }
            let title = kit.words.text("wall.\(list.rawValue)", call.language)
            let model: JSONObject = [
                "list_title": .string(title), "section": section.shown(.max), "is_arrivals": .bool(list == .arrivals),
            ]
            return call.page(kit, "wall-list", title: title, model)
        }
    }
}

/// A section of the wall: the most pressing first.
struct WallSection {
    /// Its lines.
    var lines: [JSONValue]
    /// What else a template takes.
    var facts: JSONObject = [:]
    /// Whether there are more than were looked at.
    var isMore = false

    /// The first lines, with how many there are in all.
    func shown(_ most: Int) -> JSONValue {
        let more = max(0, lines.count - most)
        let own: JSONObject = [
            "lines": .array(Array(lines.prefix(most))), "is_empty": .bool(lines.isEmpty),
            "has_any": .bool(!lines.isEmpty), "count": .string("\(lines.count)\(isMore ? "+" : "")"),
            "more": .int(Int64(more)), "has_more": .bool(more > 0), "is_more": .bool(isMore),
        ]
        return .object(own.merging(facts) { $1 })
    }
}
