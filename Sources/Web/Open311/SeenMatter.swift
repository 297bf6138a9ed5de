import Dispatcher
import PGStore
import Workflow

/// A matter that somebody may see by Open311: as its reporter's own system sees it, or as the board shows it.
enum SeenMatter {
    /// Reported by who asks.
    case own(ReportedTicket)
    /// Ended, and on the board.
    case board(TicketLine)

    /// Which ticket.
    var id: TicketID {
        switch self {
        case .own(let listed): listed.ticket.id
        case .board(let line): line.id
        }
    }

    /// When it was reported.
    var reportedAt: Instant {
        switch self {
        case .own(let listed): listed.ticket.reportedAt
        case .board(let line): line.reportedAt
        }
    }
}

extension Call {
    /// States in which matters stand on the board.
    var boardStates: [StateName] {
        let boards = configuration.machines.values.compactMap(\.definition.privacy.board)
        return Array(Set(boards.flatMap(\.states))).sorted()
    }

    /// What ended earlier stands on the board no more.
    func boardBegins(_ now: Instant) -> Instant { now.advanced(bySeconds: -OpenQuery.mostDays * 86_400) }

    /// Whether a line stands on the board, and is of a service.
    func isOnBoard(_ line: TicketLine, _ now: Instant) -> Bool {
        guard let definition = configuration.machine(line.definition)?.definition, let end = line.closedAt,
            definition.isPublic(line.state, line.glance.facts),
            configuration.categories.entry(of: line.category)?.isPublic == true
        else { return false }
        return end >= boardBegins(now)
    }

    /// Whether its reporter's system may see a ticket; what is kept from others it sees no more, though it filed it.
    func isSeen(_ reported: ReportedTicket) -> Bool {
        guard let machine = configuration.machine(reported.ticket.definition) else { return false }
        return !machine.residentActs.isEmpty && !machine.definition.isKeptFromOthers(reported.ticket.facts)
    }

    /// Those of some numbers that may be seen, in the order in which they were asked for.
    func seen(_ numbers: [String], by holder: KeyHolder?, now: Instant) async throws -> [SeenMatter] {
        let asked = numbers.compactMap { TicketNumber($0) }
        let ids = Array(Set(asked.map(\.id)))
        guard !ids.isEmpty else { return [] }
        var found: [TicketID: SeenMatter] = [:]
        for line in try await engine.lines(of: ids, in: configuration.id) where isOnBoard(line, now) {
            found[line.id] = .board(line)
        }
        if let holder {
            let own = try await engine.reports(ids, of: holder.person, in: configuration.id, as: holder.reader)
            for listed in own where isSeen(listed) { found[listed.ticket.id] = .own(listed) }
        }
        let calendar = configuration.calendars.standard
        var seen: Set<TicketID> = []
        return asked.compactMap { number in
            guard let matter = found[number.id],
                number.names(matter.id, reportedAt: matter.reportedAt, calendar: calendar),
                seen.insert(matter.id).inserted
            else { return nil }
            return matter
        }
    }
}
