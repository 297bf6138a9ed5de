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
            call.reportPage(kit, typed: call.text("place").map { ["place": [$0]] } ?? [:])
        }
    }

    private var file: Endpoint {
        .page(.post, "/report", kit, id: "pageReportSent", parameters: ActForm.parameters) { [kit] call in
            let typed = call.keyed(ActForm.field)
            do {
                let act = call.filingAct
                var values: [String: JSONValue] = [:]
                if let key = call.text("key") { values["Idempotency-Key"] = .string(key) }
                let fields = JSONValue.object(ActForm(call, act).fields(typed))
                let answer = try await call.ask("fileMatter", values, body: ["fields": fields])
                let number = answer.json["number"]?.string ?? ""
                let done = act?["name"]?.string ?? ""
                let code = answer.json["code"]?.string
                guard let code else { return call.seeOther("/matters/\(number)?done=\(done)") }
                // The code is shown here and nowhere else: it is in no address, which logs keep.
                return call.page(
                    kit,
                    "reported",
                    title: kit.words.text("report.done", call.language),
                    ["number": .string(number), "code": .string(code), "reply": .orNull(await call.reply(kit, number))]
                )
            } catch {
                return call.reportPage(kit, typed: typed, fault: try Fault.known(error))
            }
        }
    }

    private var proposal: Endpoint {
        .page(
            .post,
            "/report/proposal",
            kit,
            id: "pageReportProposal",
            parameters: ActForm.parameters + [
                Parameter("message", in: .form, .words(max: 20_000), zh: "群消息", en: "a message from a group")
            ]
        ) { [kit] call in
            let proposal = try await call.proposal(kit, call.text("message") ?? "")
            return call.reportPage(kit, typed: proposal.filled(call.keyed(ActForm.field)), proposal: proposal)
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

    /// What can be said in the group of what was just filed; nil also where whoever filed may not look at it.
    fileprivate func reply(_ kit: PageKit, _ number: String) async -> String? {
        // It has been filed, and its code is told once: nothing may stand before that.
        guard let matter = try? await ask("readMatter", ["number": .string(number)]).json,
            let look = try? await look(kit)
        else { return nil }
        return GroupReply(matter, look).text
    }

    fileprivate func reportPage(
        _ kit: PageKit,
        typed: [String: [String]],
        proposal: Proposal? = nil,
        fault: Fault? = nil
    ) -> Response {
        let inputs = ActForm(self, filingAct).inputs(typed)
        let isFirst: (JSONValue) -> Bool = {
            $0["is_required"] == true || Self.firstFields.contains($0["name"]?.string ?? "")
        }
        var model: JSONObject = [
            "inputs": .array(inputs.filter(isFirst)), "more": .array(inputs.filter { !isFirst($0) }),
            "has_more": .bool(!inputs.allSatisfy(isFirst)),
            "is_more_open": .bool(inputs.contains { !isFirst($0) && $0["value"]?.string != nil }),
            "key": .string(formKey(after: fault)),
        ]
        if let proposal { model["proposal"] = proposal.json(titles: inputs) }
        if let fault { model["problem"] = .string(fault.message(language)) }
        let title = kit.words.text("report.title", language)
        return page(kit, "report", title: title, model, status: fault?.status ?? .ok)
    }

    /// What most filings say besides what all must: the rest stands below a line.
    private static let firstFields: Set<String> = ["contact_name", "contact_phone", "urgency"]
}
