/// A checked name from a definition: lower-case Latin letters, digits and underscores, at most 32 bytes.
///
/// States and acts are data, so they are names and not Swift enums; the kind keeps a state's name from being
/// taken for an act's.
///
/// A ticket, its events and the rules are full of names, and each decision copies and compares them: so a name lies in
/// its place, without a count of references, and is compared a word at a time.
@frozen
public struct Name<Kind>: Hashable, Comparable, Sendable {
    /// Its bytes, eight a word, the first one highest, with zeros behind the last: so words order as bytes do.
    @usableFromInline let first, second, third, fourth: UInt64

    /// Checks a text; nil when it is no name.
    public init?(_ text: String) {
        var text = text
        guard let name = text.withUTF8({ Self(utf8: $0) }) else { return nil }
        self = name
    }

    /// Checks a text's bytes; nil when they are no name.
    init?(utf8 bytes: UnsafeBufferPointer<UInt8>) {
        guard let head = bytes.first, (1...Name.mostBytes).contains(bytes.count), Self.isLetter(head) else {
            return nil
        }
        var (first, second, third, fourth): (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)
        for (index, byte) in bytes.enumerated() {
            guard Self.isPart(byte) else { return nil }
            let part = UInt64(byte) << UInt64(56 - index % 8 * 8)
            switch index / 8 {
            case 0: first |= part
            case 1: second |= part
            case 2: third |= part
            default: fourth |= part
            }
        }
        (self.first, self.second, self.third, self.fourth) = (first, second, third, fourth)
    }

    private static func isPart(_ byte: UInt8) -> Bool {
        isLetter(byte) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || byte == UInt8(ascii: "_")
    }

    private static func isLetter(_ byte: UInt8) -> Bool { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) }
}

extension Name {
    /// How many bytes a name has at the most.
    public static var mostBytes: Int { 32 }

    /// The name itself.
    public var text: String {
        String(unsafeUninitializedCapacity: Self.mostBytes) { room in
            withBytes { room.initialize(fromContentsOf: $0) }
        }
    }

    /// How many bytes it has.
    var count: Int {
        let (words, last) =
            fourth != 0 ? (3, fourth) : third != 0 ? (2, third) : second != 0 ? (1, second) : (0, first)
        return words * 8 + 8 - last.trailingZeroBitCount / 8
    }

    /// Lends its bytes.
    func withBytes<Result>(_ body: (UnsafeBufferPointer<UInt8>) throws -> Result) rethrows -> Result {
        let words = (first.bigEndian, second.bigEndian, third.bigEndian, fourth.bigEndian)
        return try withUnsafeBytes(of: words) { raw in
            try body(UnsafeBufferPointer(rebasing: raw.bindMemory(to: UInt8.self)[..<count]))
        }
    }

    /// A number that differs for most names.
    ///
    /// The same in each run: for tables of names that nobody can choose who would have them share a place.
    var spread: Int {
        let mixed = (first ^ (second << 23 | second >> 41) ^ (third << 11 | third >> 53) ^ fourth)
        // The high bits of a product depend on all bits below.
        return Int((mixed &* 0x9E37_79B9_7F4A_7C15) >> 33)
    }
}

extension Name: CustomStringConvertible {
    /// The name itself.
    public var description: String { text }
}

extension Name {
    // MARK: - Comparing

    /// Names order by their bytes.
    @inlinable
    public static func < (lhs: Self, rhs: Self) -> Bool {
        if lhs.first != rhs.first { return lhs.first < rhs.first }
        if lhs.second != rhs.second { return lhs.second < rhs.second }
        if lhs.third != rhs.third { return lhs.third < rhs.third }
        return lhs.fourth < rhs.fourth
    }

    /// Whether two are the same.
    @inlinable
    public static func == (lhs: Self, rhs: Self) -> Bool {
        // No branch between the words: most are compared with one that differs in the first, and the rest costs less than
        // to ask.
        (lhs.first ^ rhs.first) | (lhs.second ^ rhs.second) | (lhs.third ^ rhs.third) | (lhs.fourth ^ rhs.fourth) == 0
    }

    /// Hashes its bytes; names of at most sixteen, which is nearly all, take half of the work.
    @inlinable
    public func hash(into hasher: inout Hasher) {
        hasher.combine(first)
        hasher.combine(second)
        guard third != 0 else { return }
        hasher.combine(third)
        hasher.combine(fourth)
    }
}

extension Name: ExpressibleByStringLiteral, ExpressibleByUnicodeScalarLiteral,
    ExpressibleByExtendedGraphemeClusterLiteral
{
    /// Makes a name from a literal in the source; a literal that is no name is a fault of the programmer.
    public init(stringLiteral value: StaticString) {
        guard let name = value.withUTF8Buffer({ Self(utf8: $0) }) else { preconditionFailure("not a name: \(value)") }
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
