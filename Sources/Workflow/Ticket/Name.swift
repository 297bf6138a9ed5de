/// A checked name from a definition: lower-case Latin letters, digits and underscores, at most 63 bytes.
///
/// States and acts are data, so they are names and not Swift enums; the kind keeps a state's name from being
/// taken for an act's.
public struct Name<Kind>: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// The name itself.
    public let text: String

    /// Checks a text; nil when it is no name.
    public init?(_ text: String) {
        guard let first = text.utf8.first, (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(first),
            text.utf8.count <= 63, text.utf8.allSatisfy(Self.isPart)
        else { return nil }
        self.text = text
    }

    /// Names order by their bytes.
    public static func < (lhs: Self, rhs: Self) -> Bool { lhs.text < rhs.text }

    /// The name itself.
    public var description: String { text }

    private static func isPart(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
            || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || byte == UInt8(ascii: "_")
    }
}

extension Name: ExpressibleByStringLiteral, ExpressibleByUnicodeScalarLiteral,
    ExpressibleByExtendedGraphemeClusterLiteral
{
    /// Makes a name from a literal in the source; a literal that is no name is a fault of the programmer.
    public init(stringLiteral value: StaticString) {
        guard let name = Self(value.description) else { preconditionFailure("not a name: \(value)") }
        self = name
    }
}

/// What a `Name` can name: tags only, never made.
public enum NameKind {
    /// A definition, such as `issue`.
    public enum Definition {}
    /// A state, such as `dispatched`.
    public enum State {}
    /// An act, such as `sign`.
    public enum Action {}
    /// A clock, such as `whole`.
    public enum Clock {}
    /// A ladder of escalation, such as `chase`.
    public enum Ladder {}
    /// A field of an act's input, such as `outcome`.
    public enum Field {}
    /// A person remembered by a ticket, such as `handler`.
    public enum Mark {}
    /// A count kept by a ticket, such as `call_attempts`.
    public enum Counter {}
    /// A role of a post, such as `department_liaison`.
    public enum Role {}
    /// A kind of unit, such as `community`.
    public enum UnitKind {}
}

/// Names a definition.
public typealias DefinitionName = Name<NameKind.Definition>
/// Names a state of a definition.
public typealias StateName = Name<NameKind.State>
/// Names an act of a definition.
public typealias ActionName = Name<NameKind.Action>
/// Names a clock of a definition.
public typealias ClockName = Name<NameKind.Clock>
/// Names a ladder of escalation.
public typealias LadderName = Name<NameKind.Ladder>
/// Names a field that an act takes.
public typealias FieldName = Name<NameKind.Field>
/// Names a person that a ticket remembers.
public typealias MarkName = Name<NameKind.Mark>
/// Names a count that a ticket keeps.
public typealias CounterName = Name<NameKind.Counter>
/// Names a role (岗位).
public typealias RoleName = Name<NameKind.Role>
/// Names a kind of unit, such as `street`.
public typealias UnitKind = Name<NameKind.UnitKind>
