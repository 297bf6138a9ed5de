package import Postgres
package import Workflow

/// Whether the journal is whole: every ticket is the fold of its events, every hash is right, every timer lives.
///
/// Consults nothing but the log and the definitions that its tickets are pinned to.
package struct Verification: Sendable {
    /// Something that is not as it must be.
    package struct Finding: Hashable, Sendable {
        /// A stable code.
        package let code: String
        /// The ticket.
        package let ticket: TicketID
        /// What was found.
        package let detail: String
    }

    /// Tickets checked.
    package private(set) var tickets = 0
    /// Events checked.
    package private(set) var events = 0
    /// Timers compared.
    package private(set) var timers = 0
    /// What is wrong, the first thousand.
    package private(set) var findings: [Finding] = []
    /// How many things are wrong.
    package private(set) var findingCount = 0
    /// Contacts that stand in the open, of before they were sealed: `whistle keys rotate` seals them.
    package private(set) var openContacts = 0
    /// Contacts that were not compared, for want of any key.
    package private(set) var closedContacts = 0
    /// Files whose bytes were compared with their hashes, small pictures included.
    package private(set) var files = 0
    /// Files that were not compared, for want of their folder.
    package private(set) var closedFiles = 0
    /// Files that were added before events named them: their hashes stand in their rows alone.
    package private(set) var unchainedFiles = 0

    package init() {}

    /// A page of tickets to check: all in one snapshot, so that a page is consistent while others write.
    package static func page(
        _ district: DistrictID,
        after: TicketID?,
        upTo last: TicketID? = nil,
        limit: Int
    ) -> Query {
        """
        SELECT \(unsafeSQL: StoredTicket.columns), \(unsafeSQL: DerivedRow.columns) FROM ticket AS t
        WHERE t.district_id = \(district.rawValue) AND t.id > \(after?.rawValue ?? 0)
            AND t.id <= \(last?.rawValue ?? .max)
        ORDER BY t.id LIMIT \(Int32(clamping: limit))
        """
    }

    /// The timers of a range of tickets, live and dead, with their due times.
    package static func timers(_ district: DistrictID, from: TicketID, to: TicketID) -> Query {
        """
        SELECT ticket_id, clock, step, due_at, false FROM timer
        WHERE district_id = \(district.rawValue) AND ticket_id BETWEEN \(from.rawValue) AND \(to.rawValue)
        UNION ALL
        SELECT ticket_id, clock, step, due_at, true FROM timer_dead
        WHERE district_id = \(district.rawValue) AND ticket_id BETWEEN \(from.rawValue) AND \(to.rawValue)
        """
    }

    /// Texts of a range of tickets, with their salts, by ticket, event and field.
    package static func texts(_ district: DistrictID, from: TicketID, to: TicketID) -> Query {
        """
        SELECT ticket_id, 1, f.field, salt, f.text FROM report AS r
        CROSS JOIN LATERAL (VALUES ('title', r.title), ('text', r.text)) AS f (field, text)
        WHERE district_id = \(district.rawValue) AND ticket_id BETWEEN \(from.rawValue) AND \(to.rawValue)
            AND f.text IS NOT NULL
        UNION ALL
        SELECT ticket_id, seq, field, salt, text FROM remark
        WHERE district_id = \(district.rawValue) AND ticket_id BETWEEN \(from.rawValue) AND \(to.rawValue)
            AND text IS NOT NULL
        """
    }

    /// Those of these tickets that have ended, with their states and times.
    package static func ends(of tickets: [TicketID], _ district: DistrictID) -> Query {
        """
        SELECT id, state, closed_at FROM ticket
        WHERE district_id = \(district.rawValue) AND id = ANY(\(tickets.map(\.rawValue))) AND closed_at IS NOT NULL
        """
    }

    /// Rows that belong to no ticket, or to no event, by table.
    package static func orphans(_ district: DistrictID) -> Query {
        let ofTicket = [
            "ticket_event", "timer", "timer_dead", "outbox", "outbox_dead", "report", "contact", "search", "attachment",
        ]
        let parts = ofTicket.map { table in
            """
            SELECT '\(table)', x.ticket_id FROM \(table) AS x
            WHERE x.district_id = $1 AND NOT EXISTS (
                SELECT FROM ticket AS t WHERE t.district_id = x.district_id AND t.id = x.ticket_id)
            """
        }
        let ofEvent = ["command_key", "remark", "attachment"].map { table in
            """
            SELECT '\(table)', x.ticket_id FROM \(table) AS x
            WHERE x.district_id = $1 AND x.seq IS NOT NULL AND NOT EXISTS (
                SELECT FROM ticket_event AS e
                WHERE e.district_id = x.district_id AND e.ticket_id = x.ticket_id AND e.seq = x.seq)
            """
        }
        // A person's row is the lock of what waits for that person: without it nobody would ever send it.
        let waiting = """
            SELECT 'digest_item', coalesce(x.ticket_id, 0) FROM digest_item AS x
            WHERE x.district_id = $1 AND (
                NOT EXISTS (SELECT FROM digest AS d WHERE d.district_id = x.district_id AND d.person_id = x.person_id)
                OR x.ticket_id IS NOT NULL AND NOT EXISTS (
                    SELECT FROM ticket AS t WHERE t.district_id = x.district_id AND t.id = x.ticket_id))
            """
        var query = Query(unsafeSQL: (parts + ofEvent + [waiting]).joined(separator: "\nUNION ALL\n") + "\nLIMIT 1000")
        _ = query.bind(district.rawValue)
        return query
    }
}

