import HTTPTypes
import Hummingbird
import PGStore
import Web
import Workflow

/// The wall: where a street's supervisors see at a glance what is late, what waits for them, and who is not there.
struct WallPages {
    let kit: PageKit

    var all: [Endpoint] { [wall] }

    /// Those who find it among their ways; others may open it and see their own units.
    static let roles: Set<RoleName> = [
        "street_dispatcher", "duty_leader", "street_head", "contact_leader", "inspector",
    ]

    private static let linesASection: Int64 = 6

    private var wall: Endpoint {
        .page(.get, "/wall", kit, id: "pageWall") { [kit] call in
            let lamps = try await call.ask("listLamps").json
            let units = lamps["lamps"]?.array ?? []
            let own = units.filter { $0["relation"] == "own" }.compactMap { $0["unit"]?["code"]?.string }
            let look = try await call.look(kit)
            var model: JSONObject = [
                "now": look.time(.string(look.now.description)), "is_more": lamps["is_more"] ?? false,
                "total": Self.total(units),
                "units": .array(units.filter { $0["relation"] != "outside" }.map(Self.row)),
                "others": .array(units.filter { $0["relation"] == "outside" }.map(Self.row)),
            ]
            model["has_others"] = .bool(model["others"]?.array?.isEmpty == false)
            model = model.merging(try await call.waiting(look, Self.linesASection)) { $1 }
            model = model.merging(try await call.posts(of: own, look)) { $1 }
            model["whistles"] = .array(try await call.whistles(look, Self.linesASection))
            model["no_whistles"] = .bool(model["whistles"]?.array?.isEmpty ?? true)
            return call.page(kit, "wall", title: kit.words.text("wall.title", call.language), model)
        }
    }

    private static let counts = ["open", "near_limit", "overdue", "today"]

    /// All units together.
    private static func total(_ units: [JSONValue]) -> JSONValue {
        var total = JSONObject()
        for name in counts {
            let sum = units.reduce(0) { $0 + ($1[name]?.int ?? 0) }
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
        var row: JSONObject = ["name": json["unit"]?["name"] ?? .null, "is_own": .bool(isOwn), "path": .string(path)]
        for name in counts {
            row[name] = json[name] ?? 0
            row["has_\(name)"] = .bool((json[name]?.int ?? 0) > 0)
        }
        return .object(row)
    }
}

extension Call {
    /// Of so many that are late the worst are told.
    private static let lateAtMost: Int64 = 200

    /// What waits for a decision of theirs, and what the clock has escalated.
    fileprivate func waiting(_ look: MatterLook, _ limit: Int64) async throws -> JSONObject {
        let counts = try await ask("listWorkLists").json["lists"]?.array ?? []
        let list = counts.first { $0["name"]?.string == WorkList.toDecide.rawValue }
        let decide = try await ask("readWorkList", ["list": .string(WorkList.toDecide.rawValue), "limit": .int(limit)])
        // Of those that are late the urgent first, then by when they were due.
        let late = try await ask("listMatters", ["lamp": ["red"], "limit": .int(Self.lateAtMost)])
        func lines(_ json: JSONValue) -> [JSONValue] { (json["matters"]?.array ?? []).map { look.line($0) } }
        func rank(_ matter: JSONValue) -> (Int, String) {
            (matter["urgency"]?.string == Urgency.urgent.rawValue ? 0 : 1, matter["next_due_at"]?.string ?? "~")
        }
        let worst = (late.json["matters"]?.array ?? []).sorted { rank($0) < rank($1) }.prefix(Int(limit))
        return [
            "to_decide": ["lines": .array(lines(decide.json)), "is_empty": .bool(lines(decide.json).isEmpty)],
            "to_decide_count": list?["count"] ?? 0,
            "late": ["lines": .array(worst.map { look.line($0) }), "is_empty": .bool(worst.isEmpty)],
        ]
    }

    /// Who is on duty today in their units, and tomorrow's gaps there and below.
    fileprivate func posts(of units: [String], _ look: MatterLook) async throws -> JSONObject {
        var (shifts, gaps): ([JSONValue], [JSONValue]) = ([], [])
        for unit in units {
            let duty = try await ask("listDuty", ["under": .string(unit)]).json["shifts"]?.array ?? []
            shifts += duty.filter { $0["unit"]?["code"]?.string == unit }.map { shift in
                var members = shift.object ?? [:]
                members["from"] = look.time(shift["from"])
                members["until"] = look.time(shift["until"])
                return .object(members)
            }
            gaps += try await ask("listGaps", ["under": .string(unit)]).json["gaps"]?.array ?? []
        }
        let shown = 12
        return [
            "shifts": .array(shifts), "no_shifts": .bool(shifts.isEmpty),
            "gaps": .array(Array(gaps.prefix(shown))), "no_gaps": .bool(gaps.isEmpty),
            "gap_count": .int(Int64(gaps.count)), "has_more_gaps": .bool(gaps.count > shown),
            "more_gaps": .int(Int64(max(0, gaps.count - shown))),
        ]
    }

    /// Whistles that have not ended: who was called, and who has come.
    fileprivate func whistles(_ look: MatterLook, _ limit: Int64) async throws -> [JSONValue] {
        let list = try await ask("listWhistles", ["below": true, "limit": .int(limit)])
        var shown: [JSONValue] = []
        for whistle in list.json["whistles"]?.array ?? [] {
            guard let matter = whistle["matter"], let number = matter["number"] else { continue }
            var members = look.line(matter).object ?? [:]
            members["kind"] = whistle["kind"] ?? .null
            members["level"] = whistle["level"] ?? .null
            // Of what is shown as a summary only, nobody says who was called.
            if matter["sight"] == "full" {
                let called = try await ask("readWhistle", ["number": number]).json["departments"]?.array ?? []
                members["called"] = .array(called.map { look.called($0) })
            }
            shown.append(.object(members))
        }
        return shown
    }
}
