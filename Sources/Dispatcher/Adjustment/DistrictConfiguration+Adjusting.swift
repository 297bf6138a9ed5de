import PGStore
import Workflow

extension DistrictConfiguration {
    /// What an adjustment comes to for a ticket: what was overdue first, then the adjustment itself.
    struct DecidedAdjustment {
        /// What was overdue and fired; it stands whatever becomes of the adjustment.
        let caught: CatchUp
        /// The adjustment; nil where nothing moves.
        let advance: Advance?
        /// The ticket on both sides of it; nil where nothing moves.
        let adjusted: Adjusted?
    }

    /// Decides an adjustment for a ticket, as a batch does under its lock and a survey without.
    ///
    /// - Throws: `DispatchError.refused` or `.unknownDefinition`.
    func adjust(
        _ ticket: Ticket,
        by adjustment: Adjustment,
        ordered orderer: Party.Identity,
        at now: Instant
    ) throws(DispatchError) -> DecidedAdjustment {
        let caught = try catchUp(ticket, at: now)
        return try adjust(caught, of: ticket, by: adjustment, ordered: orderer, at: now)
    }

    /// Fires what is overdue, by the version that the ticket is pinned to.
    func catchUp(_ ticket: Ticket, at now: Instant) throws(DispatchError) -> CatchUp {
        guard let machine = machine(ticket.definition) else { throw .unknownDefinition(ticket.definition.name) }
        return machine.catchUp(ticket, until: now, in: context(at: now))
    }

    /// Decides an adjustment upon what has fired.
    func adjust(
        _ caught: CatchUp,
        of ticket: Ticket,
        by adjustment: Adjustment,
        ordered orderer: Party.Identity,
        at now: Instant
    ) throws(DispatchError) -> DecidedAdjustment {
        let before = caught.advance.ticket ?? ticket
        let version = adjustment.version(for: before.definition)
        guard let machine = machine(version) else { throw .unknownDefinition(version.name) }
        do {
            let advance = try machine.adjust(before, by: adjustment, ordered: orderer, in: context(at: now))
            let told = advance?.events.flatMap(\.outcomes).compactMap(\.audience) ?? []
            let adjusted = advance?.ticket.map { Adjusted(before: before, after: $0, told: told) }
            return DecidedAdjustment(caught: caught, advance: advance, adjusted: adjusted)
        } catch {
            throw .refused(error)
        }
    }
}

extension Outcome {
    /// Who is told by it.
    fileprivate var audience: Audience? {
        guard case .told(let audience) = self else { return nil }
        return audience
    }
}
