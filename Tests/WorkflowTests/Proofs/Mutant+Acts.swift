import Workflow

extension MutantMaker {
    /// Slips in one act: its origins, parties, needs, conditions, effects and ways.
    mutating func action(_ key: String, _ value: JSONValue) {
        let path = "actions.\(key)"
        set("act", path, .string(key), to: nil)
        origins(value["from"] ?? .null, "\(path).from")
        parties(value["by"], "\(path).by")
        dropEach("need", "\(path).needs", value["needs"])
        guards(value["guards"], "\(path).guards", kind: "guard")
        effects(value["effects"], "\(path).effects")
        ways(value["to"], "\(path).to")
    }

    private mutating func origins(_ from: JSONValue, _ path: String) {
        let states = members("states").filter { $0.1["final"] != true }.map { JSONValue.string($0.0) }
        if from == "open" {
            for state in states {
                let rest = Mutant.Edit(path: path, value: .array(states.filter { $0 != state }))
                add("from", path, "open, but not in \(state.short)", [rest])
            }
            return
        }
        guard let list = from.array else { return }
        if list.count > 1 { dropEach("from", path, from) }
        for state in states.filter({ !list.contains($0) }).prefix(2) {
            add("from", path, "in \(state.short) too", [Mutant.Edit(path: path, value: .array(list + [state]))])
        }
    }

    private mutating func parties(_ by: JSONValue?, _ path: String) {
        dropEach("by", path, by)
        let others: [String: String] = [
            "desk": "lead", "lead": "desk", "responsible": "above", "inside": "lead", "above": "desk",
            "reporter": "anyone",
            "resident": "reporter", "around": "anyone", "clock": "desk", "child": "clock", "parent": "child",
            "anyone": "desk",
        ]
        for (index, party) in (by?.array ?? []).enumerated() {
            let here = "\(path).\(index)"
            guard let relation = party.string ?? party.object?.keys.first, let other = others[relation] else {
                continue
            }
            let roles = party[relation]
            set("by", here, party, to: roles.map { .object([other: $0]) } ?? .string(other))
            guard let roles else { continue }
            set("role", here, party, to: .string(relation))
            dropEach("role", "\(here).\(relation)", roles)
        }
        // Nobody else may do it either.
        for relation in ["anyone", "resident", "clock"] where by?.array?.contains(.string(relation)) != true {
            let all = Mutant.Edit(path: path, value: .array((by?.array ?? []) + [.string(relation)]))
            add("by", path, "\(relation) too", [all])
        }
    }

    private mutating func guards(_ list: JSONValue?, _ path: String, kind: String) {
        dropEach(kind, path, list)
        for (index, condition) in (list?.array ?? []).enumerated() { inner(condition, "\(path).\(index)", kind) }
    }

    private mutating func inner(_ condition: JSONValue, _ path: String, _ kind: String) {
        guard let key = condition.object?.keys.first, let value = condition[key] else { return }
        switch key {
        case "any", "all":
            if (value.array?.count ?? 0) > 1 { dropEach(kind, "\(path).\(key)", value) }
            for (index, part) in (value.array ?? []).enumerated() { inner(part, "\(path).\(key).\(index)", kind) }
        case "not":
            set(kind, path, condition, to: value)
            inner(value, "\(path).not", kind)
        case "running": set(kind, path, condition, to: .object(["in_time": value]))
        case "in_time": set(kind, path, condition, to: .object(["running": value]))
        case "at_least", "below":
            for (counter, count) in value.object ?? [:] {
                for other in [-1, 1] {
                    set(kind, "\(path).\(key).\(counter)", count, to: .int((count.int ?? 0) + Int64(other)))
                }
            }
        case "ahead":
            set(kind, "\(path).ahead.by", value["by"], to: "3wd")
            set(kind, "\(path).ahead.share", value["share"], to: "40%")
        case "desk_kind", "state", "duty", "by":
            if (value.array?.count ?? 0) > 1 { dropEach(kind, "\(path).\(key)", value) }
        case "field":
            for (field, values) in value.object ?? [:] where (values.array?.count ?? 0) > 1 {
                dropEach(kind, "\(path).field.\(field)", values)
            }
        default: break
        }
    }

    private mutating func effects(_ list: JSONValue?, _ path: String) {
        dropEach("effect", path, list)
        for (index, effect) in (list?.array ?? []).enumerated() {
            tells(effect["tell"], "\(path).\(index).tell")
            dropEach("effect", "\(path).\(index).spawn.with", effect["spawn"]?["with"])
        }
    }

    private mutating func ways(_ to: JSONValue?, _ path: String) {
        guard let to else { return set("to", path, "stays", to: .string(other(than: "", final: false))) }
        guard let cases = to.array else { return redirect(to, path) }
        dropEach("case", path, to)
        for (index, way) in cases.enumerated() {
            let here = "\(path).\(index)"
            if let target = way["to"] { redirect(target, "\(here).to") }
            guards(way["when"], "\(here).when", kind: "when")
            effects(way["effects"], "\(here).effects")
        }
    }

    private mutating func redirect(_ target: JSONValue, _ path: String) {
        let state = target.string ?? ""
        set("to", path, target, to: nil)
        set("to", path, target, to: .string(other(than: state, final: false)))
        set("to", path, target, to: .string(other(than: state, final: true)))
        if state != "back" { set("to", path, target, to: "back") }
    }
}
