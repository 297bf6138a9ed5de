package import Workflow

/// A follow-up as a row of `timer`: its clock is `~` and the ended ticket's id, its step the state in which that ended,
/// with `@` and the id of who handled it.
extension FollowUp {
    /// What stands for the clock.
    package var clock: String { "~\(ticket)" }

    /// What stands for the step.
    package var step: String { state.text + (handler.map { "@\($0)" } ?? "") }

    /// Reads a row; nil where it is a clock's timer.
    package init?(clock: String, step: String, due: Instant) {
        let parts = step.split(separator: "@", maxSplits: 1, omittingEmptySubsequences: false)
        guard clock.hasPrefix("~"), let ticket = Int64(clock.dropFirst()), let state = StateName(String(parts[0]))
        else {
            return nil
        }
        let handler = parts.count > 1 ? Int64(parts[1]) : nil
        guard parts.count == 1 || handler != nil else { return nil }
        self.init(ticket: TicketID(ticket), state: state, due: due, handler: handler.map { PersonID($0) })
    }
}
