import HTTPTypes
import Hummingbird
import Mustache
import PGStore
import Web
import Workflow

/// 民情地图: what is open, where it lies.
///
/// The page has the matters as a list and the units as a drawn plan; a script makes a map of them that can be moved, on tiles
/// where somebody has named some. Whatever piece of the map is looked at stands in the address.
struct MapPages {
    let kit: PageKit

    var all: [Endpoint] { [map, matters] }

    /// Those who find it among their ways; others may open it and see their own units' matters.
    static let roles = WallPages.roles.union(DeskPages.roles).union(["grid_worker", "grid_head", "grid_mentor"])

    private static let linesAPage = 60
    private static let pointsAtMost: Int64 = 1_000
    /// On a plan of more nobody finds theirs.
    private static let unitsOnPlan = 60

    private var map: Endpoint {
        .page(.get, "/map", kit, id: "pageMap", parameters: MapQuestion.parameters) { [kit] call in
            let question = MapQuestion(call, kit.tiles?.datum ?? .wgs84)
            let answer = try await call.ask("readMap", question.values(limit: Int64(Self.linesAPage))).json
            let look = try await call.look(kit)
            let show = MapShow(question: question, look: look, answer: answer)
            var model = try await call.choices(of: question, answer, kit)
            model["now"] = look.time(.string(look.now.description))
            model["cleared"] = question.isNarrowed ? .string(question.cleared) : .null
            model["bbox"] = .orNull(question["bbox"])
            model["is_piece"] = .bool(question.box != nil)
            model["whole"] = .string(question.path())
            model["view"] = .orNull(show.view?.description)
            let templates = (kit.tiles?.templates ?? []).map { JSONValue.string($0) }
            model["tiles"] = .string(JSONValue.array(templates).canonicalText)
            model["attribution"] = .orNull(kit.tiles?.attribution)
            model["zoom"] = .int(Int64(kit.tiles?.maxZoom ?? MapTiles.zooms.upperBound))
            model["plan"] = show.plan(upTo: Self.unitsOnPlan)
            model = model.merging(show.list(upTo: Self.linesAPage)) { $1 }.merging(show.table) { $1 }
            return call.page(
                kit,
                "map",
                title: kit.words.text("map.title", call.language),
                model,
                headers: Self.headers(kit.tiles)
            )
        }
    }

    /// The same for the page's script: what lies on the map, and the list as it stands beside it.
    private var matters: Endpoint {
        .page(.get, "/map/matters", kit, id: "pageMapMatters", parameters: MapQuestion.parameters) { [kit] call in
            let question = MapQuestion(call, kit.tiles?.datum ?? .wgs84)
            let answer = try await call.ask("readMap", question.values(limit: Self.pointsAtMost)).json
            let look = try await call.look(kit)
            let show = MapShow(question: question, look: look, answer: answer)
            var model = show.list(upTo: Self.linesAPage).merging(show.table) { $1 }
            model["t"] = .object(kit.words.all(call.language))
            let list = kit.templates.render(JSONValue.object(model).shown, withTemplate: "map-list") ?? ""
            return call.data([
                "matters": .array(show.points), "units": .array(show.circles), "list": .string(list),
                "is_more": answer["is_more"] ?? false,
            ])
        }
    }

    /// What a page with a map says of what it may show.
    static func headers(_ tiles: MapTiles?) -> HTTPFields {
        policy(tiles).map { [.contentSecurityPolicy: $0] } ?? [:]
    }

    /// Pictures come from the tiles' hosts besides, on pages with a map alone; nothing else does.
    private static func policy(_ tiles: MapTiles?) -> String? {
        guard let tiles else { return nil }
        let own = "img-src 'self'"
        return PageText.policy.replacing(own, with: ([own] + tiles.origins).joined(separator: " "))
    }
}

/// What the API says of a map, as the page shows it.
private struct MapShow {
    let question: MapQuestion
    let look: MatterLook
    private let matters: [(line: JSONValue, json: JSONValue, point: MapPoint)]
    private let units: [(json: JSONValue, point: MapPoint)]
    private let isMore: Bool
    private let unplaced: JSONValue
    private let kind: JSONValue

