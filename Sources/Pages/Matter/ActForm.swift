import Dispatcher
import PGStore
import Web
import Workflow

/// The form of an act: its fields as inputs, and what was typed as the API takes it.
struct ActForm {
    /// Under which name fields stand in a form: `field[note]`.
    static let field = "field"

    /// What a form sends besides its path.
    static let parameters = [
        FormKey.parameter,
        Parameter("seq", in: .form, .integer(1...Int64(Int32.max)), zh: "看到的版本", en: "the version that was seen"),
        Parameter("account", in: .form, .words(max: 200), zh: "谁写的", en: "who wrote it"),
        Parameter(field, in: .form, .map(.list(.words(max: 20_000), max: 100), max: 200), zh: "字段", en: "fields"),
        Parameter(was, in: .form, .map(.list(.words(max: 2_000), max: 10), max: 20), zh: "预填的", en: "what stood there"),
        Parameter(named, in: .form, .list(.words(max: 100), max: 20), zh: "按目录预填的", en: "what the directory filled in"),
    ]

    /// What a link proposes for a form: as if it had been typed.
    static let proposed = Parameter(
        field,
        in: .query,
        .map(.list(.words(max: 1_000), max: 20), max: 20),
        zh: "预填的字段",
        en: "fields that are filled in"
    )

    private let configuration: DistrictConfiguration
    private let language: Language
    private let party: Party?
    private let shown: [JSONValue]
    /// What the form was prepared with, by field: what stands there still was not said again.
    static let was = "was"
    /// Fields that the directory filled in: what stands there is said, and where nothing is left, nobody is meant.
    ///
    /// What was seen is what is done, also where the directory has changed since the matter was filed.
    static let named = "named"

    /// Of an act as the API tells it; nil: of none.
    init(_ call: Call, _ action: JSONValue?) {
        configuration = call.configuration
        language = call.language
        party = call.caller?.party
        shown = action?["fields"]?.array ?? []
    }

    /// What was typed, as the API takes it; what cannot be read is left as it is, and refused by who knows why.
    ///
    /// - Parameters:
    ///   - typed: texts by field; empty ones are not there.
    ///   - was: what optional fields were prepared with: whoever left it there does not say it anew, which might undo what
    ///     somebody else has said meanwhile.
    ///   - named: fields that the directory filled in.
    /// - Returns: values by field.
    func fields(
        _ typed: [String: [String]],
        was: [String: [String]] = [:],
        named: Set<String> = []
    ) -> JSONObject {
        var fields: JSONObject = [:]
        for field in shown {
            guard let name = field["name"]?.string, let form = field["form"]?.string else { continue }
            let texts = typed[name] ?? []
            guard let first = texts.first else {
                // Whoever unticks all that the directory names wants none of them.
                if form == "units", named.contains(name) { fields[name] = [] }
                continue
            }
            if field["is_required"] == false, was[name] == texts, !named.contains(name) { continue }
            fields[name] =
                switch form {
                // A number that was typed counts before one that was chosen.
                case "ticket": .string(texts.last ?? first)
                case "choices", "units", "people": .array(texts.flatMap { split($0, form) }.map { .string($0) })
                case "flag": .bool(first == "true")
                case "number": Int64(first).map { .int($0) } ?? .string(first)
                case "instant": .string(instant(first))
                default: .string(first)
                }
        }
        return withoutLead(fields, named)
    }

    /// Whoever leads does not help besides: another lead may have been chosen out of those that the directory names to help.
    private func withoutLead(_ fields: JSONObject, _ named: Set<String>) -> JSONObject {
        guard let lead = fields["lead"]?.string.flatMap({ configuration.unit(called: $0) }) else { return fields }
        return fields.reduce(into: fields) { fields, field in
            guard named.contains(field.key), let units = field.value.array else { return }
            fields[field.key] = .array(
                units.filter { $0.string.flatMap { configuration.unit(called: $0) }?.id != lead.id }
            )
        }
    }

    /// Units and people are written with commas between them; choices are ticked.
    private func split(_ text: String, _ form: String) -> [String] {
        guard form != "choices" else { return [text] }
        return text.split { "，,、;；\n".contains($0) }.map { FormText.trimmed($0) }.filter { !$0.isEmpty }
    }

    /// A browser writes the time of the wall.
    private func instant(_ text: String) -> String {
        guard let local = LocalDateTime(text.count == 16 ? text + ":00" : text) else { return text }
        return configuration.calendars.standard.instant(local).description
    }

