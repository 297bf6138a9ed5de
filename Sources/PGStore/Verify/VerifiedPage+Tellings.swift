package import Postgres
package import Workflow

/// What tickets of a page told those that were made for them, which may be on another page.
extension VerifiedPage {
    /// What is to be read of those that were told something, in the same snapshot; nothing where none was.
    package var further: [Query] {
        let children = Set(tellings.keys.map(\.child)).sorted()
        guard !children.isEmpty else { return [] }
        return [StoredEvent.of(children, in: district), Verification.tellings(to: children, district)]
    }

    /// Reads the answers to `further`.
    package mutating func readFurther(_ results: [QueryResult]) throws {
        guard results.count == 2 else { return }
        for row in results[0] {
            // An event that cannot be read is noted on its own ticket's page.
            guard let stored = try? StoredEvent(row: row, district: district) else { continue }
            told[stored.event.ticket, default: []].append(stored.event)
        }
        for row in results[1] {
            let due = Instant(try row[3, as: Timestamp.self])
            guard let followUp = FollowUp(clock: try row[1], step: try row[2], due: due) else { continue }
            untold[Family(parent: followUp.ticket, child: TicketID(try row[0])), default: 0] += 1
        }
    }

    mutating func noteTellings(_ event: Event) {
        for case .passedOn(_, let children) in event.outcomes {
            for child in children {
                tellings[Family(parent: event.ticket, child: child), default: []].append(event.seq)
            }
        }
    }
}

extension Verification {
    /// What was told to some tickets, and waits or is put aside.
    package static func tellings(to tickets: [TicketID], _ district: DistrictID) -> Query {
        """
        SELECT ticket_id, clock, step, due_at FROM timer
        WHERE district_id = \(district.rawValue) AND ticket_id = ANY(\(tickets.map(\.rawValue))) AND step LIKE '!%'
        UNION ALL
        SELECT ticket_id, clock, step, due_at FROM timer_dead
        WHERE district_id = \(district.rawValue) AND ticket_id = ANY(\(tickets.map(\.rawValue))) AND step LIKE '!%'
        """
    }
}
