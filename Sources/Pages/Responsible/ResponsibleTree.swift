import PGStore
import Workflow

/// What the API tells of who is responsible where, as nested units.
struct ResponsibleTree {
    /// The ground's line, and others on the same ground; each with the units that it begins with.
    let lines: [JSONValue]

    /// Nests them.
    ///
    /// - Parameters:
    ///   - told: what the API tells: units, each right before those below it.
    ///   - look: how times and words are shown.
    ///   - isOpen: whether every branch stands open; else the first units' alone.
    init(_ told: JSONValue, _ look: MatterLook, isOpen: Bool) {
        let units = told["units"]?.array ?? []
        let below = Dictionary(grouping: units) { $0["parent"]?.string ?? "" }
        func node(_ unit: JSONValue, depth: Int) -> JSONValue {
            let code = unit["unit"]?["code"]?.string ?? ""
            let children = (below[code] ?? []).map { node($0, depth: depth + 1) }
            let (posts, duty) = (unit["amiss"]?["posts"]?.int ?? 0, unit["amiss"]?["duty"]?.int ?? 0)
            let own = (unit["posts"]?.array ?? []).map { Self.post($0, look) }
            // What is amiss in the unit itself stands beside its name; the branch tells of what is below.
            let isWithoutPeople = unit["is_without_people"] == true
            let ownPosts = own.count { $0["is_amiss"] == true } + (isWithoutPeople ? 1 : 0)
            let ownDuty = unit["uncovered"]?.array?.count ?? 0
            let (left, uncovered) = (max(0, posts - Int64(ownPosts)), max(0, duty - Int64(ownDuty)))
            return [
                "name": unit["unit"]?["name"] ?? .null, "kind": unit["kind_title"] ?? .null, "posts": .array(own),
                "uncovered": .array((unit["uncovered"]?.array ?? []).map { Self.gap($0, look) }),
                "is_without_people": .bool(isWithoutPeople),
                "below": unit["below"] ?? 0, "below_posts": .int(left),
                "below_duty": .int(uncovered),
                "has_below_posts": .bool(left > 0), "has_below_duty": .bool(uncovered > 0),
                "has_children": .bool(!children.isEmpty), "children": .array(children),
                "is_open": .bool(isOpen || depth == 0), "is_cut": unit["is_cut"] ?? false,
                "path": .string("/responsible?under=\(FormText.encoded(code))"),
            ]
        }
        let roots = below[""] ?? []
        lines = [false, true].compactMap { isOther -> JSONValue? in
            let members = roots.filter { ($0["is_other_line"] == true) == isOther }
            guard !members.isEmpty else { return nil }
            return ["is_other": .bool(isOther), "units": .array(members.map { node($0, depth: 0) })]
        }
    }

    /// A post: who holds it; else who stands in, or who answers for it.
    private static func post(_ json: JSONValue, _ look: MatterLook) -> JSONValue {
        let post = json["post"]
        let state = post?["state"]?.string ?? ""
        let people = (post?["tenures"]?.array ?? []).compactMap { tenure -> String? in
            guard let name = tenure["person"]?["name"]?.string else { return nil }
            guard state == "coming", let since = tenure["since"]?.string else { return name }
            return "\(name) \(look.kit.words.text("responsible.from", look.language, ["day": since]))"
        }
        let answers = (post?["answers"]?.array ?? []).map { answer in
            let (person, unit) = (answer["person"]?["name"]?.string ?? "", answer["unit"]?["name"]?.string ?? "")
            return unit == post?["unit"]?["name"]?.string ? person : "\(unit) \(person)"
        }
        let isHeld = state == "held"
        return [
            "role": post?["role"]?["title"] ?? .null, "people": .string(people.joined(separator: "、")),
            "is_amiss": json["is_amiss"] ?? false, "is_away": .bool(state == "away"),
            "is_empty": .bool(state == "empty"),
            "is_coming": .bool(state == "coming"), "answers": .string(isHeld ? "" : answers.joined(separator: "、")),
        ]
    }

    private static func gap(_ json: JSONValue, _ look: MatterLook) -> JSONValue {
        ["role": json["role"]?["title"] ?? .null, "from": look.time(json["from"]), "until": look.time(json["until"])]
    }
}
