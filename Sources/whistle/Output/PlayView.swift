import Dispatcher
import PGStore
import Workflow

/// Plays a play and prints it: what people do, what the clocks do meanwhile, clocks explained, ledgers.
final class PlayView {
    private let play: Play
    private let stage: Stage
    private var names: [TicketID: String] = [:]
    private var shown: [TicketID: Int] = [:]

    init(_ play: Play, _ stage: Stage) {
        self.play = play
        self.stage = stage
    }

    private var configuration: DistrictConfiguration { stage.configuration }

    /// Plays it to its end.
    ///
    /// - Throws: `PlayFault` where something else happens than the script says.
    func show() async throws {
        Terminal.line(play.title(.current))
        for (index, step) in play.steps.enumerated() {
            guard let now = configuration.instant(step.at) else { throw fault(index, "at: \(step.at)") }
            try await stage.wait(until: now)
            try await showNews()
            if let note = step.note { Terminal.line("\n## " + note(.current)) }
            try await carryOut(step.deed, at: now, index)
        }
    }

    private func fault(_ index: Int, _ detail: String) -> Complaint {
        Complaint(
            "bad_play",
            zh: "脚本第 \(index + 1) 步：\(detail)",
            en: "the script's step \(index + 1): \(detail)",
            exit: ExitCodes.findings
        )
    }

    private func carryOut(_ deed: Play.Deed, at now: Instant, _ index: Int) async throws {
        switch deed {
        case .file(let name, let account, let fields):
            let machine = configuration.machine(latest: "issue")
            guard let machine, let act = machine.definition.filingAct else { throw fault(index, "issue") }
            let inputs = try Inputs(fields, definition: machine.definition, configuration: configuration)
            let submission = Submission(
                district: configuration.id,
                target: .filing("issue"),
                act: act,
                by: try configuration.party(account),
                input: inputs.values,
                texts: inputs.texts,
                givenNow: now
            )
            names[try await stage.submit(submission)] = name
            try await showNews()
        case .act(let word, let name, let account, let fields, let children, let refused):
            let ticket = try ticket(name, index)
            try await act(word, ticket, account, fields, refused, at: now, index)
            let known = Set(names.keys)
            let new = try await stage.dossier(ticket).ticket.children.keys.filter { !known.contains($0) }.sorted()
            guard new.count == children.count else { throw fault(index, "as: \(new.count)") }
            for (child, name) in zip(new, children) { names[child] = name }
            try await showNews()
        case .clocks(let name): try await explainClocks(of: try ticket(name, index))
        case .ledger(let name):
            let dossier = try await stage.dossier(try ticket(name, index))
            let calendar = configuration.calendars.standard
            let ledger = try TimeLedger(dossier.events.map(\.event), calendar: calendar, until: now)
            let end = min(dossier.ticket.closedAt ?? now, now)
            let whole = calendar.workMicroseconds(from: dossier.ticket.reportedAt, to: end)
            guard whole == ledger.working else { throw fault(index, "\(ledger.working) != \(whole)") }
            for line in LedgerView(configuration).lines(ledger, of: dossier.ticket) { say(name, line) }
        }
    }

    private func ticket(_ name: String, _ index: Int) throws -> TicketID {
        guard let id = names.first(where: { $0.value == name })?.key else { throw fault(index, name) }
        return id
    }

    private func act(
        _ word: String,
        _ ticket: TicketID,
        _ account: String,
        _ fields: [(field: String, text: String)],
        _ refused: String?,
        at now: Instant,
        _ index: Int
    ) async throws {
        let dossier = try await stage.dossier(ticket)
        // Other tickets of the play are known by their names.
        let typed = fields.map { field in
            (
                field: field.field,
                text: names.first { $0.value == field.text }.map { String($0.key.rawValue) } ?? field.text
            )
        }
        let request = ActRequest(act: word, fields: typed.map { "\($0.field)=\($0.text)" }, account: account)
        do {
            _ = try await stage.submit(
                try request.submission(on: dossier.ticket, key: nil, seen: nil, configuration, givenNow: now)
            )
        } catch let error as DispatchError {
            guard case .refused(let refusal) = error, refusal.code == refused else { throw error }
            let who = configuration.people[account]?.name ?? account
            say(
                names[ticket] ?? "",
                "    \(configuration.calendars.standard.shown(now))  \(who)  ✗ \(refusal.message(.current))〔\(refusal.code)〕"
            )
            return
        }
        if let refused { throw fault(index, "refused: \(refused)") }
    }
}

extension PlayView {
    // MARK: - Printing

    /// What happened since, on all tickets of the play, in the order of time.
    private func showNews() async throws {
        var news: [(at: Instant, name: String, seq: Int, line: String)] = []
        for (id, name) in names.sorted(by: { $0.key < $1.key }) {
            let dossier = try await stage.dossier(id)
            let view = TicketView(dossier, configuration)
            for event in dossier.events.map(\.event) where event.seq > shown[id, default: 0] {
                news.append((event.at, name, event.seq, view.eventLine(event)))
            }
            shown[id] = dossier.ticket.seq
        }
        for entry in news.sorted(by: { ($0.at, $0.name, $0.seq) < ($1.at, $1.name, $1.seq) }) {
            say(entry.name, entry.line)
        }
    }

    /// Why each clock of a ticket falls due when it does.
    private func explainClocks(of id: TicketID) async throws {
        let telling = TicketTelling(try await stage.dossier(id), configuration, language: .current)
        for (clock, countdown) in telling.ticket.clocks.sorted(by: { ($0.value.due, $0.key) < ($1.value.due, $1.key) })
        {
            let calendar = telling.calendar
            let paused = countdown.paused == nil ? "" : localized("（暂停）", " (stands still)")
            say(
                names[id] ?? "",
                "\(telling.title(of: clock))\(paused): \(calendar.shown(countdown.startedAt)) → \(calendar.shown(countdown.due))"
            )
            for why in try telling.why(clock) {
                for line in why.text(in: .current).split(separator: "\n") { say(names[id] ?? "", "    " + line) }
            }
        }
    }

    /// A line under a ticket's name; numbers of tickets, which differ from play to play, give way to their names.
    private func say(_ name: String, _ line: String) {
        var line = line
        for (id, name) in names {
            guard let number = TicketNumber("\(id)")?.description else { continue }
            line = line.replacing(number, with: name)
        }
        let trimmed = String((name.padded(3) + line).reversed().drop { $0 == " " }.reversed())
        if !line.isEmpty { Terminal.line(trimmed) }
    }
}