extension Verification {
    // MARK: - Checking a page

    /// Checks a page.
    package mutating func check(_ page: VerifiedPage) {
        tickets += page.count
        openContacts += page.openContacts
        closedContacts += page.closedContacts
        for finding in page.findings { note(finding) }
        for row in page.tickets {
            let id = row.ticket.id
            let journal = page.journal[id] ?? []
            events += journal.count
            if !page.torn.contains(id) {
                checkChain(row, journal)
                checkFold(row, journal)
            }
            checkDerived(row.ticket, page)
            checkTimers(row, live: page.live[id] ?? [], dead: page.dead[id] ?? [])
            checkNews(row.ticket, page)
            checkAttachments(journal, of: id, page)
            for stored in journal {
                checkTexts(stored.event, page.texts)
                checkPlan(stored.event, page.plans)
            }
        }
        checkTellings(page)
    }

    /// Counts files, compared or not.
    package mutating func noteFiles(compared: Int = 0, closed: Int = 0, unchained: Int = 0) {
        unchainedFiles += unchained
        files += compared
        closedFiles += closed
    }

    /// Notes something that is wrong.
    package mutating func note(_ code: String, _ ticket: TicketID, _ detail: String) {
        note(Finding(code: code, ticket: ticket, detail: detail))
    }

    private mutating func note(_ finding: Finding) {
        findingCount += 1
        if findings.count < 1_000 { findings.append(finding) }
    }

    private mutating func checkChain(_ row: StoredTicket, _ events: [StoredEvent]) {
        var hash = EventHash.origin
        for stored in events {
            hash = EventHash.next(after: hash, stored.event, payload: stored.payload)
            guard hash == stored.hash else {
                note("hash_broken", row.ticket.id, "event \(stored.event.seq)")
                return
            }
            if stored.event.payload.canonicalBytes != stored.payload {
                note("payload_not_canonical", row.ticket.id, "event \(stored.event.seq)")
            }
        }
        if hash != row.hash { note("hash_of_row", row.ticket.id, "the row's hash is not that of the last event") }
    }

    private mutating func checkFold(_ row: StoredTicket, _ events: [StoredEvent]) {
        do {
            guard let folded = try Ticket.fold(events.map(\.event)) else {
                return note("no_events", row.ticket.id, "a row without events")
            }
            if folded != row.ticket { note("row_differs", row.ticket.id, Self.difference(folded, row.ticket)) }
        } catch {
            note("fold_failed", row.ticket.id, "\(error)")
        }
    }

    private static func difference(_ folded: Ticket, _ row: Ticket) -> String {
        folded.state != row.state
            ? "state: events say \(folded.state), the row says \(row.state)"
            : "the row is not the fold of its events (number \(folded.seq) and \(row.seq))"
    }

