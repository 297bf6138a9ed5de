package import Workflow

/// How an open ticket is held: all that work lists go by.
package struct Held: Hashable, Sendable {
    /// Who answers for it.
    package let responsible: UnitID?
    /// The unit of the ladder that holds it.
    package let desk: UnitID
    /// The leading department.
    package let lead: UnitID?
    /// The part of the lead that works on it, while the lead answers for it.
    package let inside: UnitID?
    /// Its definition.
    package let definition: DefinitionRef
    /// Its state.
    package let state: StateName
    /// Its lamp.
    package let lamp: Lamp
    /// Whether somebody is kept away from it (回避, 限制知悉): then more than its units decides who may see it.
    package let isKept: Bool

    /// The first of those in whose lists it stands that is one of some units: who answers for it, holds it, leads it, works on it.
    package func first(of units: Set<UnitID>) -> UnitID? {
        if let responsible, units.contains(responsible) { return responsible }
        if units.contains(desk) { return desk }
        if let lead, units.contains(lead) { return lead }
        return inside.flatMap { units.contains($0) ? $0 : nil }
    }
}

extension TicketFilter {
    /// Whether it goes by nothing but how tickets are held.
    package var isByHolding: Bool {
        isOpenOnly && (owner != nil || holdings != nil) && grams.isEmpty && units == nil && responsible == nil
            && places == nil && category == nil && reportedBefore == nil && owedTo == nil
    }
}
