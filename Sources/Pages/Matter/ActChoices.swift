import PGStore
import Web
import Workflow

/// What a form proposes that depends on the matter: parts of the department where work goes inside it, and matters where
/// another one is named.
struct ActChoices {
    /// Units that alone will do, by the field that asks for one.
    var units: [String: [Workflow.Unit]] = [:]
    /// Matters that are likely meant, by the field that asks for one.
    var matters: [String: [JSONValue]] = [:]
    /// What an act means that is not said by its name; nil: its name says it.
    var means: String?
}

extension Call {
    /// What the form of an act proposes.
    ///
    /// - Parameters:
    ///   - kit: the words.
    ///   - matter: the matter as the API tells it.
    ///   - action: the act as the API tells it.
    ///   - look: how matters look.
    /// - Returns: the proposals.
    /// - Throws: what the API says no with.
    func choices(
        _ kit: PageKit,
        _ matter: JSONValue,
        for action: JSONValue,
        _ look: MatterLook
    ) async throws -> ActChoices {
        var choices = ActChoices()
        let rules = action["name"]?.string.flatMap { ActionName($0) }.flatMap { look.rules(of: matter)?.actions[$0] }
        guard let rules else { return choices }
        for field in rules.guards.flatMap(\.insideLeads) {
            guard let lead = matter["lead"]?["code"]?.string.flatMap({ configuration.territory.unit(code: $0) }) else {
                continue
            }
            choices.units[field.text] = configuration.territory.all.filter { unit in
                unit.closing == nil && configuration.territory.isAbove(lead.id, of: unit.id)
            }.sorted { $0.code < $1.code }
        }
        for effect in rules.effects {
            switch effect {
            case .link(.merge(into: let field)):
                choices.means = kit.words.text("keeping.merge.means", language)
                choices.matters[field.text] = try await duplicates(
                    of: matter,
                    look,
                    in: rules.guards.flatMap { $0.states(of: field) }
                )
            case .link(.part(from: let field)):
                guard let main = matter["links"]?["main"]?.string else { continue }
                let told = try? await ask("readMatter", ["number": .string(main)]).json
                choices.matters[field.text] = [look.choice(told ?? ["number": .string(main)], why: nil)]
            default: continue
            }
        }
        return choices
    }

    private static let proposedAtMost = 8

    /// Matters that may be about the same thing, the most alike first, then others that are open at the same place.
    private func duplicates(
        of matter: JSONValue,
        _ look: MatterLook,
        in states: [StateName]
    ) async throws -> [JSONValue] {
        func fits(_ other: JSONValue?) -> Bool {
            // One that is merged itself, or has ended, takes no other in.
            let state = other?["state"]?["name"]?.string.flatMap { StateName($0) }
            return states.isEmpty || state.map(states.contains) ?? false
        }
        let number = matter["number"] ?? .null
        let likely = try await ask("listRelated", ["number": number]).json["likely"]?.array ?? []
        var found = likely.filter { fits($0["matter"]) }.compactMap { one -> JSONValue? in
            let reasons = (one["reasons"]?.array ?? []).compactMap { $0["title"]?.string }
            let why = reasons.joined(separator: language == .zh ? "、" : ", ")
            return one["matter"].map { look.choice($0, why: why.isEmpty ? nil : why) }
        }
        if let place = matter["place"]?["code"] {
            let here = try await ask("listMatters", ["place": place, "limit": 20]).json["matters"]?.array ?? []
            let named = Set(found.compactMap { $0["name"]?.string })
            found += here.filter { other in
                other["number"] != number && fits(other) && !named.contains(other["number"]?.string ?? "")
                    && other["definition"]?["name"] == matter["definition"]?["name"]
            }.map { look.choice($0, why: nil) }
        }
        return Array(found.prefix(Self.proposedAtMost))
    }

    /// Why another matter that was named will not do, in more words than the rules have; nil: they say it.
    ///
    /// - Parameters:
    ///   - kit: the words.
    ///   - matter: the matter.
    ///   - action: the act.
    /// - Returns: the words.
    /// - Throws: what the API says no with.
    func whyNot(_ kit: PageKit, _ matter: JSONValue, naming action: JSONValue) async throws -> String? {
        // Of the others none says what it means for this one to be that one, or to have ended.
        guard action["name"]?.string == "merge" else { return nil }
        let typed = keyed(ActForm.field)
        let asked = (action["fields"]?.array ?? []).first { $0["form"] == "ticket" }?["name"]?.string
        guard let number = asked.flatMap({ typed[$0]?.last }) else { return nil }
        func words(_ path: String, _ values: [String: String]) -> String { kit.words.text(path, language, values) }
        guard number != matter["number"]?.string else { return words("keeping.merge.itself", ["number": number]) }
        guard let other = try? await ask("readMatter", ["number": .string(number)]).json else {
            return words("keeping.merge.unknown", ["number": number])
        }
        let state = other["state"]?["title"]?.string ?? ""
        guard other["closed_at"]?.string == nil else {
            return words("keeping.merge.ended", ["number": number, "state": state])
        }
        return nil
    }
}

extension MatterLook {
    /// A matter as a form proposes it.
    fileprivate func choice(_ json: JSONValue, why: String?) -> JSONValue {
        let headed = headed(json)
        return [
            "name": json["number"] ?? .null, "headline": headed["headline"] ?? .null,
            "state": json["state"]?["title"] ?? .null, "place": json["place"]?["name"] ?? .null,
            "reported": headed["reported"] ?? .null, "why": .orNull(why),
        ]
    }
}

extension Guard {
    /// In which states another matter may be that a field names; none: in any.
    func states(of field: FieldName) -> [StateName] {
        switch self {
        case .other(let own, let wanted) where own == field: wanted.states
        case .all(let parts): parts.flatMap { $0.states(of: field) }
        default: []
        }
    }

    /// Fields whose unit must lie inside the department that leads.
    fileprivate var insideLeads: [FieldName] {
        switch self {
        case .insideLead(let field): [field]
        case .all(let parts): parts.flatMap(\.insideLeads)
        default: []
        }
    }
}
