import PGStore
import Web
import Workflow

/// What kinds and levels of a whistle mean, in words: beside the choice, before one is blown.
struct WhistleNotes {
    private let call: Call
    private let kit: PageKit

    /// In the language of whoever asks.
    init(_ call: Call, _ kit: PageKit) {
        self.call = call
        self.kit = kit
    }

    /// What choices of an act mean, by field and choice; none where it blows no whistle.
    func notes(of action: JSONValue) -> [String: [String: String]] {
        let asked = action["fields"]?.array?.compactMap { $0["name"]?.string } ?? []
        guard asked.contains(WorkflowDefinition.whistleKind.text) else { return [:] }
        let language = call.language
        let meanings = call.configuration.latestMachines.map(\.definition.whistleMeaning)
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
        return [WorkflowDefinition.whistleKind.text: kinds, WorkflowDefinition.whistleLevel.text: levels]
    }

    /// Inputs in which levels stand from the highest down: the fewer ranks are enough, the higher it is.
    func ordered(_ inputs: [JSONValue]) -> [JSONValue] {
        let ranks = call.configuration.latestMachines.map(\.definition.whistleMeaning.ranks)
            .reduce(into: [String: [Bilingual]]()) { $0.merge($1) { $1 } }
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
    /// Units that the directory names for a matter, where an act asks for several.
    func suggested(_ matter: JSONValue, for action: JSONValue) async throws -> [String] {
        let asksForSeveral = action["fields"]?.array?.contains { $0["form"] == "units" } ?? false
        guard asksForSeveral, let category = matter["category"], let place = matter["place"]?["code"] else { return [] }
        let rule = try await ask("explainRule", ["category": category, "place": place]).json["rule"]
        let named = [rule?["lead"]].compactMap(\.self) + (rule?["co_handlers"]?.array ?? [])
        return named.compactMap { $0["name"]?.string }.filter { $0 != matter["responsible"]?["name"]?.string }
    }
}