    init(question: MapQuestion, look: MatterLook, answer: JSONValue) {
        self.question = question
        self.look = look
        matters = (answer["matters"]?.array ?? []).compactMap { json in
            guard let matter = json["matter"], let point = MapPoint(json["position"], question.datum) else {
                return nil
            }
            return (look.line(matter), json, point)
        }
        units = (answer["units"]?.array ?? []).compactMap { json in
            MapPoint(json["position"], question.datum).map { (json, $0) }
        }
        isMore = answer["is_more"] == true
        unplaced = answer["unplaced"] ?? 0
        kind = answer["kind"] ?? .null
    }

    /// The piece of the map that is looked at: what was asked for, else all that there is, with a margin.
    var view: PositionBox? {
        if let box = question.box { return box }
        // The ground of the units that are counted by; of those above, where they stand.
        let around = units.map { unit in
            let metres = unit.json["kind"] == kind ? unit.json["radius"]?.int ?? 0 : 0
            return unit.point.box(around: Double(max(150, metres)))
        }
        let boxes = (around + matters.map { $0.point.box(around: 150) }).compactMap(\.self)
        return PositionBox(around: boxes.flatMap(\.corners))
    }

    /// The first of them as a list.
    func list(upTo most: Int) -> JSONObject {
        let lines = matters.prefix(most).map(\.line)
        return [
            "lines": .array(lines), "is_empty": .bool(lines.isEmpty), "shown": .int(Int64(lines.count)),
            "is_more": .bool(isMore || matters.count > most),
            "unplaced": unplaced == 0 ? .null : unplaced,
        ]
    }

    /// The units as a table.
    var table: JSONObject {
        let rows = units.map { unit -> JSONValue in
            var row = counts(unit.json)
            row["name"] = unit.json["unit"]?["name"] ?? .null
            row["path"] = path(to: unit)
            return .object(row)
        }
        return ["units": .array(rows), "has_units": .bool(!rows.isEmpty)]
    }

    /// The units as a plan; those with nothing give way where there are many.
    func plan(upTo most: Int) -> JSONValue {
        let busy = units.count > most ? units.filter { $0.json["open"] != 0 } : units
        let shown = Array(busy.prefix(most))
        guard !shown.isEmpty else { return .null }
        let plan = MapPlan(
            shown.map {
                .init(
                    name: $0.json["unit"]?["name"]?.string ?? "",
                    position: $0.point.position,
                    open: $0.json["open"]?.int ?? 0
                )
            }
        )
        let nodes = zip(shown, plan.nodes).map { unit, node -> JSONObject in
            var members = counts(unit.json)
            members["lamp_x"] = MapPlan.length(node.x - 7)
            members["lamp_y"] = MapPlan.length(node.y - node.radius + 5)
            members["count_y"] = MapPlan.length(node.y + (members["lamp"]?.object == nil ? 5 : 14))
            members["title"] = unit.json["unit"]?["name"] ?? .null
            members["path"] = path(to: unit)
            return members
        }
        return plan.json(nodes, areMore: shown.count < units.count)
    }

    /// The matters as points for a script.
    var points: [JSONValue] {
        matters.map { matter in
            var point = matter.point.members
            for name in ["number", "headline", "category", "lamp", "state"] { point[name] = matter.line[name] ?? .null }
            point["left"] = matter.line["due"]?["left"] ?? .null
            point["is_late"] = matter.line["due"]?["is_late"] ?? false
            point["holder"] = matter.line["responsible"]?["name"] ?? .null
            point["place"] = matter.line["place"]?["name"] ?? .null
            point["at"] = matter.json["at"] ?? .null
            return .object(point)
        }
    }

    /// The units as circles for a script.
    var circles: [JSONValue] {
        units.map { unit in
            var circle = unit.point.members.merging(counts(unit.json)) { $1 }
            circle["name"] = unit.json["unit"]?["name"] ?? .null
            circle["radius"] = unit.json["radius"] ?? 0
            return .object(circle)
        }
    }

    private func counts(_ json: JSONValue) -> JSONObject {
        var counts: JSONObject = [:]
        for name in ["open", "near_limit", "overdue"] {
            counts[name] = json[name] ?? 0
            counts["has_\(name)"] = .bool((json[name]?.int ?? 0) > 0)
        }
        let worst = counts["has_overdue"] == true ? "red" : counts["has_near_limit"] == true ? "yellow" : "green"
        counts["lamp"] = counts["has_open"] == true ? look.lamp(worst) : .null
        return counts
    }

    private func path(to unit: (json: JSONValue, point: MapPoint)) -> JSONValue {
        let metres = Double(unit.json["radius"]?.int ?? 300) * 1.1
        return .string(question.path(to: unit.point.box(around: metres)))
    }
}
