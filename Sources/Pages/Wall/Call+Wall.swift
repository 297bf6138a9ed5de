import Dispatcher
import PGStore
import Web
import Workflow

extension Call {
    /// So many are looked at: of more the first.
    private static let atMost: JSONValue = 200

    /// What waits for a decision: disputes and the like by their states, and what was asked for while work goes on.
    func decisions(_ look: MatterLook) async throws -> WallSection {
        let list = WorkList.toDecide.rawValue
        let waiting = try await ask("readWorkList", ["list": .string(list), "order": "lamp", "limit": Self.atMost])
        let asked = try await ask("listWatched", ["list": "requests", "limit": Self.atMost])
        var tally = Tally(look)
        var lines: [(due: String, json: JSONValue)] = []
        for matter in waiting.json["matters"]?.array ?? [] {
            tally.count(matter["state"]?["title"]?.string ?? "", in: "/work?list=\(list)")
            lines.append((matter["next_due_at"]?.string ?? "~", look.wallLine(matter, chip: matter["state"])))
        }
        for entry in asked.json["watched"]?.array ?? [] {
            guard let matter = entry["matter"] else { continue }
            let what = entry["act"]?.object == nil ? entry["clock"] : entry["act"]
            tally.count(what?["title"]?.string ?? "", in: "/wall/requests")
            lines.append((entry["due_at"]?.string ?? "~", look.wallLine(matter, chip: what, due: entry["due_at"])))
        }
        return WallSection(
            lines: lines.sorted { $0.due < $1.due }.map(\.json),
            facts: ["tiles": .array(tally.tiles)],
            isMore: waiting.next != nil || asked.next != nil
        )
    }

    /// What a clock has escalated: what climbed highest first, of these what was due first.
    func escalated(_ look: MatterLook) async throws -> WallSection {
        let page = try await ask("listWatched", ["list": "escalated", "limit": Self.atMost])
        let entries = (page.json["watched"]?.array ?? []).sorted { first, second in
            func rank(_ entry: JSONValue) -> (Int64, String) {
                (-(entry["steps"]?.int ?? 0), entry["due_at"]?.string ?? "")
            }
            return rank(first) < rank(second)
        }
        let lines = entries.compactMap { entry -> JSONValue? in
            guard let matter = entry["matter"] else { return nil }
            let chip = entry["act"]?.object == nil ? entry["clock"] : entry["act"]
            let told = (entry["told"]?.array ?? []).compactMap(\.string)
            return look.wallLine(matter, chip: chip, due: entry["due_at"], told: told)
        }
        return WallSection(lines: lines, isMore: page.next != nil)
    }

    /// Whistles that have not ended: who was called and has not come first.
    func arrivals(_ look: MatterLook) async throws -> WallSection {
        let blown = try await ask("listWhistles", ["below": true, "limit": Self.atMost])
        let called = try await ask("listWatched", ["list": "arrivals", "limit": Self.atMost])
        let entries = called.json["watched"]?.array ?? []
        let byMatter = Dictionary(grouping: entries) { TicketNumber($0["parent"]?.string ?? "")?.id }
        let whistles = (blown.json["whistles"]?.array ?? []).compactMap { whistle -> Whistle? in
            guard let id = TicketNumber(whistle["matter"]?["number"]?.string ?? "")?.id else { return nil }
            return Whistle(whistle, byMatter[id] ?? [], areAllKnown: called.next == nil, look)
        }
        let missing = whistles.flatMap(\.missing)
        return WallSection(
            lines: whistles.sorted { $0.rank < $1.rank }.map(\.json),
            facts: [
                "missing": .int(Int64(missing.count)), "has_missing": .bool(!missing.isEmpty),
                "come": .int(Int64(whistles.reduce(0) { $0 + $1.come })),
                "late": .int(Int64(missing.count { $0["is_late"] == true })),
                "has_late": .bool(missing.contains { $0["is_late"] == true }),
            ],
            isMore: blown.next != nil || called.next != nil
        )
    }

    /// Who is on duty today in their units, and tomorrow's gaps there and below.
    func posts(of units: [String], _ look: MatterLook) async throws -> JSONObject {
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
        func shown(_ lines: [JSONValue], _ most: Int) -> JSONValue { WallSection(lines: lines).shown(most) }
        return ["shifts": shown(shifts, 3), "gaps": shown(gaps, 3)]
    }
}

