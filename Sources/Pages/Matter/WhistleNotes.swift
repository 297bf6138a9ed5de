import PGStore
import Web
import Workflow

/// What kinds and levels of a whistle mean, in words: beside the choice, before one is blown.
struct WhistleNotes {
    private let kit: PageKit
    private let language: Language
    /// None where the act blows no whistle.
    private let meanings: [WhistleMeaning]
    /// The levels that may be chosen.
    private let offered: [String]

    /// Of an act, in the language of whoever asks.
    init(_ call: Call, _ kit: PageKit, _ action: JSONValue) {
        self.kit = kit
        language = call.language
        let level = action["fields"]?.array?.first { $0["name"]?.string == WorkflowDefinition.whistleLevel.text }
        offered = (level?["choices"]?.array ?? []).compactMap { $0["name"]?.string }
        let asked = action["fields"]?.array?.compactMap { $0["name"]?.string } ?? []
        let blows = asked.contains(WorkflowDefinition.whistleKind.text)
        meanings = blows ? call.configuration.latestMachines.map(\.definition.whistleMeaning) : []
    }

    /// What choices of the act mean, by field and choice.
    var notes: [String: [String: String]] {
        guard !meanings.isEmpty else { return [:] }
        var (kinds, levels): ([String: String], [String: String]) = ([:], [:])
        for meaning in meanings {
            for (kind, duties) in meaning.duties {
                let told = duties.map { duty in
                    let limit = duty.limit.text(language)
                    let words = ["clock": duty.title(language), "limit": limit]
                    return kit.words.text(duty.agreed == nil ? "whistle.duty" : "whistle.duty_agreed", language, words)
                }
                kinds[kind] = told.joined(separator: kit.words.text("whistle.comma", language))
            }
            for (level, ranks) in meaning.ranks {
                let names = ranks.map { $0(language) }.joined(separator: kit.words.text("whistle.or", language))
                levels[level] = kit.words.text("whistle.rank", language, ["rank": names])
            }
        }
        for level in offered where levels[level] == nil { levels[level] = kit.words.text("whistle.any_rank", language) }
        return [WorkflowDefinition.whistleKind.text: kinds, WorkflowDefinition.whistleLevel.text: levels]
    }

    /// Inputs in which levels stand from the highest down: the fewer ranks are enough, the higher it is.
    func ordered(_ inputs: [JSONValue]) -> [JSONValue] {
        guard !meanings.isEmpty else { return inputs }
        let ranks = meanings.reduce(into: [String: [Bilingual]]()) { $0.merge($1.ranks) { $1 } }
        func enough(_ choice: JSONValue) -> Int { ranks[choice["name"]?.string ?? ""]?.count ?? .max }
        return inputs.map { input in
            guard input["name"]?.string == WorkflowDefinition.whistleLevel.text, var members = input.object else {
                return input
            }
            members["choices"] = .array((input["choices"]?.array ?? []).sorted { enough($0) < enough($1) })
            return .object(members)
        }
    }
}

extension Call {
    /// Whom the directory names for a matter, and why; nil where it has no category or place.
    func rule(of matter: JSONValue) async throws -> JSONValue? {
        guard let category = matter["category"], let place = matter["place"]?["code"] else { return nil }
        return try await ask("explainRule", ["category": category, "place": place]).json
    }

    /// Units that the directory names for a matter, where an act asks for several.
    func suggested(_ matter: JSONValue, for action: JSONValue, _ rule: JSONValue?) -> [String] {
        let asksForSeveral = action["fields"]?.array?.contains { $0["form"] == "units" } ?? false
        guard asksForSeveral, let rule else { return [] }
        let named = [rule["lead"]].compactMap(\.self) + (rule["co_handlers"]?.array ?? [])
        return named.compactMap { $0["name"]?.string }.filter { $0 != matter["responsible"]?["name"]?.string }
    }
}
