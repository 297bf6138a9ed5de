/// A state of a ticket's life.
///
/// It never changes, and is looked at with every command: so it is handed on by reference.
public final class StateDefinition: Hashable, Sendable {
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

    init(
        title: Bilingual,
        meaning: Bilingual?,
        responsible: Holder,
        hand: Hand,
        isFinal: Bool,
        clocks: [ClockName],
        keeps: [ClockName],
        isAside: Bool
    ) {
        self.title = title
        self.meaning = meaning
        self.responsible = responsible
        self.hand = hand
        self.isFinal = isFinal
        self.clocks = clocks
        self.keeps = keeps
        self.isAside = isAside
    }

    /// Whether two say the same.
    public static func == (lhs: StateDefinition, rhs: StateDefinition) -> Bool {
        lhs === rhs
            || (lhs.title == rhs.title
                && lhs.meaning == rhs.meaning
                && lhs.responsible == rhs.responsible
                && lhs.hand == rhs.hand
                && lhs.isFinal == rhs.isFinal
                && lhs.clocks == rhs.clocks
                && lhs.keeps == rhs.keeps
                && lhs.isAside == rhs.isAside)
    }

    /// Hashes what it says.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(title)
        hasher.combine(meaning)
        hasher.combine(responsible)
        hasher.combine(hand)
        hasher.combine(isFinal)
        hasher.combine(clocks)
        hasher.combine(keeps)
        hasher.combine(isAside)
    }
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
