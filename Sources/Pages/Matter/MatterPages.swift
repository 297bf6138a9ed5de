import Dispatcher
import HTTPTypes
import Hummingbird
import PGStore
import Web
import Workflow

/// One matter: what it is, who holds it and until when, what happened, and what may be done.
struct MatterPages {
    let kit: PageKit

    var all: [Endpoint] { [read, form, act] }

    private static let number = Parameter("number", in: .path, .number, zh: "编号", en: "the number")
    private static let name = Parameter("act", in: .path, .name, zh: "动作", en: "the act")

    /// The page on which the matter stood beside others, where one goes back to it.
    private static func from(_ place: Parameter.Place) -> Parameter {
        Parameter("from", in: place, .word(["desk"]), zh: "从哪一页来", en: "the page that one comes from")
    }

    private var read: Endpoint {
        .page(
            .get,
            "/matters/{number}",
            kit,
            id: "pageMatter",
            parameters: [
                Self.number, Parameter("done", in: .query, .name, zh: "刚办的动作", en: "the act that was just done"),
            ]
        ) { [kit] call in
            let number = JSONValue.string(call.text("number") ?? "")
            let (matter, look, shown) = try await call.matterModel(kit, number)
            var model = shown
            model["reply"] = .orNull(GroupReply(matter, look).text)
            if matter["sight"] == "full" {
                let told = try await call.ask("readTimeline", ["number": number]).json["events"]?.array ?? []
                model["events"] = .array(told.reversed().map { look.event($0, of: matter) })
                model["order"] = .orNull(look.order(matter, told).map { look.orderLink($0.title) })
                let clocks = try await call.ask("explainClocks", ["number": number]).json["clocks"]?.array ?? []
                model["clocks"] = .array(clocks.map(look.clock))
            }
            return call.page(kit, "matter", title: call.text("number") ?? "", model)
        }
    }

    private var form: Endpoint {
        .page(
            .get,
            "/matters/{number}/acts/{act}",
            kit,
            id: "pageAct",
            parameters: [Self.number, Self.name, ActForm.proposed, Self.from(.query)]
        ) { [kit] call in
            try await call.actPage(kit, typed: call.keyed(ActForm.field))
        }
    }

    private var act: Endpoint {
        .page(
            .post,
            "/matters/{number}/acts/{act}",
            kit,
            id: "pageActSent",
            parameters: [Self.number, Self.name, Self.from(.form)] + ActForm.parameters,
            takesFiles: true
        ) { [kit] call in
            let number = call.text("number") ?? ""
            return try await call.withFiles(of: number) { call, files in
                try call.checkAccount()
                do {
                    return try await call.act(kit, on: number, files)
                } catch {
                    let fault = try Fault.known(error)
                    guard !call.wantsData else {
                        return call.data(try await call.conflict(kit, files, fault), status: fault.status)
                    }
                    return try await call.actPage(kit, typed: call.keyed(ActForm.field), fault: fault)
                }
            }
        }
    }
}

extension Call {
    /// How matters look to whoever asks.
    func look(_ kit: PageKit) async throws -> MatterLook {
        MatterLook(kit: kit, configuration: configuration, language: language, now: try await now())
    }

    /// Does an act as its form says, and adds the files that came with it.
    fileprivate func act(_ kit: PageKit, on number: String, _ files: ReceivedForm?) async throws -> Response {
        let act = text("act") ?? ""
        let matter = try await ask("readMatter", ["number": .string(number)]).json
        var action = matter["actions"]?.array?.first { $0["name"]?.string == act }
        // Sent once more, what was done can no longer be done: its fields are the same, and under its key it is a repeat.
        if action == nil { action = try await look(kit).form(ofAct: act, matter) }
        let form = ActForm(self, action)
        var values = ["number": JSONValue.string(number)].merging(sentKey) { $1 }
        if let seq = self.number("seq") { values["If-Match"] = .string("\"\(seq)\"") }
        let body: JSONValue = [
            "act": .string(act),
            "fields": .object(
                form.fields(
                    keyed(ActForm.field),
                    was: keyed(ActForm.was),
                    named: Set(texts(ActForm.named))
                )
            ),
        ]
        let answer = try await ask("actOnMatter", values, body: body)
        let desk = text("from").map { "/\($0)?open=\(number)&" }
        let back = "\(desk ?? "/matters/\(number)?")done=\(act)"
        let sent = try await add(files, to: number, with: answer.step)
        guard !wantsData else {
            try sent.checkTaken()
            let seq = max(sent.seq ?? 0, answer.json["seq"]?.int ?? 0)
            return data([
                "done": true, "number": .string(number), "to": .string(back),
                "seq": .int(seq), "refused": .array(sent.refused),
            ])
        }
        guard sent.refused.isEmpty else {
            return try await filesPage(kit, done: try await look(kit).title(ofAct: act, matter), sent: sent)
        }
        return seeOther(back)
    }

