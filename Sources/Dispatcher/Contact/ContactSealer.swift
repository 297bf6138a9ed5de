import PGStore
import Workflow

/// Seals what a command says of whom to reach, before it waits for a lane.
///
/// What is sealed is bound to its ticket: so a filing gets its id here, and keeps it however often its batch runs.
struct ContactSealer: Sendable {
    let keys: KeyRing?
    let ids: TicketIDDesk

    /// The same command, ready for a lane.
    ///
    /// - Parameters:
    ///   - submission: the command.
    ///   - deadline: how long its caller waits.
    /// - Returns: the command with its contact sealed, and of a filing with its id.
    /// - Throws: `DispatchError.noKeys` where there is no key; why no id was to be had.
    func sealed(
        _ submission: Submission,
        until deadline: ContinuousClock.Instant
    ) async throws(DispatchError) -> Submission {
        guard SealedContact.isAmong(submission.command.words) else { return submission }
        guard let keys else { throw .noKeys }
        var sealed = submission
        let ticket: TicketID
        switch submission.target {
        case .filing:
            ticket = try await ids.next(until: deadline)
            sealed.reserved = ticket
        case .ticket(let id), .adjusting(let id, _), .attaching(let id, _, _): ticket = id
        }
        do {
            let words = submission.command.words
            sealed.contact = try SealedContact(words, of: ticket, in: submission.district, under: keys)
        } catch {
            throw .store(error)
        }
        return sealed
    }
}
