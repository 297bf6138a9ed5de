/// A number that names one thing of a kind; ids of different kinds never mix.
public struct Identifier<Kind>: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// The number as the database keeps it (bigint).
    public let rawValue: Int64

    /// Makes the id with that number.
    public init(_ rawValue: Int64) {
        self.rawValue = rawValue
    }

    /// Ids order by number.
    public static func < (lhs: Self, rhs: Self) -> Bool { lhs.rawValue < rhs.rawValue }

    /// The bare number.
    public var description: String { String(rawValue) }
}

/// What an `Identifier` can name: tags only, never made.
public enum IdentifierKind {
    /// A district: the unit of isolation; every key starts with one.
    public enum District {}
    /// A ticket (工单).
    public enum Ticket {}
    /// A unit: territory, department or other party.
    public enum Unit {}
    /// A person with an account.
    public enum Person {}
}

/// Names a district (区县).
public typealias DistrictID = Identifier<IdentifierKind.District>
/// Names a ticket within its district.
public typealias TicketID = Identifier<IdentifierKind.Ticket>
/// Names a unit (单位) of a district.
public typealias UnitID = Identifier<IdentifierKind.Unit>
/// Names a person with an account.
public typealias PersonID = Identifier<IdentifierKind.Person>
