package import Workflow

/// A follow-up as a row of `timer`: its clock is `~` and the id of the ticket that it comes from.
///
/// The step of one that ended is the state in which it did, with `@` and the id of who handled it; the step of what is
/// told is `!`, the number of the event that tells, and what it says.
extension FollowUp {
    /// What stands for the clock.
    package var clock: String { "~\(ticket)" }

    /// What stands for the step.
    package var step: String {
        switch content {
        case .ended(let state, let handler): state.text + (handler.map { "@\($0)" } ?? "")
        case .told(let telling, let seq): "!\(seq) \(telling.text)"
        }
    }

    /// Reads a row; nil where it is a clock's timer.
    package init?(clock: String, step: String, due: Instant) {
        guard clock.hasPrefix("~"), let ticket = Int64(clock.dropFirst()), let content = Content(step: step) else {
            return nil
        }
        self.init(ticket: TicketID(ticket), content: content, due: due)
    }
}

extension FollowUp.Content {
    fileprivate init?(step: String) {
        if step.hasPrefix("!") {
            let parts = step.dropFirst().split(separator: " ", maxSplits: 1)
            guard parts.count == 2, let seq = Int(parts[0]), let telling = Telling(text: String(parts[1])) else {
                return nil
            }
            self = .told(telling, seq: seq)
        } else {
            let parts = step.split(separator: "@", maxSplits: 1, omittingEmptySubsequences: false)
            guard let state = StateName(String(parts[0])) else { return nil }
            let handler = parts.count > 1 ? Int64(parts[1]) : nil
            guard parts.count == 1 || handler != nil else { return nil }
            self = .ended(state, handler: handler.map { PersonID($0) })
        }
    }
}
