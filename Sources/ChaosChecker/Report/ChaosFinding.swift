/// Something that must not be.
package struct ChaosFinding: Hashable, Sendable {
    /// Of what sort.
    package enum Kind: String, Sendable, CaseIterable {
        /// An acknowledged command, or something that it wrote, is not there.
        case loss
        /// Something is there twice, or is there though nobody sent it or its caller was told that it is not.
        case double
        /// A timer fired before its time.
        case early
        /// A timer fired twice, at another time than it was armed for, or not at all.
        case timer
        /// One of the five invariants does not hold.
        case invariant
        /// A hash, a digest, a number or the row of a ticket is not what its events say.
        case damage
    }

    /// Of what sort.
    package let kind: Kind
    /// The ticket; nil: none in particular.
    package let ticket: Int64?
    /// What is wrong.
    package let detail: String

    /// Notes something.
    package init(_ kind: Kind, ticket: Int64? = nil, _ detail: String) {
        self.kind = kind
        self.ticket = ticket
        self.detail = detail
    }
}
