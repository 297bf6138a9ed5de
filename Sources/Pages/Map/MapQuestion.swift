import Foundation
import Web
import Workflow

/// What a map is asked: its address says it, so that whoever is sent the address sees the same.
struct MapQuestion {
    /// By which reckoning the page's degrees are; what the API takes and tells is WGS84.
    let datum: Datum
    private let texts: [String: String]

    /// What can stand in the address, besides the piece of the map.
    static let filters = ["lamp", "category", "responsible", "state", "kind", "mine"]

    static let parameters = [
        Parameter("lamp", in: .query, .words(max: 20), zh: "灯", en: "the lamp"),
        Parameter("category", in: .query, .words(max: 200), zh: "类别", en: "the category"),
        Parameter("responsible", in: .query, .words(max: 100), zh: "负责单位", en: "the unit that answers"),
        Parameter("state", in: .query, .words(max: 64), zh: "状态", en: "the state"),
        Parameter("kind", in: .query, .words(max: 64), zh: "按哪一级单位", en: "by which kind of unit"),
        Parameter("mine", in: .query, .words(max: 5), zh: "由我负责的", en: "those of one's own"),
        Parameter("bbox", in: .query, .words(max: 200), zh: "范围", en: "the box"),
    ]

    init(_ call: Call, _ datum: Datum) {
        self.datum = datum
        let named = (Self.filters + ["bbox"]).compactMap { name in call.text(name).map { (name, $0) } }
        texts = Dictionary(uniqueKeysWithValues: named.filter { !$0.1.isEmpty })
    }

    subscript(_ name: String) -> String? { texts[name] }

    /// Whether anything was chosen, besides the piece of the map.
    var isNarrowed: Bool { Self.filters.contains { texts[$0] != nil } }

    /// The piece of the map that is asked for.
    var box: PositionBox? { texts["bbox"].flatMap { PositionBox($0) } }

    /// The same piece of the map with nothing chosen.
    var cleared: String { texts["bbox"].map { "/map?bbox=\(FormText.encoded($0))" } ?? "/map" }

    /// The same as the API takes it.
    func values(limit: Int64) -> [String: JSONValue] {
        var values: [String: JSONValue] = ["limit": .int(limit)]
        for name in ["lamp", "state"] { values[name] = texts[name].map { [.string($0)] } }
        for name in ["category", "responsible", "kind"] { values[name] = texts[name].map { .string($0) } }
        if texts["mine"] == "true" { values["mine"] = true }
        // What is no box the API refuses, in words of its own.
        values["bbox"] = texts["bbox"].map { text in
            .string(PositionBox(text).map { datum.box(drawnAt: $0).description } ?? text)
        }
        return values
    }

    /// The map's address with another piece of it, or with none.
    func path(to box: PositionBox? = nil) -> String {
        let kept = Self.filters.compactMap { name in texts[name].map { "\(name)=\(FormText.encoded($0))" } }
        let query = kept + (box.map { ["bbox=\(FormText.encoded($0.description))"] } ?? [])
        return query.isEmpty ? "/map" : "/map?" + query.joined(separator: "&")
    }
}

/// Where something lies on the page's map.
struct MapPoint {
    /// By the page's reckoning.
    let position: Position

    /// A point of the page's map.
    init(_ position: Position) { self.position = position }

    /// Of a position as the API tells it; nil where it is none.
    init?(_ json: JSONValue?, _ datum: Datum) {
        guard let position = Position(latitude: json?["lat"]?.string ?? "", longitude: json?["long"]?.string ?? "")
        else { return nil }
        self.position = datum.drawn(position)
    }

    var members: JSONObject {
        ["lat": .string(position.latitudeText), "long": .string(position.longitudeText)]
    }

    /// A box so many metres around it: over the ground of a city degrees are as good as metres.
    func box(around metres: Double) -> PositionBox? {
        let north = metres / 111_320 * 1_000_000
        let east = north / max(0.01, cos(Double(position.latitude) / 1_000_000 * .pi / 180))
        let low = Position(
            latitude: Int32(clamping: Int64(position.latitude) - Int64(north)),
            longitude: Int32(clamping: Int64(position.longitude) - Int64(east))
        )
        let high = Position(
            latitude: Int32(clamping: Int64(position.latitude) + Int64(north)),
            longitude: Int32(clamping: Int64(position.longitude) + Int64(east))
        )
        guard let low, let high else { return nil }
        return PositionBox(southWest: low, northEast: high)
    }
}
