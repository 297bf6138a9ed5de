/// A state of a ticket's life.
public struct StateDefinition: Hashable, Sendable {
    /// What people call it.
    public let title: Bilingual
    /// What it means and where it can go.
    public let meaning: Bilingual?
    /// Who answers for a ticket in this state; exactly one unit, unless the state is final.
    public let responsible: Holder
    /// Who has to act: in whose hands its time is counted.
    public let hand: Hand
    /// Whether life ends here.
    public let isFinal: Bool
    /// Clocks that run here; those not yet running start on entering.
    public let clocks: [ClockName]
    /// Clocks that go on here if they were running, but do not start.
    public let keeps: [ClockName]
    /// Whether it is an aside (待补充、退单待审、挂账): its act leads back to the state that it was entered from, whose
    /// clocks meanwhile go on, but for those that stand still here.
    public let isAside: Bool
}

/// Which of a ticket's units is meant.
public enum Holder: String, Hashable, Sendable, CaseIterable {
    /// Nobody: only in a final state.
    case none
    /// The unit of the ladder that holds the ticket (building, grid … street).
    case desk
    /// The department that leads (主办).
    case lead
    /// Whoever answered for it before.
    case same
}
