import Dispatcher
import PGStore
import Web
import Workflow

extension Call {
    /// What a trial of a reorganisation says, in words.
    ///
    /// - Parameters:
    ///   - json: as the API tells it.
    ///   - day: from when it holds.
    ///   - kit: the words.
    /// - Returns: what a page shows.
    /// - Throws: what the database says.
    func trial(_ json: JSONValue, from day: String?, _ kit: PageKit) async throws -> JSONValue {
        let units = json["units"]?.array ?? []
        let posts = json["posts"]?.array ?? []
        let rules = (json["rules"]?.array ?? []).compactMap { $0["rule"]?.string }
        let new = units.compactMap { $0["after"] }.map { ($0["code"]?.string ?? "", $0["name"]?.string ?? "") }
        let names = UnitNames(new: Dictionary(new) { $1 }, territory: configuration.territory)
        let pairs = (json["pairs"]?.array ?? []).compactMap(\.string).map(names.name)
        let matters = matters(json["matters"], kit)
        let isKnown = json["known"] == true
        let calendar = configuration.calendars.standard
        let first = day.flatMap { LocalDateTime($0 + "T00:00:00") }.map { calendar.instant($0) }
        let now = try await now()
        let isToCome = first.map { $0 > now } ?? false
        return [
            "units": .array(units.map { change($0, names, kit) }),
            "posts": .array(posts.map { movedPost($0, names) }),
            "has_posts": .bool(!posts.isEmpty), "has_rules": .bool(!rules.isEmpty),
            "rules": .string(rules.prefix(20).joined(separator: language == .zh ? "、" : ", ")),
            "rule_count": .int(Int64(rules.count)),
            "pairs": .orNull(pairs.isEmpty ? nil : pairs.joined(separator: language == .zh ? "、" : ", ")),
            "findings": json["findings"] ?? .null, "matters": matters, "is_to_come": .bool(isToCome),
            // Nothing is left of what was done before: there is nothing to confirm.
            "may": .bool(matters["is_stuck"] != true && !isToCome && !(isKnown && matters["moved"] == 0)),
            "is_known": .bool(isKnown), "has_left": .bool(matters["moved"] != 0),
        ]
    }

    /// What becomes of matters, in numbers: how many of which state move, and why others cannot.
    ///
    /// - Parameters:
    ///   - json: as the API tells it.
    ///   - kit: the words.
    ///   - title: what a state is called.
    /// - Returns: what a page shows.
    func matters(_ json: JSONValue?, _ kit: PageKit, title: (String) -> String = { $0 }) -> JSONValue {
        var members = json?.object ?? [:]
        let cannot = (json?["cannot"]?.object ?? [:]).map { member -> JSONValue in
            [
                "code": .string(member.key), "count": member.value,
                "why": json?["reasons"]?[member.key] ?? .string(member.key),
            ]
        }
        let states = (json?["states"]?.object ?? [:]).map { member -> JSONValue in
            [
                "title": .string(title(member.key)), "moved": member.value["moved"] ?? 0,
                "cannot": member.value["cannot"] ?? 0, "some_cannot": .bool(member.value["cannot"] != 0),
            ]
        }
        members["cannot"] = .array(cannot)
        members["states"] = .array(states)
        members["knows_people"] = .bool(json?["people_told"]?.int != nil)
        members["has_states"] = .bool(!states.isEmpty)
        members["is_stuck"] = .bool(!cannot.isEmpty)
        return .object(members)
    }

    /// A unit before and after.
    private func change(_ json: JSONValue, _ names: UnitNames, _ kit: PageKit) -> JSONValue {
        let (before, after) = (json["before"], json["after"])
        let name = after?["name"]?.string ?? ""
        let what: String
        var details: [String] = []
        if before?.object == nil {
            what = kit.words.text("admin.step.is_new", language)
        } else if after?["closed"] == true, before?["closed"] != true {
            what = kit.words.text("admin.step.is_closed", language)
            let heir = after?["successor"]?.string.map(names.name)
            details.append("→ \(heir ?? kit.words.text("admin.step.nobody", language))")
        } else {
            what = kit.words.text("admin.step.is_changed", language)
            if let old = before?["name"]?.string, old != name { details.append("\(old) → \(name)") }
            let uppers = [before, after].map { $0?["parent"]?.string.map(names.name) ?? "—" }
            if before?["parent"] != after?["parent"] {
                details.append("\(kit.words.text("admin.step.upper", language)) \(uppers[0]) → \(uppers[1])")
            }
        }
        return [
            "what": .string(what), "name": .string(name), "code": after?["code"] ?? "",
            "detail": .orNull(details.isEmpty ? nil : details.joined(separator: "；")),
        ]
    }

    private func movedPost(_ json: JSONValue, _ names: UnitNames) -> JSONValue {
        let account = json["account"]?.string ?? ""
        let role = json["role"]?.string.flatMap { RoleName($0) }
        return [
            "name": .string(configuration.people[account]?.name ?? account),
            "role": .string(role.map { configuration.peopleNames.role($0)(language) } ?? ""),
            "from": .string(names.name(json["from"]?.string ?? "")),
            "to": .orNull(json["to"]?.string.map(names.name)),
        ]
    }
}

/// What units are called, also those that a plan makes.
private struct UnitNames {
    let new: [String: String]
    let territory: UnitTree

    func name(_ code: String) -> String { territory.unit(code: code)?.name ?? new[code] ?? code }
}
