import HTTPTypes
import Hummingbird
import PGStore
import Web
import Workflow

/// 派单台: what a dispatcher accepts, dispatches and watches, with the matter that is open beside it.
struct DeskPages {
    let kit: PageKit

    var all: [Endpoint] { [desk] }

    /// Those who find it among their ways; others may open it and see their own units' lists.
    static let roles: Set<RoleName> = ["community_dispatcher", "street_dispatcher"]

    /// From left to right: to accept, to dispatch, to watch; where one watches stands what waits for a decision, too, and what
    /// the unit works on by itself, such as its own whistles.
    private static let stacks: [[WorkList]] = [[.toTake], [.toDispatch], [.toDecide, .inHand, .givenOut]]
    private static let linesAColumn: Int64 = 20

    private var desk: Endpoint {
        .page(
            .get,
            "/desk",
            kit,
            id: "pageDesk",
            parameters: [
                Parameter("open", in: .query, .number, zh: "打开的一件", en: "the matter that is open"),
                Parameter("done", in: .query, .name, zh: "刚办的动作", en: "the act that was just done"),
            ]
        ) { [kit] call in
            var model = try await call.columns(Self.stacks, kit, Self.linesAColumn)
            if let open = call.text("open") {
                model = model.merging(try await call.matterModel(kit, .string(open)).2) { $1 }
            }
            model["to"] = "/desk?open="
            model["from"] = "desk"
            return call.page(kit, "desk", title: kit.words.text("desk.title", call.language), model)
        }
    }
}

extension Call {
    /// Work lists as columns, most urgent first.
    fileprivate func columns(_ stacks: [[WorkList]], _ kit: PageKit, _ limit: Int64) async throws -> JSONObject {
        let counts = try await ask("listWorkLists").json["lists"]?.array ?? []
        var shown: [JSONValue] = []
        for lists in stacks { shown.append(["columns": .array(try await columns(lists, kit, limit, counts))]) }
        return ["stacks": .array(shown)]
    }

    private func columns(
        _ lists: [WorkList],
        _ kit: PageKit,
        _ limit: Int64,
        _ counts: [JSONValue]
    ) async throws -> [JSONValue] {
        var columns: [JSONValue] = []
        for list in lists {
            let name = JSONValue.string(list.rawValue)
            guard var column = counts.first(where: { $0["name"] == name })?.object else { continue }
            let page = try await ask("readWorkList", ["list": name, "order": "lamp", "limit": .int(limit)])
            let lines = try await lines(page.json, kit).map { line -> JSONValue in
                var members = line.object ?? [:]
                members["is_open_now"] = .bool(line["number"]?.string == text("open") && text("open") != nil)
                return .object(members)
            }
            // What is rare stands there only while there is any.
            guard !lines.isEmpty || ![.toDecide, .inHand].contains(list) else { continue }
            column["lines"] = .array(lines)
            column["is_empty"] = .bool(lines.isEmpty)
            if lines.isEmpty { column["empty"] = .string(kit.words.text("desk.none.\(list.rawValue)", language)) }
            columns.append(.object(column))
        }
        return columns
    }
}
