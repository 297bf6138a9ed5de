import Dispatcher
import HTTPTypes
import Mustache
import PGStore
import Web
import Workflow

/// 在图上选地点: the place of a filing, chosen where it lies.
///
/// Without a script units are drawn as a plan, one level at a time, down to a building's door; a script opens a map in the form
/// itself, so that nothing that was typed or photographed is left behind, and a point of it says to whom it belongs.
struct PlaceMapPages {
    let kit: PageKit

    var all: [Endpoint] { [plan, units, point] }

    /// On a plan of more nobody finds theirs.
    private static let unitsOnPlan = 60

    private static let below = [
        Parameter("under", in: .query, .text(max: 100), zh: "单位编码", en: "a unit's code"),
        Parameter("all", in: .query, .flag, zh: "从最上面起", en: "from the top"),
    ]

    private var plan: Endpoint {
        .page(.get, "/report/map", kit, id: "pagePlaceMap", parameters: Self.below) { [kit] call in
            let places = PlacesBelow(call)
            let model: JSONObject = [
                "here": places.under.map(places.json) ?? .null, "above": .array(places.above.map(places.json)),
                "top": .bool(places.under != nil), "units": .array(places.units.map(places.json)),
                "is_empty": .bool(places.units.isEmpty), "plan": Self.plan(of: places),
            ]
            return call.page(kit, "report-map", title: kit.words.text("report_map.title", call.language), model)
        }
    }

    /// The same for the form's script: where the map begins, and what is drawn on it.
    private var units: Endpoint {
        .page(.get, "/report/map/units", kit, id: "pagePlaceMapUnits", parameters: Self.below) { [kit] call in
            let datum = kit.tiles?.datum ?? .wgs84
            let places = PlacesBelow(call)
            let shown = places.placed.prefix(Self.unitsOnPlan)
            let ground = shown.compactMap { unit in
                unit.location.flatMap { MapPoint(datum.drawn($0.position)).box(around: Double(max(150, $0.radius))) }
            }
            let circles = shown.compactMap { unit -> JSONValue? in
                guard let location = unit.location else { return nil }
                var members = MapPoint(datum.drawn(location.position)).members
                members["name"] = .string(unit.name)
                members["radius"] = .int(Int64(location.radius))
                return .object(members)
            }
            return call.data([
                "are_more": .bool(places.placed.count > shown.count),
                "view": .orNull(PositionBox(around: ground.flatMap(\.corners))?.description),
                "units": .array(circles), "tiles": .array((kit.tiles?.templates ?? []).map { .string($0) }),
                "attribution": .string(kit.tiles?.attribution ?? ""),
                "zoom": .int(Int64(kit.tiles?.maxZoom ?? MapTiles.zooms.upperBound)),
            ])
        }
    }

    /// To whom a point of the map belongs, and what position it is.
    private var point: Endpoint {
        .page(
            .get,
            "/report/map/point",
            kit,
            id: "pagePlaceMapPoint",
            parameters: [
                Parameter("lat", in: .query, .text(max: 40), isRequired: true, zh: "纬度", en: "latitude"),
                Parameter("long", in: .query, .text(max: 40), isRequired: true, zh: "经度", en: "longitude"),
            ]
        ) { [kit] call in
            let (lat, long) = (call.text("lat") ?? "", call.text("long") ?? "")
            let position = Position(latitude: lat, longitude: long)
                .map { (kit.tiles?.datum ?? .wgs84).position(drawnAt: $0) }
            // What is no position the API refuses, in words of its own.
            let asked: [String: JSONValue] = [
                "lat": .string(position?.latitudeText ?? lat), "long": .string(position?.longitudeText ?? long),
            ]
            let found = try await call.ask("findPlace", asked).json
            var members = found.object ?? [:]
            members["position"] = .orNull(position.map { "\($0.latitudeText),\($0.longitudeText)" })
            return call.data(members)
        }
    }

    /// The units as a plan; null: none of them has a location.
    private static func plan(of places: PlacesBelow) -> JSONValue {
        let shown = Array(places.placed.prefix(unitsOnPlan))
        guard !shown.isEmpty else { return .null }
        let plan = MapPlan(
            shown.compactMap { unit in unit.location.map { .init(name: unit.name, position: $0.position, open: 0) } }
        )
        let nodes = shown.map { places.json($0).object ?? [:] }
        return plan.json(nodes, areMore: places.placed.count > shown.count)
    }
}

/// The units below one at which a matter can be.
private struct PlacesBelow {
    /// Below which they are; nil: those at the top.
    let under: Workflow.Unit?
    /// What is above that one, from the top down.
    let above: [Workflow.Unit]
    /// The units, by their codes.
    let units: [Workflow.Unit]
    private let configuration: DistrictConfiguration

    /// Those below the unit that is asked for; else below one's own, where all of one's places are below one.
    init(_ call: Call) {
        configuration = call.configuration
        let (territory, isPlace) = (call.configuration.territory, call.configuration.isPlace)
        let asked = call.text("under").flatMap { territory.unit(code: $0) }.flatMap { isPlace($0) ? $0 : nil }
        let own = Set((call.caller?.party.posts ?? []).map(\.unit)).compactMap { territory[$0] }.filter(isPlace)
        let home = own.first { unit in own.allSatisfy { $0.id == unit.id || territory.isAbove(unit.id, of: $0.id) } }
        // Below a building there is nothing to choose from: its neighbours stand there.
        let start = home.flatMap { unit in
            territory.children(of: unit.id).contains(where: isPlace)
                ? unit : territory.chain(from: unit.id).dropFirst().first(where: isPlace)
        }
        let under = call.flag("all") ? nil : asked ?? start
        self.under = under
        above = under.map { territory.chain(from: $0.id).dropFirst().filter(isPlace).reversed() } ?? []
        let below =
            under.map { territory.children(of: $0.id).filter(isPlace) }
            ?? territory.all.filter { unit in
                isPlace(unit) && !territory.chain(from: unit.id).dropFirst().contains(where: isPlace)
            }
        units = below.sorted { $0.code < $1.code }
    }

    /// Those of which somebody has written where they lie.
    var placed: [Workflow.Unit] { units.filter { $0.location != nil } }

    /// A unit with where it leads: farther down, or to the form.
    func json(_ unit: Workflow.Unit) -> JSONValue {
        let code = FormText.encoded(unit.code)
        let isOpened = configuration.territory.children(of: unit.id).contains(where: configuration.isPlace)
        let (choice, below) = ("/report?place=\(code)", "/report/map?under=\(code)")
        return [
            "code": .string(unit.code), "name": .string(unit.name), "choice": .string(choice), "below": .string(below),
            "is_opened": .bool(isOpened), "path": .string(isOpened ? below : choice),
        ]
    }
}