    /// What the matter says already of what the form asks for: shown, to be changed or left.
    ///
    /// Of what may be left out only that which says what the matter is: all else that is sent would be said anew.
    ///
    /// - Parameter matter: the matter as the API tells it.
    /// - Returns: texts by field, as if they had been typed.
    func prepared(_ matter: JSONValue) -> [String: [String]] {
        let known: [String: [String]] = [
            "category": [matter["category"]?.string], "place": [matter["place"]?["code"]?.string.map(called)],
            "urgency": [(matter["urgency"]?["name"] ?? matter["urgency"])?.string],
        ].mapValues { $0.compactMap(\.self) }
        let facts = (matter["facts"]?.array ?? []).reduce(into: [String: JSONValue]()) { facts, fact in
            if let name = fact["name"]?.string { facts[name] = fact }
        }
        return shown.reduce(into: [:]) { prepared, field in
            guard let name = field["name"]?.string, let form = field["form"]?.string else { return }
            if let said = known[name], !said.isEmpty {
                prepared[name] = said
            } else if field["is_required"] == true, let fact = facts[name] {
                prepared[name] = said(fact, form)
            }
        }
    }

    /// Whether it asks for units, which the directory may name.
    var asksForUnits: Bool { shown.contains { ["unit", "units"].contains($0["form"]?.string) } }

    /// Whom the directory names, where an act that says nobody takes those: shown, to be changed or left.
    ///
    /// Where the act is to be told whom (裁定), or gives it to somebody in some cases only, nobody is proposed. Nor is who is complained
    /// of: the act would be refused.
    ///
    /// - Parameters:
    ///   - rule: the directory's rule as the API tells it.
    ///   - act: the act's rules.
    ///   - matter: the matter as the API tells it.
    /// - Returns: names of units by field; none where it names nobody.
    func proposed(_ rule: JSONValue?, _ act: ActionDefinition?, _ matter: JSONValue) -> [String: [String]] {
        guard let act else { return [:] }
        let optional = Set(shown.filter { $0["is_required"] == false }.compactMap { $0["name"]?.string })
        let privacy = configuration.machine(latest: "issue")?.definition.privacy
        let complained =
            (matter["facts"]?.array ?? []).first { fact in
                fact["name"]?.string == privacy?.complainedUnits?.text
            }?["value"]?.array ?? []
        func mayTake(_ code: String) -> Bool {
            guard let unit = configuration.territory.unit(code: code) else { return false }
            return !complained.compactMap { $0["code"]?.string ?? $0.string }.contains { other in
                other == code
                    || configuration.territory.unit(code: other).map { other in
                        configuration.territory.isAbove(other.id, of: unit.id)
                    } ?? false
            }
        }
        let lead = (rule?["lead"]?["code"]?.string).flatMap { mayTake($0) ? $0 : nil }
        var proposed: [String: [String]] = [:]
        for effect in act.effects {
            switch effect {
            case .assignLead: proposed["lead"] = [lead].compactMap { $0.map(called) }
            case .spawn(let brood) where brood.asksDirectory:
                let helpers = (rule?["co_handlers"]?.array ?? []).compactMap { $0["code"]?.string }
                proposed[brood.units.text] = helpers.filter { $0 != lead && mayTake($0) }.map(called)
            default: continue
            }
        }
        return proposed.filter { optional.contains($0.key) }
    }

    /// A unit by its name where no other bears it, else by its code.
    private func called(_ code: String) -> String {
        guard let unit = configuration.territory.all.first(where: { $0.code == code }) else { return code }
        return configuration.unit(called: unit.name) == unit ? unit.name : code
    }

    /// A fact as its input takes it.
    private func said(_ fact: JSONValue, _ form: String) -> [String]? {
        let value = fact["value"] ?? .null
        switch form {
        case "choice": return value.string.map { [$0] }
        case "choices": return value.array?.compactMap(\.string)
        case "number": return value.int.map { [String($0)] }
        case "unit": return value.string.map { [called($0)] }
        case "units": return value.array?.compactMap(\.string).map(called)
        default: return nil
        }
    }

