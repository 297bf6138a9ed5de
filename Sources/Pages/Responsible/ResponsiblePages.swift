import HTTPTypes
import Hummingbird
import PGStore
import Web
import Workflow

/// 责任体系图: who is responsible where, with empty posts and tomorrow's empty duty; beside it the lamps of all units as a chart.
struct ResponsiblePages {
    let kit: PageKit

    var all: [Endpoint] { [chart, bars] }

    /// Those who find it among their ways; others may open it and see their own units.
    static let roles: Set<RoleName> = WallPages.roles.union(["community_dispatcher", "grid_head", "department_head"])

    private var chart: Endpoint {
        .page(
            .get,
            "/responsible",
            kit,
            id: "pageResponsible",
            parameters: [
                Parameter("under", in: .query, .text(max: 100), zh: "从此单位看", en: "as seen from this unit"),
                Parameter("amiss", in: .query, .flag, zh: "只看空岗、空班", en: "what is amiss only"),
                Parameter("open", in: .query, .flag, zh: "全部展开", en: "with every branch open"),
            ]
        ) { [kit] call in
            var values: [String: JSONValue] = ["amiss": .bool(call.flag("amiss"))]
            if let under = call.text("under") { values["under"] = .string(under) }
            let told = try await call.ask("readResponsibility", values).json
            let look = try await call.look(kit)
            let tree = ResponsibleTree(told, look, isOpen: call.flag("open") || call.flag("amiss"))
            func path(amiss: Bool, open: Bool = false) -> JSONValue {
                let flags = [amiss ? "amiss=true" : nil, open ? "open=true" : nil]
                let under = call.text("under").map { "under=\(FormText.encoded($0))" }
                let query = ([under] + flags).compactMap(\.self).joined(separator: "&")
                return .string("/responsible" + (query.isEmpty ? "" : "?" + query))
            }
            let amiss = told["amiss"]
            let model: JSONObject = [
                "now": look.time(.string(look.now.description)), "day": told["day"] ?? .null,
                "lines": .array(tree.lines), "is_empty": .bool(tree.lines.isEmpty), "is_more": told["is_more"] ?? false,
                "empty_posts": amiss?["posts"] ?? 0, "empty_duty": amiss?["duty"] ?? 0,
                "has_empty_posts": .bool((amiss?["posts"]?.int ?? 0) > 0),
                "has_empty_duty": .bool((amiss?["duty"]?.int ?? 0) > 0),
                "is_amiss_only": .bool(call.flag("amiss")), "is_open": .bool(call.flag("open")),
                "is_under": .bool(call.text("under") != nil),
                "above": .orNull(call.chartAbove.map { "/responsible?under=\(FormText.encoded($0))" }),
                "path_all": path(amiss: false), "path_amiss": path(amiss: true),
                "path_open": path(amiss: call.flag("amiss"), open: true),
            ]
            return call.page(kit, "responsible", title: kit.words.text("responsible.title", call.language), model)
        }
    }

    private var bars: Endpoint {
        .page(
            .get,
            "/charts",
            kit,
            id: "pageCharts",
            parameters: [Parameter("under", in: .query, .text(max: 100), zh: "从此单位看", en: "as seen from this unit")]
        ) { [kit] call in
            let under = call.text("under").map { ["under": JSONValue.string($0)] } ?? [:]
            let told = try await call.ask("listLamps", under).json
            let rows = (told["lamps"]?.array ?? []).map(Self.row)
            let look = try await call.look(kit)
            let groups = [("own", "charts.units", false), ("outside", "wall.others", true)].map { group -> JSONValue in
                let members = rows.filter { ($0["relation"] == "outside") == group.2 }
                return [
                    "name": .string(group.0), "title": .string(kit.words.text(group.1, call.language)),
                    "rows": .array(members), "has_rows": .bool(!members.isEmpty),
                ]
            }
            let model: JSONObject = [
                "now": look.time(.string(look.now.description)), "groups": .array(groups),
                "is_more": told["is_more"] ?? false, "is_empty": .bool(rows.isEmpty),
                "is_under": .bool(call.text("under") != nil),
            ]
            return call.page(kit, "charts", title: kit.words.text("charts.title", call.language), model)
        }
    }

    /// A unit's line: of what is open, what is neither yellow nor red is green.
    private static func row(_ json: JSONValue) -> JSONValue {
        let (open, yellow, red) = (json["open"]?.int ?? 0, json["near_limit"]?.int ?? 0, json["overdue"]?.int ?? 0)
        let code = FormText.encoded(json["unit"]?["code"]?.string ?? "")
        let isBelow = json["relation"] == "below"
        let alone = json["relation"] == "own" ? "&alone=true" : ""
        return [
            "name": json["unit"]?["name"] ?? .null, "relation": json["relation"] ?? .null,
            "green": .int(max(0, open - yellow - red)), "yellow": .int(yellow), "red": .int(red), "open": .int(open),
            "path": .string("/search?responsible=\(code)\(alone)"), "has_open": .bool(open > 0),
            "has_red": .bool(red > 0), "has_yellow": .bool(yellow > 0),
            "below": .orNull(isBelow ? "/charts?under=\(code)" : nil),
        ]
    }
}

extension Call {
    /// The unit above the one that is looked from, where that is one's own or below it.
    fileprivate var chartAbove: String? {
        let territory = configuration.territory
        guard let unit = text("under").flatMap({ territory.unit(code: $0) }), let above = unit.parent else {
            return nil
        }
        let own = (caller?.party.posts ?? []).map(\.unit)
        guard own.contains(where: { $0 == above || territory.isAbove($0, of: above) }) else { return nil }
        return territory[above]?.code
    }
}
