package import Workflow

/// A follow-up as a row of `timer`: its clock is `~` and the child's id, its step the state in which the child ended.
extension FollowUp {
    /// What stands for the clock.
    package var clock: String { "~\(child)" }

    /// What stands for the step.
    package var step: String { state.text }

    /// Reads a row; nil where it is a clock's timer.
    package init?(clock: String, step: String, due: Instant) {
        guard clock.hasPrefix("~"), let child = Int64(clock.dropFirst()), let state = StateName(step) else {
            return nil
        }
        self.init(child: TicketID(child), state: state, due: due)
    }
}
