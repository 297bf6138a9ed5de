import HTTPTypes
import PGStore
import Web
import Workflow

extension Call {
    /// A matter with what stands beside it, as pages show it.
    ///
    /// - Parameters:
    ///   - kit: what pages are made with.
    ///   - number: its number.
    /// - Returns: the matter as the API tells it, how it looks, and what templates take.
    /// - Throws: what the API says no with.
    func matterModel(_ kit: PageKit, _ number: JSONValue) async throws -> (JSONValue, MatterLook, JSONObject) {
        let matter = try await ask("readMatter", ["number": number]).json
        let look = try await look(kit)
        var model: JSONObject = [
            "matter": .object(look.matter(matter)), "files": .object(look.files(matter)),
            "photos": matter["may_attach"] == true ? filesInput(kit, accept: FilePages.accept) : .null,
            "key": .string(FormKey.new()),
        ]
        if matter["sight"] == "full" {
            // What has ended is not compared, and nobody is proposed for it.
            if matter["closed_at"]?.string == nil {
                model["proposal"] = try await proposal(matter, look)
                model["related"] = try await related(matter, look)
            }
            if matter["facts"]?.array?.contains(where: { $0["name"] == "whistle_kind" }) == true {
                let (whistle, awaited) = try await whistled(number, look)
                model["whistled"] = whistle
                if matter["waits_for"] != .null, let awaited {
                    var shown = model["matter"]?.object ?? [:]
                    shown["awaited"] = .string(awaited)
                    model["matter"] = .object(shown)
                }
            }
        }
        model["asked"] = try await asked(of: matter, look)
        if let done = text("done") { model["done"] = look.title(ofAct: done, matter) }
        return (matter, look, model)
    }

    /// What the matter says that this one was made for; null where it was made for none, and where whoever asks may not see it.
    func asked(of task: JSONValue, _ look: MatterLook) async throws -> JSONValue {
        guard let parent = task["parent"]?.string else { return .null }
        do {
            let matter = try await ask("readMatter", ["number": .string(parent)]).json
            return [
                "number": .string(parent), "headline": look.headed(matter)["headline"] ?? .null,
                "words": [matter["text"], matter["summary"]].lazy.compactMap { $0?.string }.first.map { .string($0) }
                    ?? .null,
                "tried": matter["tried"] ?? .null,
            ]
        } catch {
            guard [.notFound, .forbidden].contains(try Fault.known(error).status) else { throw error }
            return .null
        }
    }

    /// Whom the directory names, where an act gives the matter to a lead without asking for anything; null where none does.
    private func proposal(_ matter: JSONValue, _ look: MatterLook) async throws -> JSONValue {
        let gives = matter["actions"]?.array?.first { action in
            let isAtOnce = action["fields"]?.array?.allSatisfy { $0["is_required"] == false } ?? true
            return isAtOnce && look.effects(ofAct: action, matter).contains(.assignLead)
        }
        guard let gives, let found = try await rule(of: matter) else { return .null }
        let helping = found["rule"]?["co_handlers"]?.array?.compactMap { $0["name"]?.string } ?? []
        // What is shown is what is sent: a matter keeps the rule that it was filed under.
        let named = ActForm(self, gives).proposed(found["rule"], look.action(gives, matter), matter)
        let inputs = named.sorted { $0.key < $1.key }.flatMap { name, units in
            [(ActForm.named, name)] + units.map { ("\(ActForm.field)[\(name)]", $0) }
        }
        return [
            "inputs": .array(inputs.map { ["input": .string($0.0), "value": .string($0.1)] }),
            "lead": found["rule"]?["lead"] ?? .null, "why": found["text"] ?? .null, "act": gives["name"] ?? .null,
            "number": matter["number"] ?? .null, "seq": matter["seq"] ?? .null, "key": .string(FormKey.new()),
            "co_handlers": .string(helping.joined(separator: "、")),
        ]
    }

