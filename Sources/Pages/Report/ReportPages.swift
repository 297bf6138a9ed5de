import Dispatcher
import HTTPTypes
import Hummingbird
import PGStore
import Web
import Workflow

/// 上报: filing a matter.
struct ReportPages {
    let kit: PageKit

    var all: [Endpoint] { [form, file, proposal, proposalLeft] }

    private var form: Endpoint {
        .page(
            .get,
            "/report",
            kit,
            id: "pageReport",
            parameters: [Parameter("place", in: .query, .text(max: 100), zh: "单位编码", en: "a unit's code")]
        ) { [kit] call in
            try await call.reportPage(kit, typed: [:])
        }
    }

    private var file: Endpoint {
        .page(
            .post,
            "/report",
            kit,
            id: "pageReportSent",
            parameters: ActForm.parameters + Self.handled,
            takesFiles: true
        ) { [kit] call in
            try await call.withPictures(isPublic: false, admitting: { try call.admit(to: "fileMatter") }) {
                call,
                files in
                try call.checkAccount()
                do {
                    return try await call.file(kit, files)
                } catch {
                    let fault = try Fault.known(error)
                    guard !call.wantsData else { return call.data(fault.data(call.language), status: fault.status) }
                    return try await call.reportPage(kit, typed: call.filed, fault: fault)
                }
            }
        }
    }

    /// What says that it has been dealt with already (自行处置).
    private static let handled = [
        Parameter("handled", in: .form, .flag, zh: "已当场处理", en: "dealt with on the spot"),
        Parameter("handled_text", in: .form, .words(max: 4_000), zh: "怎么处理的", en: "how"),
    ]

    private var proposal: Endpoint {
        .page(
            .post,
            "/report/proposal",
            kit,
            id: "pageReportProposal",
            parameters: ActForm.parameters + Self.handled + [
                Parameter("message", in: .form, .words(max: 20_000), zh: "群消息", en: "a message from a group")
            ]
        ) { [kit] call in
            let proposal = try await call.proposal(kit, call.text("message") ?? "")
            return try await call.reportPage(kit, typed: proposal.filled(call.filed), proposal: proposal)
        }
    }

    /// Whoever comes here by an address, as after choosing a language, begins anew.
    private var proposalLeft: Endpoint {
        .page(.get, "/report/proposal", kit, id: "pageReportProposalLeft") { call in call.seeOther("/report") }
    }
}

extension Call {
    /// The act by which matters are filed, as the API tells acts; nil where the district has none.
    fileprivate var filingAct: JSONValue? {
        guard let rules = configuration.machine(latest: "issue")?.definition, let act = rules.filingAct
        else { return nil }
        return ActionView(definition: rules, language: language).json(act)
    }

    /// What was typed, by field: what is written beside a tile counts before the tile.
    fileprivate var filed: [String: [String]] {
        keyed(ActForm.field).reduce(into: [:]) { typed, field in
            let hasTiles = ["category", "place"].contains(field.key)
            typed[field.key] = hasTiles ? Array(field.value.suffix(1)) : field.value
        }
    }

    /// Files a matter as the form says, perhaps as dealt with, and adds the files that came with it.
    fileprivate func file(_ kit: PageKit, _ files: ReceivedForm?) async throws -> Response {
        let act = filingAct
        let fields = JSONValue.object(ActForm(self, act).fields(filed))
        let answer = try await ask("fileMatter", sentKey, body: ["fields": fields])
        let number = answer.json["number"]?.string ?? ""
        let handling = try await handle(number, kit)
        let sent = try await add(files, to: number, with: handling.step ?? answer.step)
        let code = answer.json["code"]?.string
        guard !wantsData else {
            try sent.checkTaken()
            let handled = handling.refused.map { why -> [JSONValue] in
                [["name": .string(kit.words.text("report.not_handled", language)), "why": .string(why)]]
            }
            return data([
                "done": true, "number": .string(number), "code": .orNull(code), "to": .string("/matters/\(number)"),
                "refused": .array((handled ?? []) + sent.refused),
            ])
        }
        guard code != nil || !sent.refused.isEmpty || handling.refused != nil else {
            let done = handling.step == nil ? act?["name"]?.string ?? "" : Self.handlingAct.text
            return seeOther("/matters/\(number)?done=\(done)")
        }
        // The code is shown here and nowhere else: it is in no address, which logs keep.
        let model: JSONObject = [
            "number": .string(number), "code": .orNull(code), "reply": .orNull(await reply(kit, number)),
            "refused": .array(sent.refused), "is_refused": .bool(!sent.refused.isEmpty),
            "handled": .bool(handling.step != nil), "not_handled": .orNull(handling.refused),
        ]
        return page(kit, "reported", title: kit.words.text("report.done", language), model)
    }

