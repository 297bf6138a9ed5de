import Web
import Workflow

/// The wall's table: units in the order of the directory, in as many columns as a wall has room for.
///
/// Where there are more, those are shown that have something overdue, then near the limit, then open: by tiers, not by counts,
/// and still in the directory's order.
struct WallUnits {
    private static let rowsAColumn = 16
    private static let columnsAtMost = 2

    /// What templates take.
    let model: JSONObject

    /// Of the lamps that the API tells.
    init(_ lamps: [JSONValue]) {
        let room = Self.rowsAColumn * Self.columnsAtMost - 1
        let chosen = lamps.indices.sorted { (Self.tier(lamps[$0]), $0) < (Self.tier(lamps[$1]), $1) }.prefix(room)
        let shown = chosen.sorted().map { lamps[$0] }
        let (own, others) = (shown.filter { !Self.isOutside($0) }, shown.filter(Self.isOutside))
        var rows = own.map(Self.row)
        if !others.isEmpty { rows.append(["is_group": true]) }
        rows += others.map(Self.row)
        let isWide = rows.count > Self.rowsAColumn
        let height = isWide ? (rows.count + 1) / 2 : max(rows.count, 1)
        let columns = stride(from: 0, to: rows.count, by: height).map { from -> JSONValue in
            ["rows": .array(Array(rows[from..<min(from + height, rows.count)]))]
        }
        let more = lamps.count - shown.count
        model = [
            "unit_columns": .array(columns), "is_wide": .bool(isWide), "more_units": .int(Int64(more)),
            "has_more_units": .bool(more > 0), "total": Self.total(lamps),
        ]
    }

    private static let counts = ["open", "near_limit", "overdue", "today"]

    private static func isOutside(_ lamp: JSONValue) -> Bool { lamp["relation"] == "outside" }

    private static func tier(_ lamp: JSONValue) -> Int {
        if lamp["relation"] == "own" { return 0 }
        return ["overdue", "near_limit", "open"].firstIndex { (lamp[$0]?.int ?? 0) > 0 }.map { $0 + 1 } ?? 4
    }

    /// All units together.
    private static func total(_ lamps: [JSONValue]) -> JSONValue {
        var total = JSONObject()
        for name in counts {
            let sum = lamps.reduce(0) { $0 + ($1[name]?.int ?? 0) }
            total[name] = .int(sum)
            total["has_\(name)"] = .bool(sum > 0)
        }
        return .object(total)
    }

    /// A unit's line: what is nothing is no link.
    private static func row(_ json: JSONValue) -> JSONValue {
        let isOwn = json["relation"] == "own"
        var path = "/search?responsible=\(FormText.encoded(json["unit"]?["code"]?.string ?? ""))"
        if isOwn { path += "&alone=true" }
        var row: JSONObject = [
            "name": json["unit"]?["name"] ?? .null, "is_own": .bool(isOwn), "path": .string(path), "is_group": false,
        ]
        for name in counts {
            row[name] = json[name] ?? 0
            row["has_\(name)"] = .bool((json[name]?.int ?? 0) > 0)
        }
        return .object(row)
    }
}