    /// Matters that may be the same thing, and others of the same telephone.
    private func related(_ matter: JSONValue, _ look: MatterLook) async throws -> JSONValue {
        let number = matter["number"]?.string ?? ""
        let found = try await ask("listRelated", ["number": .string(number)]).json
        let merging = matter["actions"]?.array?.lazy.compactMap { look.merging($0, matter) }.first
        let likely = (found["likely"]?.array ?? []).map { entry -> JSONValue in
            var members = entry.object ?? [:]
            let other = entry["matter"]?["number"]?.string ?? ""
            members["matter"] = entry["matter"].map { look.line($0) }
            // One that is merged itself takes no other in.
            let state = entry["matter"]?["state"]?["name"]?.string.flatMap { StateName($0) }
            let takesIn = merging.flatMap { merging in
                merging.states.isEmpty || state.map(merging.states.contains) ?? false ? merging : nil
            }
            members["merge"] = .orNull(takesIn.map { "/matters/\(number)/acts/\($0.act)?field[\($0.field)]=\(other)" })
            members["title"] = .orNull(merging?.title)
            return .object(members)
        }
        let ofCaller = (found["of_caller"]?.array ?? []).map { look.line($0) }
        return [
            "likely": .array(likely), "has_likely": .bool(!likely.isEmpty),
            "of_caller": .array(ofCaller), "has_of_caller": .bool(!ofCaller.isEmpty),
        ]
    }

    /// Who was whistled for, and who has come; and in a sentence whom it waits for.
    private func whistled(_ number: JSONValue, _ look: MatterLook) async throws -> (JSONValue, String?) {
        var whistle = try await ask("readWhistle", ["number": number]).json.object ?? [:]
        let departments = whistle["departments"]?.array ?? []
        whistle["departments"] = .array(departments.map { look.called($0) })
        return (.object(whistle), look.awaited(of: departments))
    }
}

extension MatterLook {
    /// What a matter is about, as paper tells it: its title and words; of a task what whoever was called was told, else the words
    /// of the matter that it was made for.
    ///
    /// - Parameters:
    ///   - matter: the matter.
    ///   - asked: what the matter says that it was made for, as `Call.asked(of:_:)` tells it.
    /// - Returns: the words; nil: there are none for whoever looks.
    func content(of matter: JSONValue, _ asked: JSONValue) -> String? {
        let own = [matter["title"], matter["text"]].compactMap { $0?.string }
        let told = own.isEmpty ? [matter["summary"]?.string ?? asked["words"]?.string].compactMap(\.self) : own
        return told.isEmpty ? nil : told.joined(separator: "\n")
    }

    /// A department that was whistled for.
    func called(_ json: JSONValue) -> JSONValue {
        var members = json.object ?? [:]
        members["arrived"] = time(json["arrived_at"])
        return .object(members)
    }

    /// What an act of a matter does, whichever way it goes.
    fileprivate func action(_ action: JSONValue, _ matter: JSONValue) -> ActionDefinition? {
        action["name"]?.string.flatMap { ActionName($0) }.flatMap { rules(of: matter)?.actions[$0] }
    }

    fileprivate func effects(ofAct action: JSONValue, _ matter: JSONValue) -> [Effect] {
        guard let rules = rules(of: matter),
            let act = action["name"]?.string.flatMap({ ActionName($0) }).flatMap({ rules.actions[$0] })
        else { return [] }
        return act.effects + act.cases.flatMap(\.effects)
    }

    /// The act by which a matter is merged into another, and the field that names it; nil: it is not that.
    fileprivate func merging(
        _ action: JSONValue,
        _ matter: JSONValue
    ) -> (act: String, title: String, field: String, states: [StateName])? {
        for effect in effects(ofAct: action, matter) {
            guard case .link(.merge(let field)) = effect, let name = action["name"]?.string else { continue }
            let guards = ActionName(name).flatMap { rules(of: matter)?.actions[$0]?.guards } ?? []
            return (name, action["title"]?.string ?? name, field.text, guards.flatMap { $0.states(of: field) })
        }
        return nil
    }
}
