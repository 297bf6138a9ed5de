package import Workflow

/// What a JSON value must look like: one description that checks what comes in and stands in the API's document.
///
/// So the document cannot say anything else than what the server does. Numbers are whole (`JSONValue`).
package indirect enum Shape: Hashable, Sendable {
    /// A text.
    case text(TextRule)
    /// A whole number in a range.
    case integer(ClosedRange<Int64>)
    /// Degrees of latitude or longitude: a number with a fraction, which a value holds as a text of its digits.
    case degrees
    /// A truth value.
    case flag
    /// One of these words.
    case word([String])
    /// A list of at most so many.
    case list(Shape, max: Int)
    /// An object with these members and no others.
    case object([Member])
    /// An object whose keys are not known beforehand, each with a value of this shape.
    case map(Shape, max: Int)
    /// That, or null.
    case nullable(Shape)
    /// Any of these, told apart by their forms.
    case either([Shape])
    /// A text that holds JSON of this shape.
    case embedded(Shape)
    /// Any value at all.
    case anything
    /// One that has a name in the API's document.
    case named(String, Shape)
    /// The same with words on what it means.
    case noted(Bilingual, Shape)

    /// A member of an object.
    package struct Member: Hashable, Sendable {
        /// Its key.
        package let key: String
        /// What it holds.
        package let shape: Shape
        /// Whether it may be left out.
        package let isOptional: Bool

        package init(_ key: String, _ shape: Shape, isOptional: Bool = false) {
            self.key = key
            self.shape = shape
            self.isOptional = isOptional
        }

        /// The same, which may be left out.
        package static func optional(_ key: String, _ shape: Shape) -> Member {
            Member(key, shape, isOptional: true)
        }
    }

    /// What a text must be.
    package struct TextRule: Hashable, Sendable {
        /// Characters at least.
        package var min: Int
        /// Characters at the most.
        package var max: Int
        /// Which of the known forms.
        package var form: Form

        package init(min: Int = 0, max: Int, form: Form = .free) {
            self.min = min
            self.max = max
            self.form = form
        }

        /// Forms of text that can be told by their characters.
        package enum Form: Hashable, Sendable, CaseIterable {
            /// Any characters but NUL, which no database text can hold.
            case free
            /// Letters of ASCII, digits and low lines, a letter first: how acts, states and fields are called.
            case name
            /// A ticket's number.
            case number
            /// A point in time: RFC 3339 with an offset.
            case instant
            /// A date, `2026-11-21`.
            case date
            /// A version as `If-Match` names it: a number in quotes, or a star; empty: none.
            case version
        }
    }
}

extension Shape {
    /// A free text of at least one character.
    package static func text(max: Int) -> Shape { .text(TextRule(min: 1, max: max)) }

    /// A free text, which may be empty.
    package static func words(max: Int) -> Shape { .text(TextRule(max: max)) }

    /// A point in time.
    package static let instant = Shape.text(TextRule(min: 20, max: 40, form: .instant))

    /// A name of the definitions.
    package static let name = Shape.text(TextRule(min: 1, max: StateName.mostBytes, form: .name))

    /// A ticket's number.
    package static let number = Shape.text(TextRule(min: 1, max: 32, form: .number))

    /// A value of a document, which may have an inside of its own: what it must be there is for its reader to say.
    ///
    /// - Parameter depth: how many lists and objects may stand in one another.
    /// - Returns: the shape.
    package static func document(inside depth: Int) -> Shape {
        let cell: [Shape] = [.words(max: 20_000), .integer(Int64.min...Int64.max), .flag]
        guard depth > 0 else { return .either(cell).orNull }
        let inner = document(inside: depth - 1).called("Document\(depth - 1)")
        return .either(cell + [.list(inner, max: 100_000), .map(inner, max: 100_000)]).orNull
    }

    /// A text that is shown once: null where the same was asked for again under the same key.
    package static func onceShown(max: Int) -> Shape {
        Shape.text(max: max).orNull.noted(
            zh: "只显示一次；用同一幂等键重发时为 null，须另开一个",
            en: "shown once; null where the same is sent again under the same key: make another"
        )
    }

    /// It, or null.
    package var orNull: Shape { .nullable(self) }

    /// With words on what it means.
    package func noted(zh: String, en: String) -> Shape { .noted(Bilingual(zh: zh, en: en), self) }

    /// Under a name in the API's document.
    package func called(_ name: String) -> Shape { .named(name, self) }

    /// Without names and notes.
    var bare: Shape {
        switch self {
        case .named(_, let inner), .noted(_, let inner): inner.bare
        case .text, .integer, .degrees, .flag, .word, .list, .object, .map, .nullable, .either, .embedded, .anything:
            self
        }
    }
}

extension Shape.TextRule.Form {
    /// The regular expression that says the same (ECMA-262, as JSON Schema wants it); nil where a format says it.
    var pattern: String? {
        switch self {
        case .free: #"^[^\u0000]*$"#
        case .name: "^[a-z][a-z0-9_]*$"
        case .number: "^([0-9]{8}-)?[0-9]{1,13}$"
        case .version: #"^(\*|"[0-9]{1,10}")?$"#
        case .instant, .date: nil
        }
    }

    /// JSON Schema's name of the form.
    var format: String? {
        switch self {
        case .instant: "date-time"
        case .date: "date"
        case .free, .name, .number, .version: nil
        }
    }

    /// Whether a text has it.
    func fits(_ text: String) -> Bool {
        switch self {
        case .free: !text.utf8.contains(0)
        case .name: Self.isName(text)
        case .number: Self.isNumber(text)
        case .instant: Instant(rfc3339: text) != nil
        case .date: LocalDate(text) != nil
        case .version: text.isEmpty || text == "*" || Self.version(text) != nil
        }
    }

    /// The number in the quotes; nil where it is none.
    static func version(_ text: String) -> Int? {
        let digits = text.utf8.dropFirst().dropLast()
        guard text.utf8.count >= 3, text.first == "\"", text.last == "\"", digits.count <= 10,
            digits.allSatisfy({ (0x30...0x39).contains($0) })
        else { return nil }
        return Int(String(decoding: Array(digits), as: UTF8.self))
    }

    private static func isName(_ text: String) -> Bool {
        guard let first = text.utf8.first, (0x61...0x7A).contains(first) else { return false }
        return text.utf8.allSatisfy {
            (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == UInt8(ascii: "_")
        }
    }

    /// By its form alone: that it is nobody's number is another thing to say.
    private static func isNumber(_ text: String) -> Bool {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard let digits = parts.last, parts.count <= 2, parts.count == 1 || parts[0].utf8.count == 8 else {
            return false
        }
        return (1...13).contains(digits.utf8.count)
            && parts.allSatisfy { $0.utf8.allSatisfy { (0x30...0x39).contains($0) } }
    }

    /// Whether the pattern says how long it can be.
    var isBounded: Bool {
        switch self {
        case .number, .version: true
        case .free, .name, .instant, .date: false
        }
    }
}
