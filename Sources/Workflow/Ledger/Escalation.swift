/// How far a clock of an open ticket has climbed its ladder of escalation (时限升级).
public struct Escalation: Hashable, Sendable {
    /// The clock.
    public let clock: ClockName
    /// When it expired.
    public let due: Instant
    /// How many steps of its ladder were taken.
    public let steps: Int
    /// The last act that it did on its way; nil: it only told people.
    public let act: ActionName?
    /// Who was told at the highest step.
    public let told: [Recipient]
}

extension WorkflowDefinition {
    /// How far an open ticket was escalated; nil: no running clock has climbed beyond its holders.
    ///
    /// The first step, at the expiry, tells those who hold the matter: that is a reminder. What tells those above, or comes
    /// later, is an escalation. Of several clocks the one that climbed highest counts, of these the one that expired first.
    ///
    /// - Parameter clocks: the ticket's.
    /// - Returns: the escalation.
    public func escalation(of clocks: [ClockGlance]) -> Escalation? {
        clocks.lazy.filter { $0.isExpired && !$0.isPaused }.compactMap(escalation).max { first, second in
            (first.steps, second.due, second.clock) < (second.steps, first.due, first.clock)
        }
    }

    private func escalation(_ clock: ClockGlance) -> Escalation? {
        guard let ladder = self.clocks[clock.name]?.ladder.flatMap({ ladders[$0] }) else { return nil }
        let climbed = ladder.prefix(clock.rung ?? ladder.count)
        guard let top = climbed.last, climbed.count > 1 || top.tell.contains(where: { $0.relation == .above }) else {
            return nil
        }
        return Escalation(
            clock: clock.name,
            due: clock.due,
            steps: climbed.count,
            act: climbed.last { $0.act != nil }?.act,
            told: top.tell
        )
    }
}