    /// Every timer that the ticket wants is live, or is put aside, which is for a person to look at; none else is live.
    ///
    /// One that was put aside and is no longer wanted since does no harm.
    private mutating func checkDerived(_ ticket: Ticket, _ page: VerifiedPage) {
        guard page.derived[ticket.id] != DerivedRow(ticket, page.definition(ticket.definition)) else { return }
        note("derived_differs", ticket.id, "the row does not say beside its body what follows from it")
    }

    private mutating func checkTimers(_ row: StoredTicket, live: Set<TicketTimer>, dead: Set<TicketTimer>) {
        timers += live.count
        let wanted = Set(row.ticket.timers)
        for timer in wanted.subtracting(live).sorted() {
            let code = dead.contains(timer) ? "timer_dead" : "timer_missing"
            note(code, row.ticket.id, "\(timer.clock)/\(timer.step.code)")
        }
        for timer in live.subtracting(wanted).sorted() {
            note("timer_stray", row.ticket.id, "\(timer.clock)/\(timer.step.code)")
        }
    }

    /// A ticket hears of the end of each that it waits for: of those that it takes for open and that have ended, a timer
    /// says so.
    ///
    /// News that it has heard already do no harm: two may have ended at the same time.
    private mutating func checkNews(_ ticket: Ticket, _ page: VerifiedPage) {
        let left = page.followUps[ticket.id] ?? []
        timers += left.count
        // Who handled it is not read again here.
        let told = Set(left.compactMap(\.withoutHandler))
        let ended = Set(ticket.awaited.compactMap { page.ends[$0] })
        for followUp in ended.subtracting(told).sorted() {
            let isChild = ticket.children[followUp.ticket] != nil
            note(isChild ? "child_unheard" : "link_unheard", ticket.id, "\(followUp.ticket) ended in \(followUp.step)")
        }
        let strange = told.subtracting(ended).filter { ticket.news(in: $0) != .old }
        let ofStrangers = left.filter { $0.withoutHandler == nil && ticket.news(in: $0) == nil }
        for followUp in strange.union(ofStrangers).sorted() {
            note("timer_stray", ticket.id, "\(followUp.clock)/\(followUp.step)")
        }
    }

    /// What a ticket told one that was made for it was heard, or a timer says so, or the other had ended.
    private mutating func checkTellings(_ page: VerifiedPage) {
        for (family, tellings) in page.tellings.sorted(by: { $0.key.child < $1.key.child }) {
            let events = page.told[family.child] ?? []
            guard !events.contains(where: \.endsLife) else { continue }
            let heard = events.count { $0.by.identity == .ticket(family.parent) && $0.seq > 1 }
            let waiting = page.untold[family] ?? 0
            guard heard + waiting < tellings.count else { continue }
            let missed = tellings.dropFirst(heard).first.map { "event \($0) of \(family.parent)" } ?? ""
            note("telling_unheard", family.child, missed)
        }
    }

    /// By whose order and by which plan a ticket was moved can be read again.
    private mutating func checkPlan(_ event: Event, _ plans: Set<String>) {
        switch event.adjustment {
        case .version(_, let mark), .units(let mark):
            guard !plans.contains(mark.hash) else { return }
            note("plan_unknown", event.ticket, "event \(event.seq): \(mark.name) \(mark.hash)")
        case .calendars, nil: break
        }
    }

    private mutating func checkTexts(_ event: Event, _ texts: [VerifiedPage.TextKey: (salt: [UInt8], text: String)]) {
        for (field, digest) in event.words {
            let key = VerifiedPage.TextKey(ticket: event.ticket, seq: event.seq, field: field.text)
            // A text that is gone was erased: the digest stays, and the chain is whole.
            guard let (salt, text) = texts[key] else { continue }
            if WordsDigest.digest(text, field: field, salt: salt) != digest {
                note("text_changed", event.ticket, "event \(event.seq), \(field)")
            }
        }
    }
}

extension FollowUp {
    /// That its ticket has ended, whoever handled that one; nil where it says something else.
    fileprivate var withoutHandler: FollowUp? {
        guard case .ended(let state, _) = content else { return nil }
        return FollowUp(ticket: ticket, state: state, due: due)
    }
}

extension Event {
    /// Whether a ticket ended with it.
    fileprivate var endsLife: Bool {
        outcomes.contains { if case .entered(_, isFinal: true) = $0 { true } else { false } }
    }
}
