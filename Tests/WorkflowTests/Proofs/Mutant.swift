import Workflow

/// One slip of the pen in the document of a definition.
struct Mutant: Sendable {
    /// Which definition.
    let definition: DefinitionName
    /// Where, such as `actions.accept.by.0`.
    let path: String
    /// What was there, and what became of it.
    let what: String
    /// What kind of slip, for counting.
    let kind: String
    let edits: [Edit]

    struct Edit: Sendable {
        let path: String
        /// Nil: it is left out.
        let value: JSONValue?
    }

    var id: String { "\(definition) \(path): \(what)" }

    func document(of original: JSONValue) throws -> JSONValue {
        try edits.reduce(original) { try $0.setting($1.path, to: $1.value) }
    }

    /// The part of the definition that it touches, such as `actions` and `accept`.
    var part: (section: String, name: String) {
        let parts = path.split(separator: ".").map(String.init)
        return (parts[0], parts.count > 1 ? parts[1] : "")
    }
}

/// Every slip that can be made of one kind in one place, read off the document: it grows with the definition.
struct MutantMaker {
    let name: DefinitionName
    let document: JSONValue
    private(set) var mutants: [Mutant] = []
    private var seen: [String: Int] = [:]

    init(_ name: DefinitionName, _ document: JSONValue) {
        self.name = name
        self.document = document
    }

    /// All of them, in the order of the document's sorted keys.
    static func all(of name: DefinitionName, _ document: JSONValue) -> [Mutant] {
        var maker = MutantMaker(name, document)
        maker.head()
        for (key, value) in maker.members("states") { maker.state(key, value) }
        for (key, value) in maker.members("clocks") { maker.clock(key, value) }
        for (key, value) in maker.members("ladders") { maker.ladder(key, value) }
        for (key, value) in maker.members("fields") { maker.field(key, value) }
        for (key, value) in maker.members("actions") { maker.action(key, value) }
        return maker.mutants
    }

    func members(_ section: String) -> [(String, JSONValue)] {
        (document[section]?.object ?? [:]).sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    }

    mutating func add(_ kind: String, _ path: String, _ what: String, _ edits: [Mutant.Edit]) {
        mutants.append(Mutant(definition: name, path: path, what: what, kind: kind, edits: edits))
    }

    mutating func set(_ kind: String, _ path: String, _ old: JSONValue?, to value: JSONValue?) {
        let what = value.map { "\(old?.short ?? "") → \($0.short)" } ?? "without \(old?.short ?? "it")"
        // Two slips may read alike where texts are cut short.
        let number = seen.updateValue(seen[path + what, default: 0] + 1, forKey: path + what) ?? 0
        let mark = number == 0 ? "" : " (\(number + 1))"
        add(kind, path, what + mark, [Mutant.Edit(path: path, value: value)])
    }

    mutating func dropEach(_ kind: String, _ path: String, _ list: JSONValue?) {
        for (index, element) in (list?.array ?? []).enumerated() {
            set(kind, "\(path).\(index)", element, to: nil)
        }
    }

    private mutating func head() {
        for key in ["ladder", "leads", "keeps"] { dropEach(key, key, document[key]) }
        dropEach("privacy", "privacy.restricted.roles", document["privacy"]?["restricted"]?["roles"])
        for key in ["units", "people"] {
            let path = "privacy.complained_of.\(key)"
            set("privacy", path, document["privacy"]?["complained_of"]?[key], to: nil)
        }
        dropEach("backdating", "backdating.needs", document["backdating"]?["needs"])
        set("backdating", "backdating.within", document["backdating"]?["within"], to: "48h")
        set("backdating", "backdating.within", document["backdating"]?["within"], to: "23h")
        dropEach("merging", "merging.clocks", document["merging"]?["clocks"])
        if let passing = document["passes_on"] {
            set("passes_on", "passes_on", passing, to: nil)
            dropEach("passes_on", "passes_on.fields", passing["fields"])
        }
        if let child = document["child_ended"] { set("child_ended", "child_ended", child, to: nil) }
    }

    private mutating func field(_ key: String, _ value: JSONValue) {
        let path = "fields.\(key)"
        set("keep", "\(path).keep", value["keep"] ?? false, to: .bool(value["keep"] != true))
        if value["form"] == "number", let most = value["max"]?.int {
            set("range", "\(path).max", .int(most), to: .int(most + 1))
        }
    }
}

extension MutantMaker {
    // MARK: - States

    /// The name after this one, of a state that is or is not final.
    func other(than state: String, final: Bool) -> String {
        let all = members("states").filter { ($0.1["final"] == true) == final }.map(\.0)
        return all.first { $0 > state } ?? all.first { $0 != state } ?? state
    }