    /// What can be said in the group of what was just filed; nil also where whoever filed may not look at it.
    fileprivate func reply(_ kit: PageKit, _ number: String) async -> String? {
        // It has been filed, and its code is told once: nothing may stand before that.
        guard let matter = try? await ask("readMatter", ["number": .string(number)]).json,
            let look = try? await look(kit)
        else { return nil }
        return GroupReply(matter, look).text
    }

    /// The act by which whoever holds a matter deals with it themself.
    private static let handlingAct: ActionName = "resolve_here"

    /// Deals with what was just filed, where the form says that it has been; it stays filed whatever comes of that.
    ///
    /// - Returns: the step that it was, or why it was refused; neither, where the form does not say so.
    private func handle(_ number: String, _ kit: PageKit) async throws -> (step: Int64?, refused: String?) {
        guard flag("handled") else { return (nil, nil) }
        let said = text("handled_text") ?? kit.words.text("report.handled_text", language)
        let values = ["number": JSONValue.string(number)].merging(sentKey(for: "#handled")) { $1 }
        let body: JSONValue = ["act": .string(Self.handlingAct.text), "fields": ["text": .string(said)]]
        do {
            return (try await ask("actOnMatter", values, body: body).step, nil)
        } catch {
            return (nil, try Fault.known(error).message(language))
        }
    }

    /// Whether whoever files can say that they dealt with it.
    private func mayHandle(_ choices: ReportChoices) -> Bool {
        let act = configuration.machine(latest: "issue")?.definition.actions[Self.handlingAct]
        return choices.isLocal && act.map { $0.needs == ["text"] } ?? false
    }

    fileprivate func reportPage(
        _ kit: PageKit,
        typed: [String: [String]],
        proposal: Proposal? = nil,
        fault: Fault? = nil
    ) async throws -> Response {
        let choices = ReportChoices(self, typed)
        let recent = try await ask("listRecentCategories").json
        let scanned = text("place").flatMap { configuration.territory.unit(code: $0) }
        let shown = ActForm(self, filingAct).inputs(typed)
        let inputs = shown.filter { isAsked($0["name"]?.string ?? "") }.map { input in
            switch input["name"]?.string {
            case "category": choices.categories(input, recent)
            case "place": choices.places(input, scanned: scanned)
            default: input
            }
        }
        let needed = inputs.filter { $0["is_required"] == true }
        let others = inputs.filter { $0["is_required"] != true }
        let isUsual: (JSONValue) -> Bool = { Self.usualFields.contains($0["name"]?.string ?? "") }
        var model: JSONObject = [
            "inputs": .array(needed), "usual": .array(others.filter(isUsual)),
            "more": .array(others.filter { !isUsual($0) }), "has_more": .bool(!others.allSatisfy(isUsual)),
            "is_more_open": .bool(others.contains { !isUsual($0) && $0["value"]?.string != nil }),
            "key": .string(formKey(after: fault)), "photos": filesInput(kit),
            "may_handle": .bool(mayHandle(choices)), "handled": .bool(flag("handled")),
            "has_chosen": .bool(scanned != nil || proposal != nil),
            "handled_text": .orNull(text("handled_text")),
        ]
        // A position is found by the telephone, not typed.
        if shown.contains(where: { $0["name"] == "position" }) {
            model["located"] = ["position": .string(typed["position"]?.first ?? "")]
        }
        if let proposal { model["proposal"] = proposal.json(titles: inputs) }
        if let fault { model["problem"] = .string(fault.message(language)) }
        let title = kit.words.text("report.title", language)
        return page(
            kit,
            "report",
            title: title,
            model,
            status: fault?.status ?? .ok,
            headers: MapPages.headers(kit.tiles)
        )
    }

    /// Whether the form asks for a field: what only platforms send is left out, and a limit from above is the desk's to type.
    private func isAsked(_ field: String) -> Bool {
        switch field {
        case "position", "upper_platform", "upper_number", "upper_due", "upper_return_by": false
        case "target_due": caller?.party.posts.contains { DeskPages.roles.contains($0.role) } ?? false
        default: true
        }
    }

    /// What most filings say besides what all must: the rest stands below a line.
    private static let usualFields: Set<String> = ["contact_name", "contact_phone", "urgency"]
}
