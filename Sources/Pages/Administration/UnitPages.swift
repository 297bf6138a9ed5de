import Dispatcher
import HTTPTypes
import Hummingbird
import PGStore
import Web
import Workflow

/// Units of an administrator's part, and who holds which post in them from when until when.
struct UnitPages {
    let kit: PageKit

    var all: [Endpoint] { [list, read] }

    static let code = Parameter("code", in: .path, .text(max: 100), zh: "单位编码", en: "the unit's code")
    private var look: AdministrationLook { AdministrationLook(kit, .units) }

    private var list: Endpoint {
        .page(.get, "/admin/units", kit, id: "pageUnits", parameters: [AdministrationLook.done]) { [look] call in
            let part = try await call.keptPart()
            let territory = call.configuration.territory
            // Who keeps all of it keeps every tree: the departments stand beside the district.
            let roots =
                part.isWhole
                ? territory.all.filter { $0.parent == nil } : part.roots.compactMap { territory.unit(code: $0) }
            let empty = try await call.emptyPosts(under: roots.map(\.code))
            let branches = roots.sorted { $0.code < $1.code }.map { root -> JSONValue in
                var json = call.line(root, empty).object ?? [:]
                json["below"] = .array(call.lines(below: root.id, empty))
                return .object(json)
            }
            return try await call.administrationPage(look, "admin-units", ["branches": .array(branches)])
        }
    }

    private var read: Endpoint {
        .page(.get, "/admin/units/{code}", kit, id: "pageUnit", parameters: [Self.code, AdministrationLook.done]) {
            [kit, look] call in
            let unit = try await call.keptUnit()
            let json = try await call.ask("readUnit", ["code": .string(unit.code)]).json
            let territory = call.configuration.territory
            let empty = try await call.emptyPosts(under: [unit.code])
            let posts = try await call.ask("listPosts", ["under": .string(unit.code)]).json["posts"]?.array ?? []
            let own = posts.filter { $0["unit"]?["code"]?.string == unit.code }
            let shifts = try await call.ask("listDuty", ["under": .string(unit.code)]).json["shifts"]?.array ?? []
            let matters = try await call.look(kit)
            let below = call.lines(below: unit.id, empty)
            let model: JSONObject = [
                "unit": json,
                "above": .array(territory.chain(from: unit.id).dropFirst().reversed().map { call.link($0) }),
                "pair": unit.pair.flatMap { territory[$0] }.map { call.link($0) } ?? .null,
                "attributes": .string(unit.attributes.sorted().joined(separator: "、")),
                "grounds": .string(unit.grounds.compactMap { territory[$0]?.name }.sorted().joined(separator: "、")),
                "posts": .array(own.map { PostLook(call: call, kit: kit).post($0) }), "no_posts": .bool(own.isEmpty),
                "shifts": .array(
                    shifts.filter { $0["unit"]?["code"]?.string == unit.code }.map { shift in
                        var members = shift.object ?? [:]
                        members["from"] = matters.time(shift["from"])
                        members["until"] = matters.time(shift["until"])
                        return .object(members)
                    }
                ),
                "below": .array(below), "has_below": .bool(!below.isEmpty),
                "is_open": .bool(unit.closing == nil), "here": .string(call.path(of: unit)),
            ]
            return try await call.administrationPage(look, "admin-unit", title: unit.name, model)
        }
    }
}

extension Call {
    /// The unit of the path, where it is of the part that whoever asks keeps.
    ///
    /// - Throws: `Fault` with `unknown_unit`, `not_below`.
    func keptUnit() async throws -> Workflow.Unit {
        let part = try await keptPart()
        let code = text("code") ?? ""
        guard let unit = configuration.territory.unit(code: code) else {
            throw Fault(.notFound, "unknown_unit", zh: "没有编码为“\(code)”的单位", en: "there is no unit “\(code)”")
        }
        guard part.holds(unit.id, in: configuration.territory) else {
            throw Fault(.forbidden, "not_below", zh: "不在您的管辖之内", en: "it is not of the part that you administer")
        }
        return unit
    }

    fileprivate func path(of unit: Workflow.Unit) -> String { "/admin/units/" + FormText.encoded(unit.code) }

    fileprivate func link(_ unit: Workflow.Unit) -> JSONValue {
        ["name": .string(unit.name), "path": .string(path(of: unit))]
    }

    /// How many posts are empty in each unit.
    fileprivate func emptyPosts(under codes: [String]) async throws -> [UnitID: Int] {
        var counts: [UnitID: Int] = [:]
        for code in codes {
            let posts = try await ask("listPosts", ["under": .string(code), "empty": true]).json["posts"]?.array ?? []
            for post in posts where post["state"] == "empty" {
                guard let unit = post["unit"]?["code"]?.string.flatMap({ configuration.territory.unit(code: $0) })
                else { continue }
                counts[unit.id, default: 0] += 1
            }
        }
        return counts
    }

    /// The units directly below, open ones first.
    fileprivate func lines(below unit: UnitID, _ empty: [UnitID: Int]) -> [JSONValue] {
        configuration.territory.children(of: unit)
            .sorted { ($0.closing == nil ? 0 : 1, $0.code) < ($1.closing == nil ? 0 : 1, $1.code) }
            .map { line($0, empty) }
    }

    /// A unit's line, with how much stands below it and how much of that is empty.
    fileprivate func line(_ unit: Workflow.Unit, _ empty: [UnitID: Int]) -> JSONValue {
        let subtree = configuration.territory.subtree(of: unit.id)
        let gaps = subtree.reduce(0) { $0 + (empty[$1] ?? 0) }
        return [
            "name": .string(unit.name), "code": .string(unit.code), "path": .string(path(of: unit)),
            "kind": .string(KnownKinds.title(unit.kind)(language)), "count": .int(Int64(subtree.count - 1)),
            "has_below": .bool(subtree.count > 1), "is_closed": .bool(unit.closing != nil),
            "empty": .int(Int64(gaps)), "has_empty": .bool(gaps > 0),
        ]
    }
}
