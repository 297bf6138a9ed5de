import Dispatcher
import HTTPTypes
import PGStore
import Workflow

extension Open311Endpoints {
    static let updates = both(
        .get,
        "servicerequestupdates",
        id: "Updates",
        summary: Bilingual(zh: "诉求的进展，最早的在前", en: "What happened to service requests, the earliest first"),
        parameters: [
            jurisdiction, key,
            Parameter("start_date", in: .query, .words(max: 40), zh: "不早于", en: "no earlier"),
            Parameter("end_date", in: .query, .words(max: 40), zh: "不晚于；至多 90 天", en: "no later; at most 90 days"),
        ] + paging,
        note: Bilingual(zh: "进展；至多 1000 条", en: "updates, at most 1,000"),
        shape: OpenShapes.updates,
        refusals: [.forbidden, .notFound, .tooManyRequests]
    ) { call in
        let holder = try await call.openReader()
        let now = try await call.now()
        let times = try call.instants("start_date", "end_date").range(now: now)
        let (skipped, count) = call.pages
        var walk = UpdateWalk(call, times, holder, now: now)
        let updates = try await walk.page(skipping: skipped, taking: count)
        return OpenDocument(root: "service_request_updates", content: .list("request_update", updates.map(\.node)))
    }

    static let update = both(
        .post,
        "servicerequestupdates",
        id: "Update",
        summary: Bilingual(zh: "补充或追加一件诉求", en: "Add to a service request"),
        parameters: [
            jurisdiction, key, code,
            Parameter(
                "Idempotency-Key",
                in: .header,
                .words(max: 100),
                zh: "同一键的同一请求只办一次",
                en: "the same request under the same key is carried out once"
            ),
            Parameter("service_request_id", in: .form, .text(max: 100), isRequired: true, zh: "编号", en: "the number"),
            Parameter("description", in: .form, .text(max: 3_500), isRequired: true, zh: "说明", en: "what is added"),
            Parameter("update_id", in: .form, .words(max: 100), zh: "您的编号：同一编号只办一次", en: "your id: carried out once"),
            Parameter("jurisdiction_id", in: .form, .words(max: 100), zh: "区的代码", en: "the district's code"),
            Parameter("api_key", in: .form, .words(max: 200), zh: "令牌", en: "the key"),
        ],
        note: Bilingual(zh: "进展的编号", en: "the update's id"),
        shape: OpenShapes.updated,
        refusals: [.forbidden, .notFound, .tooManyRequests, .serviceUnavailable]
    ) { call in
        try call.checkJurisdiction()
        let (ticket, party) = try await call.openTicket()
        let receipt = try await call.supplement(ticket, by: party, at: try await call.now())
        let number = call.openNumber(ticket.id, reportedAt: ticket.reportedAt)
        return OpenDocument(
            root: "service_request_updates",
            content: .list("request_update", [.members([.init("update_id", "\(number)-\(receipt.seq)")])])
        )
    }

    private static let code = Parameter(
        "Whistle-Code",
        in: .header,
        .words(max: 40),
        zh: "查询码，没有 api_key 时用",
        en: "the resident's code, where there is no api_key"
    )

    /// Acts by which a resident says more: what was asked for first.
    fileprivate static let supplements: [ActionName] = ["supply", "add_to"]
}

extension Call {
    /// The ticket that is to be added to, and as whom: the system that filed it, or its resident by number and code.
    ///
    /// - Throws: `Fault` as if there were none, for what is another's, and for a wrong code.
    fileprivate func openTicket() async throws -> (Ticket, Party) {
        let typed = text("service_request_id") ?? ""
        let (district, now) = (configuration.id, try await now())
        if let holder = try await keyHolder() {
            let matter = try await seen([typed], by: holder, now: now).first
            guard case .own(let listed)? = matter else { throw Fault.unknownRequest(typed) }
            let id = listed.ticket.id
            try await admitted { try await residents.act(on: id, asSystemOf: holder.person, in: district, at: now) }
            return (listed.ticket, holder.party)
        }
        guard let code = text("Whistle-Code") else { throw Fault.keyNeeded }
        guard let number = TicketNumber(typed),
            try await residents.opens(code, number.id, in: district, from: address),
            let ticket = try await engine.dossier(number.id, in: district)?.ticket,
            number.names(ticket, calendar: configuration.calendars.standard),
            configuration.machine(ticket.definition)?.residentActs.isEmpty == false
        else { throw Fault.unknownRequest(typed) }
        try await admitted { try await residents.act(on: ticket.id, in: district, from: address, at: now) }
        return (ticket, Party(identity: .resident))
    }

    /// Adds words to a ticket: as what was asked for, else as something more.
    ///
    /// What was sent before was perhaps the one while it would be the other now: under its key either is found.
    ///
    /// - Throws: `DispatchError.refused` where nothing can be added any more.
    fileprivate func supplement(_ ticket: Ticket, by party: Party, at now: Instant) async throws -> Receipt {
        let machine = configuration.machine(ticket.definition)
        let available = machine?.available(to: party, on: ticket, in: configuration.context(at: now)) ?? []
        let acts = Open311Endpoints.supplements
        let first = acts.filter(available.contains) + acts.filter { !available.contains($0) }
        var refusal = DispatchError.refused(.unknownAct("add_to"))
        for act in first {
            do {
                return try await engine.submit(supplement(ticket, act, by: party), patience: .seconds(20))
            } catch {
                guard case .keyReused = error else { throw error }
                refusal = error
            }
        }
        throw refusal
    }

    private func supplement(_ ticket: Ticket, _ act: ActionName, by party: Party) -> Submission {
        let given = text("Idempotency-Key") ?? text("update_id")
        return Submission(
            district: configuration.id,
            target: .ticket(ticket.id),
            act: act,
            by: party,
            texts: ["text": text("description") ?? ""],
            key: given.map { .given("open311 update#\(ticket.id)#\($0)") } ?? .made
        )
    }
}
