import HTTPTypes
import Hummingbird
import PGStore
import Web
import Workflow

/// Paper: 交接清单, what somebody hands over with a post, before and afterwards, with room for three signatures.
struct HandOverListPages {
    let kit: PageKit

    var all: [Endpoint] { [sheet] }

    private var sheet: Endpoint {
        .page(
            .get,
            "/hand-over",
            kit,
            id: "pageHandOverList",
            parameters: [
                Parameter("from", in: .query, .words(max: 200), zh: "移交人账号", en: "the giver's account"),
                Parameter("to", in: .query, .words(max: 200), zh: "接收人账号", en: "the taker's account"),
                Parameter("on", in: .query, .words(max: 10), zh: "接任之日", en: "the taker's first day"),
            ]
        ) { [kit] call in
            var values: [String: JSONValue] = [:]
            for name in ["from", "to", "on"] {
                if let text = call.text(name), !text.isEmpty { values[name] = .string(text) }
            }
            let look = try await call.look(kit)
            var model: JSONObject = [
                "printed_at": look.time(.string(look.now.description)),
                "asked": [
                    "from": .string(call.text("from") ?? ""), "to": .string(call.text("to") ?? ""),
                    "on": .string(call.text("on") ?? ""),
                ],
            ]
            var status = HTTPResponse.Status.ok
            do {
                model["list"] = look.list(try await call.ask("readHandOverList", values).json)
            } catch {
                let fault = try Fault.known(error)
                model["problem"] = .string(fault.message(call.language))
                status = fault.status
            }
            let title = kit.words.text("hand_over.title", call.language)
            return call.page(kit, "hand-over", title: title, model, status: status)
        }
    }
}

extension MatterLook {
    /// A list as it is printed: each matter with its place in it.
    fileprivate func list(_ json: JSONValue) -> JSONValue {
        var members = json.object ?? [:]
        let sections = [("matters", "hand_over.matters"), ("approvals", "hand_over.approvals")]
        var place: Int64 = 0
        let shown = sections.map { name, title -> JSONValue in
            let rows = (json[name]?.array ?? []).map { matter -> JSONValue in
                place += 1
                var row = headed(matter)
                row["place_in_list"] = .int(place)
                row["number_shown"] = matter["number"] ?? .null
                return .object(row)
            }
            return [
                "title": .string(kit.words.text(title, language)), "count": .int(Int64(rows.count)),
                "rows": .array(rows),
                "has_rows": .bool(!rows.isEmpty),
            ]
        }
        members["sections"] = .array(shown)
        members["has_happened"] = .bool(json["to"] != .null)
        members["duties"] = .array(
            (json["duties"]?.array ?? []).map { duty in
                [
                    "unit": duty["unit"]?["name"] ?? .null, "role": duty["role"]?["title"] ?? .null,
                    "from": time(duty["from"]), "until": time(duty["until"]),
                ]
            }
        )
        members["has_duties"] = .bool(json["duties"]?.array?.isEmpty == false)
        members["posts"] = .array(
            (json["posts"]?.array ?? []).map {
                ["unit": $0["unit"]?["name"] ?? .null, "role": $0["role"]?["title"] ?? .null]
            }
        )
        return .object(members)
    }
}