    /// The inputs, with what was typed.
    ///
    /// - Parameters:
    ///   - typed: texts by field.
    ///   - suggested: names of units that are likely meant where several are asked for.
    ///   - notes: what a choice means, by field and choice.
    ///   - choices: what depends on the matter.
    /// - Returns: the inputs as templates take them.
    func inputs(
        _ typed: [String: [String]],
        suggested: [String] = [],
        notes: [String: [String: String]] = [:],
        choices: ActChoices = ActChoices()
    ) -> [JSONValue] {
        shown.map { field in
            let name = field["name"]?.string ?? ""
            let form = field["form"]?.string ?? ""
            let texts = typed[name] ?? []
            var members = field.object ?? [:]
            members["id"] = .string("field-\(name)")
            members["input"] = .string("\(Self.field)[\(name)]")
            members["value"] = .orNull(texts.first)
            let kind = Self.kind(of: form, max: field["max"]?.int ?? 0)
            members["is_\(kind)"] = .bool(true)
            switch form {
            case "choice", "choices":
                members["choices"] = .array((field["choices"]?.array ?? []).map { $0.chosen(texts).noted(notes[name]) })
                if notes[name] != nil {
                    members["is_\(kind)"] = false
                    members["is_noted"] = true
                }
            case "category": members["choices"] = .array(categories(texts))
            case "unit" where choices.units[name].map { $0.count <= Self.listedAtMost } ?? false:
                // All that will do are there to be chosen.
                let names = (choices.units[name] ?? []).map { unit in
                    (["name": .string(called(unit.code)), "title": .string(unit.name)] as JSONValue).chosen(texts)
                }
                members["is_unit"] = false
                members["is_choice"] = true
                members["choices"] = .array(names)
                members["has_none"] = .bool(names.isEmpty)
            case "ticket":
                guard let matters = choices.matters[name], !matters.isEmpty else { break }
                members["is_line"] = false
                members["is_matter"] = true
                members["choices"] = .array(matters.map { $0.chosen(texts) })
                let isProposed = matters.contains { $0["name"]?.string == texts.last }
                members["value"] = .orNull(isProposed ? nil : texts.last)
            case "unit", "units":
                let units = choices.units[name].map { Array($0.prefix(400)) } ?? units
                members["choices"] = .array(units.map { ["name": .string($0.name)] })
                let (ticks, others) =
                    form == "units" ? (suggested, texts.filter { !suggested.contains($0) }) : ([], texts)
                members["suggested"] = .array(ticks.map { (["name": .string($0)] as JSONValue).chosen(texts) })
                members["has_suggested"] = .bool(!ticks.isEmpty)
                // Whoever ticks one need not name another.
                if !ticks.isEmpty { members["is_required"] = false }
                members["value"] = .orNull(others.isEmpty ? nil : others.joined(separator: "、"))
            case "people": members["value"] = .orNull(texts.isEmpty ? nil : texts.joined(separator: "、"))
            default: break
            }
            return .object(members)
        }
    }

    /// So many units stand in a list to choose from; of more, a name is typed.
    private static let listedAtMost = 60

    private static func kind(of form: String, max: Int64) -> String {
        switch form {
        case "words": max > 200 ? "long" : "line"
        case "choice", "category": "choice"
        case "choices": "choices"
        case "flag": "flag"
        case "number": "number"
        case "unit", "units": "unit"
        case "instant": "instant"
        default: "line"
        }
    }

    private func categories(_ texts: [String]) -> [JSONValue] {
        configuration.directory.categories.filter { !$0.isEmpty }.sorted()
            .map { (["name": .string($0), "title": .string($0)] as JSONValue).chosen(texts) }
    }

    /// Units that are likely meant: departments, and what lies below the person's own units.
    private var units: [Workflow.Unit] {
        let territory = configuration.territory
        let below = Set((party?.posts ?? []).flatMap { territory.subtree(of: $0.unit) })
        return territory.all.filter { $0.closing == nil && ($0.kind.text == "department" || below.contains($0.id)) }
            .sorted { $0.code < $1.code }.prefix(400).map(\.self)
    }
}

extension JSONValue {
    /// A choice with what it means.
    fileprivate func noted(_ notes: [String: String]?) -> JSONValue {
        guard let notes, let name = self["name"]?.string, var members = object else { return self }
        members["note"] = .orNull(notes[name])
        return .object(members)
    }

    /// A choice with a word on whether it was chosen.
    fileprivate func chosen(_ texts: [String]) -> JSONValue {
        var members = object ?? [:]
        members["is_chosen"] = .bool(members["name"]?.string.map(texts.contains) ?? false)
        return .object(members)
    }
}