    /// The form of an act, with what was typed and why that was refused.
    fileprivate func actPage(
        _ kit: PageKit,
        typed: [String: [String]],
        fault: Fault? = nil
    ) async throws -> Response {
        let act = text("act") ?? ""
        let matter = try await ask("readMatter", ["number": .string(text("number") ?? "")]).json
        let look = try await look(kit)
        let action = matter["actions"]?.array?.first { $0["name"]?.string == act }
        var model: JSONObject = ["matter": .object(look.matter(matter)), "name": .string(act)]
        if let fault {
            model["problem"] = .string(fault.message(language))
            let since = try await since(kit).events
            model["since"] = .array(since)
            model["has_since"] = .bool(!since.isEmpty)
        }
        guard let action else {
            // It was theirs when the page was made: somebody was faster, or time was.
            model["gone"] = .bool(true)
            let title = look.title(ofAct: act, matter)
            model["act_title"] = title
            return page(kit, "act", title: title.string ?? act, model, status: fault?.status ?? .conflict)
        }
        if fault != nil, let why = try await whyNot(kit, matter, naming: action) { model["problem"] = .string(why) }
        let form = ActForm(self, action)
        model["act_title"] = action["title"] ?? ""
        model["from"] = .orNull(text("from"))
        let rule = form.asksForUnits ? try await rule(of: matter)?["rule"] : nil
        let proposed = form.proposed(rule, look.rules(of: matter)?.actions[ActionName(act) ?? "none"], matter)
        let several = (action["fields"]?.array ?? []).first { $0["form"] == "units" }?["name"]?.string
        let suggested = several.flatMap { proposed[$0] } ?? suggested(matter, for: action, rule)
        let notes = WhistleNotes(self, kit, action)
        let was = typed.isEmpty ? form.prepared(matter).merging(proposed) { said, _ in said } : keyed(ActForm.was)
        model["named"] = .array(proposed.keys.sorted().map { .string($0) })
        let prepared = typed.isEmpty ? was : typed
        model["was"] = Self.listed(was)
        let choices = try await choices(kit, matter, for: action, look)
        model["means"] = .orNull(choices.means)
        let shown = form.inputs(prepared, suggested: suggested, notes: notes.notes, choices: choices)
        let inputs = notes.ordered(shown)
        // What is entered later, and what a call log says, is not what most come for.
        let later = inputs.filter { $0["is_required"] == false && Self.isOfLater($0["name"]?.string ?? "") }
        let rules = look.rules(of: matter)?.actions[ActionName(act) ?? "none"]
        let parts = ActParts(inputs.filter { !later.contains($0) }, rules)
        model = model.merging(parts.model(kit, language)) { $1 }
        model["to"] = .orNull(look.addressed(act, matter))
        model["later"] = .array(later)
        model["has_later"] = .bool(!later.isEmpty)
        model["is_later_open"] = .bool(
            look.isContact(act, matter) || later.contains { typed[$0["name"]?.string ?? ""] != nil }
        )
        model["may_look"] = model["matter"]?["may_look"] ?? false
        let told = ActAsked(action, matter, try await events(of: matter), look)
        model = model.merging(told.model) { $1 }
        model["seq"] = matter["seq"] ?? .null
        model["key"] = .string(formKey(after: fault))
        model["photos"] = filesInput(kit)
        return page(kit, "act", title: action["title"]?.string ?? act, model, status: fault?.status ?? .ok)
    }

    /// What a form was prepared with, as it sends it again.
    private static func listed(_ was: [String: [String]]) -> JSONValue {
        .array(
            was.sorted { $0.key < $1.key }.flatMap { name, texts in
                texts.map { ["name": .string(name), "value": .string($0)] }
            }
        )
    }

    /// What happened, for whoever sees all of a matter.
    private func events(of matter: JSONValue) async throws -> [JSONValue] {
        guard matter["sight"] == "full", let number = matter["number"] else { return [] }
        return try await ask("readTimeline", ["number": number]).json["events"]?.array ?? []
    }
}