extension MatterLook {
    /// A matter as the wall shows it: what it is about, why it stands there, how late it is, and who answers for it.
    fileprivate func wallLine(
        _ matter: JSONValue,
        chip: JSONValue?,
        due: JSONValue? = nil,
        told: [String] = []
    ) -> JSONValue {
        var members = headed(matter)
        members["chip"] = chip ?? .null
        if let due { members["due"] = self.due(due) }
        members["told"] = .orNull(
            told.isEmpty ? nil : kit.words.text("wall.told", language, ["who": told.joined(separator: comma)])
        )
        return .object(members)
    }
}

/// A whistle on the wall.
private struct Whistle {
    let json: JSONValue
    /// Departments that have not come.
    let missing: [JSONValue]
    /// How many have.
    let come: Int
    /// Those first of whom somebody is late, then those of whom somebody is awaited, by when.
    let rank: [String]

    /// So many departments are named.
    private static let called = 3

    init(_ whistle: JSONValue, _ entries: [JSONValue], areAllKnown: Bool, _ look: MatterLook) {
        let matter = whistle["matter"] ?? .null
        let departments = entries.map { entry -> JSONValue in
            let due = look.due(entry["due_at"])
            return [
                "name": entry["matter"]?["lead"]?["name"] ?? .null, "has_come": entry["has_come"] ?? false,
                "number": entry["matter"]?["number"] ?? .null, "due": due,
                "is_late": .bool(due["is_late"] == true && entry["has_come"] != true),
                "machine": due["machine"] ?? .null,
            ]
        }
        missing = departments.filter { $0["has_come"] != true }
        come = departments.count - missing.count
        let due = missing.compactMap { $0["machine"]?.string }.min()
        var members = look.headed(matter)
        members["kind"] = whistle["kind"] ?? .null
        members["level"] = whistle["level"] ?? .null
        // Those who are missing stand before those who have come, the later ones first.
        let order = missing.sorted { ($0["machine"]?.string ?? "~") < ($1["machine"]?.string ?? "~") }
        let all = order + departments.filter { $0["has_come"] == true }
        members["called"] = .array(Array(all.prefix(Self.called)))
        members["more_called"] = .int(Int64(max(0, all.count - Self.called)))
        members["has_more_called"] = .bool(all.count > Self.called)
        // Where departments stand below, who is waited for is said already.
        if !departments.isEmpty { members["awaited"] = .null }
        // One that nobody has passed on yet is late by its own clock; of so many that not all are told, nobody knows whether it is.
        let isPending = departments.isEmpty && areAllKnown
        let isWaiting = isPending && look.due(matter["next_due_at"])["is_late"] == true
        members["is_awaited_late"] = .bool(isWaiting)
        let isLate = isWaiting || missing.contains { $0["is_late"] == true }
        json = .object(members)
        let waits = !missing.isEmpty || isPending
        rank = [isLate ? "0" : waits ? "1" : "2", due ?? matter["next_due_at"]?.string ?? "~"]
    }
}

extension [String] {
    fileprivate static func < (lhs: [String], rhs: [String]) -> Bool { lhs.lexicographicallyPrecedes(rhs) }
}

/// How many wait for which decision; what is always asked for stands there with nothing, too.
private struct Tally {
    private var counts: [(title: String, path: String, count: Int)] = []

    /// Begins with what can wait above, and with what a department can ask for.
    init(_ look: MatterLook) {
        let rules = look.configuration.latestMachines.map(\.definition).filter { !$0.isMadeByOthers }
        for definition in rules {
            for (_, state) in definition.states.sorted(by: { $0.key < $1.key })
            where state.hand == .above && state.isAside {
                counts.append((state.title(look.language), "/work?list=\(WorkList.toDecide.rawValue)", 0))
            }
            for request in definition.requests {
                guard let act = request.act.flatMap({ definition.actions[$0] }), case .states = act.from,
                    act.by.contains(where: { $0.relation == .lead })
                else { continue }
                counts.append((act.title(look.language), "/wall/requests", 0))
            }
        }
    }

    mutating func count(_ title: String, in path: String) {
        if let index = counts.firstIndex(where: { $0.title == title }) {
            counts[index].count += 1
        } else {
            counts.append((title, path, 1))
        }
    }

    var tiles: [JSONValue] {
        counts.map {
            [
                "title": .string($0.title), "path": .string($0.path), "count": .int(Int64($0.count)),
                "has_any": .bool($0.count > 0),
            ]
        }
    }
}

extension WorkflowDefinition {
    /// Whether its tickets are made for others alone (任务).
    fileprivate var isMadeByOthers: Bool { !askedStates.isEmpty }
}
