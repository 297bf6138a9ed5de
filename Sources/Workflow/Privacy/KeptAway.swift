/// Whom a ticket keeps away, and who may know of it, as plain lists: what a row says beside its body, so that a database
/// can keep them away too.
public struct KeptAway: Hashable, Sendable {
    /// Units complained of, with all below them; nil: none.
    public let units: [Int64]?
    /// People complained of; nil: none.
    public let people: [Int64]?
    /// People named for a restricted ticket; nil: it is not restricted.
    public let named: [Int64]?
}

extension Privacy {
    /// Whom a ticket keeps away, as what it keeps of fields says.
    public func kept(by ticket: Ticket) -> KeptAway {
        func numbers(_ field: FieldName?) -> [Int64]? {
            field.flatMap { ticket.facts[$0] }?.numbers
        }
        let isRestricted = restriction.map { ticket.facts[$0] != nil } ?? false
        return KeptAway(
            units: numbers(complainedUnits),
            people: numbers(complainedPeople),
            named: isRestricted ? numbers(named) ?? [] : nil
        )
    }
}