extension Call {
    /// Whether a field of an act says when it really happened, or what a call was.
    fileprivate static func isOfLater(_ field: String) -> Bool {
        field == "occurred_at" || field.hasPrefix("call_")
    }
}

extension MatterLook {
    /// Whether an act is noted because somebody spoke with the resident.
    fileprivate func isContact(_ act: String, _ matter: JSONValue) -> Bool {
        guard let rules = rules(of: matter), let action = ActionName(act).flatMap({ rules.actions[$0] }) else {
            return false
        }
        return action.effects.contains { effect in
            guard case .count(let counter) = effect else { return false }
            return counter.text == "contacts"
        }
    }

    /// A whole matter.
    func matter(_ json: JSONValue) -> JSONObject {
        var members = headed(json)
        let facts = json["facts"]?.array ?? []
        // What the head and the whistle say already is not said again.
        let told = ["category", "place", "whistle_kind", "whistle_level"]
        let shown = facts.filter { !told.contains($0["name"]?.string ?? "") }.compactMap(fact)
        members["facts"] = .array(shown)
        members["has_facts"] = .bool(!shown.isEmpty)
        let actions = json["actions"]?.array ?? []
        // What one came for stands first; what is possible in most states waits below.
        let (usual, first, others) = offered(actions, json)
        members["actions"] = .array(
            first.map { one in
                var members = action(one).object ?? [:]
                members["is_usual"] = .bool(usual != nil && one["name"]?.string == usual)
                return .object(members)
            }
        )
        members["other_actions"] = .array(others.map(action))
        members["has_actions"] = .bool(!first.isEmpty)
        members["may_look"] = .bool(["full", "masked"].contains(json["contact_sight"]?.string))
        members["has_other_actions"] = .bool(!others.isEmpty)
        members["is_summary"] = .bool(json["sight"] == "summary")
        let children = json["children"]?.array ?? []
        members["has_children"] = .bool(!children.isEmpty)
        members["owed"] = .array(owed(json).map { .string($0) })
        members["registers"] = .orNull(registers(json))
        return members
    }

    /// Acts in the order in which they are offered.
    private func offered(
        _ actions: [JSONValue],
        _ matter: JSONValue
    ) -> (usual: String?, first: [JSONValue], others: [JSONValue]) {
        guard let rules = rules(of: matter), let state = matter["state"]?["name"]?.string.flatMap({ StateName($0) })
        else { return (nil, actions, []) }
        let named = actions.reduce(into: [ActionName: JSONValue]()) { named, action in
            if let name = action["name"]?.string.flatMap({ ActionName($0) }) { named[name] = action }
        }
        let offered = rules.offered(Array(named.keys), in: state)
        return (
            offered.usual?.text, offered.first.compactMap { named[$0] }, offered.others.compactMap { named[$0] }
        )
    }

    /// An act with its fields, whether it may be done now or not; nil where the matter knows none of that name.
    func form(ofAct name: String, _ matter: JSONValue) -> JSONValue? {
        guard let rules = rules(of: matter), let act = ActionName(name) else { return nil }
        return ActionView(definition: rules, language: language).json(act)
    }

    /// The rules that a matter goes by; where they are not told, those of its definition as they are now.
    func rules(of matter: JSONValue) -> WorkflowDefinition? {
        guard let name = matter["definition"]?["name"]?.string.flatMap({ DefinitionName($0) }) else { return nil }
        let pinned = matter["definition"]?["version"]?.int.flatMap {
            configuration.machine(DefinitionRef(name: name, version: Int($0)))
        }
        return (pinned ?? configuration.machine(latest: name))?.definition
    }

    /// An act that may be done: at once, where nothing is to be said with it.
    private func action(_ json: JSONValue) -> JSONValue {
        var members = json.object ?? [:]
        members["is_plain"] = .bool(json["fields"]?.array?.isEmpty ?? true)
        members["key"] = .string(FormKey.new())
        return .object(members)
    }

    /// An event of the timeline.
    func event(_ json: JSONValue) -> JSONValue {
        var members = json.object ?? [:]
        members["time"] = time(json["at"])
        return .object(members)
    }

    /// What people call an act of a matter's definition.
    func title(ofAct name: String, _ matter: JSONValue) -> JSONValue {
        guard name != Machine.attachAct.text else { return .string(Machine.attachTitle(language)) }
        guard let rules = rules(of: matter), let act = ActionName(name).flatMap({ rules.actions[$0] })
        else { return .string(name) }
        return .string(act.title(language))
    }
}
