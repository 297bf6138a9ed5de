import HTTPTypes
import PGStore
import Web
import Workflow

/// The versions of a definition, and which of them matters leave for which.
struct MigrationVersions {
    let name: DefinitionName
    let all: [Int: WorkflowDefinition]
    /// Those that matters leave.
    let from: [Int]
    /// The one that they move to.
    let to: Int

    private var olds: [WorkflowDefinition] { from.compactMap { all[$0] } }

    /// Where matters come to; nil: it was never published.
    var new: WorkflowDefinition? { all[to] }

    /// What a state is called where matters come from.
    func title(_ state: String, _ language: Language) -> String {
        guard let name = StateName(state) else { return state }
        return olds.lazy.compactMap { $0.states[name]?.title(language) }.first ?? state
    }

    /// States in which matters live and which the new version does not have.
    var lostStates: [StateName: Bilingual] {
        var found: [StateName: Bilingual] = [:]
        for old in olds {
            for (name, state) in old.states where !state.isFinal && new?.states[name] == nil {
                found[name] = state.title
            }
        }
        return found
    }

    /// Clocks that the new version does not have.
    var lostClocks: [ClockName: Bilingual] {
        var found: [ClockName: Bilingual] = [:]
        for old in olds {
            for (name, clock) in old.clocks where new?.clocks[name] == nil { found[name] = clock.title }
        }
        return found
    }

    /// Clocks that both have, with other limits.
    var changedClocks: [ClockName: Bilingual] {
        var found: [ClockName: Bilingual] = [:]
        for old in olds {
            for (name, clock) in old.clocks {
                if let rules = new?.clocks[name], rules.limit != clock.limit { found[name] = rules.title }
            }
        }
        return found
    }

    /// What tickets keep and the new version does not know: its kind and name, and what people call it.
    func lostThings(_ language: Language) -> [(kind: String, name: String, title: String)] {
        guard let new else { return [] }
        let facts = Set(olds.flatMap(\.keptFields)).subtracting(new.keptFields).sorted().map { field in
            let title = olds.lazy.compactMap { $0.fields[field]?.title(language) }.first
            return (kind: "facts", name: field.text, title: title ?? field.text)
        }
        let counters = Set(olds.flatMap(\.counterNames)).subtracting(new.counterNames).sorted()
            .map { (kind: "counters", name: $0.text, title: $0.text) }
        let marks = Set(olds.flatMap(\.markNames)).subtracting(new.markNames).sorted()
            .map { (kind: "marks", name: $0.text, title: $0.text) }
        return facts + counters + marks
    }
}

extension Call {
    /// The versions that the form speaks of; from all others to the one in force where it says nothing.
    ///
    /// - Throws: `Fault` with `unknown_definition`.
    func versions() throws(Fault) -> MigrationVersions {
        let typed = text("name") ?? ""
        guard let name = DefinitionName(typed), let latest = configuration.machine(latest: name) else {
            throw Fault(
                .notFound,
                "unknown_definition",
                zh: "没有名为“\(typed)”的定义",
                en: "no definition is called “\(typed)”"
            )
        }
        var all: [Int: WorkflowDefinition] = [:]
        for (ref, machine) in configuration.machines where ref.name == name { all[ref.version] = machine.definition }
        let to = number("to") ?? latest.ref.version
        let from = texts("from").compactMap { Int($0) }
        return MigrationVersions(
            name: name,
            all: all,
            // Of a form that was sent, none means none.
            from: number("to") == nil ? all.keys.filter { $0 < to }.sorted() : from,
            to: to
        )
    }

    /// The plan that the form says.
    ///
    /// - Throws: `Fault` with `missing` where no version was chosen.
    func migration(_ versions: MigrationVersions) throws(Fault) -> JSONObject {
        guard !versions.from.isEmpty else {
            throw Fault(.unprocessableContent, "missing", zh: "请勾选从哪些版本迁移", en: "choose from which versions")
        }
        let states = keyed("state").compactMapValues(\.first)
        var clocks = keyed("clock").compactMapValues(\.first).mapValues { choice -> JSONValue in
            choice == "drop" ? "drop" : ["to": .string(choice), "how": "keep"]
        }
        if text("limits") == "recompute" {
            for clock in versions.changedClocks.keys { clocks[clock.text] = "recompute" }
        }
        var dropped: [String: [JSONValue]] = [:]
        for thing in texts("drop") {
            let words = thing.split(separator: ":", maxSplits: 1).map(String.init)
            if words.count == 2 { dropped[words[0], default: []].append(.string(words[1])) }
        }
        let title = Bilingual(
            zh: "页面：\(versions.name) 迁移到第 \(versions.to) 版",
            en: "page: \(versions.name) to version \(versions.to)"
        )
        return [
            "plan": .string(title(language)), "definition": .string(versions.name.text),
            "from": .array(versions.from.map { .int(Int64($0)) }), "to": .int(Int64(versions.to)),
            "states": .object(JSONObject(states.map { ($0.key, .string($0.value)) })),
            "clocks": .object(JSONObject(clocks.map { ($0.key, $0.value) })),
            "drop": .object(JSONObject(dropped.map { ($0.key, .array($0.value)) })),
        ]
    }
}