    private mutating func state(_ key: String, _ value: JSONValue) {
        let path = "states.\(key)"
        set("state", path, .string(key), to: nil)
        let title = value["title"] ?? .null
        if value["final"] == true {
            let clock = members("clocks").first { $0.1["ladder"] != nil }?.0 ?? ""
            let living: JSONValue = .object(["title": title, "responsible": "desk", "clocks": [.string(clock)]])
            set("final", path, "final", to: living)
            return
        }
        set("final", path, "not final", to: .object(["title": title, "final": true]))
        set("aside", "\(path).aside", value["aside"] ?? false, to: .bool(value["aside"] != true))
        let answers: [JSONValue: [JSONValue]] = [
            "desk": ["lead", "same"], "lead": ["desk", "same"], "same": ["desk", "lead"],
        ]
        for other in value["responsible"].flatMap({ answers[$0] }) ?? [] {
            set("responsible", "\(path).responsible", value["responsible"], to: other)
        }
        let hands: [JSONValue] = ["desk", "above", "resident", "nobody"]
        for hand in hands where hand != value["hand"] { set("hand", "\(path).hand", value["hand"] ?? "none", to: hand) }
        if let hand = value["hand"] { set("hand", "\(path).hand", hand, to: nil) }
        dropEach("state's clock", "\(path).clocks", value["clocks"])
        dropEach("state's keeps", "\(path).keeps", value["keeps"])
        for (index, clock) in (value["clocks"]?.array ?? []).enumerated() {
            let keeps = (value["keeps"]?.array ?? []) + [clock]
            let edits = [
                Mutant.Edit(path: "\(path).clocks.\(index)", value: nil),
                Mutant.Edit(path: "\(path).keeps", value: .array(keeps)),
            ]
            add("state's clock", "\(path).clocks.\(index)", "\(clock.short) goes on, but does not start", edits)
        }
    }

    // MARK: - Clocks and ladders

    private mutating func clock(_ key: String, _ value: JSONValue) {
        let path = "clocks.\(key)"
        set("clock", path, .string(key), to: nil)
        if let limit = value["limit"] { self.limit(limit, "\(path).limit") }
        set("limit", "\(path).limit", value["limit"], to: "none")
        set("lamp", "\(path).lamp", value["lamp"] ?? true, to: .bool(value["lamp"] == false))
        set("window", "\(path).window", value["window"] ?? false, to: .bool(value["window"] != true))
        if let warnings = value["warnings"] {
            set("warning", "\(path).warnings", warnings, to: nil)
            set("warning", "\(path).warnings", warnings, to: ["50%"])
        }
        dropEach("warn", "\(path).warn", value["warn"])
        if let ladder = value["ladder"] { set("clock's ladder", "\(path).ladder", ladder, to: nil) }
        dropEach("pause", "\(path).pauses", value["pauses"])
    }

    private mutating func limit(_ value: JSONValue, _ path: String) {
        if let text = value.string {
            if let other = text.longer { set("limit", path, value, to: .string(other)) }
            return
        }
        if let otherwise = value["else"] { set("limit", path, value, to: otherwise) }
        for (key, inner) in (value.object ?? [:]).sorted(by: { $0.key < $1.key }) {
            switch key {
            case "ordinary", "urgent", "else": limit(inner, "\(path).\(key)")
            case "values":
                for (choice, limit) in (inner.object ?? [:]).sorted(by: { $0.key < $1.key }) {
                    set("limit", "\(path).values.\(choice)", limit, to: nil)
                    self.limit(limit, "\(path).values.\(choice)")
                }
            default: break
            }
        }
        if let ordinary = value["ordinary"], let urgent = value["urgent"] {
            set("limit", path, value, to: .object(["ordinary": urgent, "urgent": ordinary]))
        }
    }

    private mutating func ladder(_ key: String, _ value: JSONValue) {
        let path = "ladders.\(key)"
        set("ladder", path, .string(key), to: nil)
        dropEach("rung", path, value)
        for (index, rung) in (value.array ?? []).enumerated() {
            let here = "\(path).\(index)"
            if let act = rung["do"] { set("rung's act", "\(here).do", act, to: nil) }
            tells(rung["tell"], "\(here).tell")
            if let after = rung["after"]?.string {
                set("rung's time", "\(here).after", rung["after"], to: .string(after.longer ?? "1h"))
            }
        }
    }

    /// Each of those told is left out, or told whatever their role.
    mutating func tells(_ list: JSONValue?, _ path: String) {
        dropEach("tell", path, list)
        for (index, element) in (list?.array ?? []).enumerated() {
            for (relation, _) in element.object ?? [:] {
                set("tell", "\(path).\(index)", element, to: .string(relation))
            }
        }
    }
}

extension JSONValue {
    /// Its text, cut short.
    var short: String { string ?? String(canonicalText.prefix(60)) }
}

extension String {
    /// A limit twice as long; nil where it is none, or at once.
    fileprivate var longer: String? {
        guard let limit = try? Limit(self), let amount = limit.form.amount else { return nil }
        return String(amount * 2) + drop { $0.isNumber }
    }
}
