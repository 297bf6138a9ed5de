/// What the directory said of a ticket when it was asked last.
///
/// It never changes, and goes with the ticket from event to event: so it is handed on by reference.
public final class RuleMatch: Hashable, Sendable {
    /// The rule's id.
    public let id: String
    /// Who leads by that rule.
    public let lead: UnitID
    /// Limits that the rule names.
    public let limits: [ClockName: Limit]
    /// Whose duty the matter is by law.
    public let duty: DirectoryRule.Duty
    /// Who helps by that rule, in the order in which they are asked.
    public let coHandlers: [UnitID]
    /// Which proof of the work it asks for; none, as nearly everywhere.
    public let evidence: Set<EvidenceRule.Proof>

    /// Notes a rule's answer.
    public init(
        id: String,
        lead: UnitID,
        limits: [ClockName: Limit],
        duty: DirectoryRule.Duty = .basic,
        coHandlers: [UnitID] = [],
        evidence: Set<EvidenceRule.Proof> = []
    ) {
        self.coHandlers = coHandlers
        self.evidence = evidence
        self.id = id
        self.lead = lead
        self.limits = limits
        self.duty = duty
    }

    /// Whether two say the same.
    public static func == (lhs: RuleMatch, rhs: RuleMatch) -> Bool {
        lhs === rhs
            || (lhs.id == rhs.id
                && lhs.lead == rhs.lead
                && lhs.limits == rhs.limits
                && lhs.duty == rhs.duty
                && lhs.coHandlers == rhs.coHandlers
                && lhs.evidence == rhs.evidence)
    }

    /// Hashes what it says.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(id)
        hasher.combine(lead)
        hasher.combine(limits)
        hasher.combine(duty)
        hasher.combine(coHandlers)
        hasher.combine(evidence)
    }
}
