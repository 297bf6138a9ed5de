package import Workflow

/// What is wrong with a value, and where.
package struct ShapeFault: Error, Hashable, Sendable {
    /// Where: a JSON pointer (RFC 6901), or a parameter's name.
    package let place: String
    /// A stable code: what programs look at.
    package let code: Code
    /// What would be right.
    package let wanted: Bilingual

    /// What can be wrong.
    package enum Code: String, Sendable, CaseIterable {
        /// The value is of another type.
        case wrongType = "wrong_type"
        /// A text, list or object is too short.
        case tooShort = "too_short"
        /// A text, list or object is too long.
        case tooLong = "too_long"
        /// A number is out of its range.
        case outOfRange = "out_of_range"
        /// A word is none of those known.
        case unknownWord = "unknown_word"
        /// A text has not the form it must have.
        case wrongForm = "wrong_form"
        /// A member or parameter is missing.
        case missing = "missing"
        /// A member or parameter that is not known.
        case unexpected = "unexpected"
    }

    init(_ place: String, _ code: Code, zh: String, en: String) {
        // Whoever sends a name may have chosen it so that it cannot be said back: without NUL, and not without end.
        self.place = String(String.UnicodeScalarView(place.unicodeScalars.filter { $0.value > 0 }.prefix(500)))
        self.code = code
        wanted = Bilingual(zh: zh, en: en)
    }
}

/// All that is wrong with a request's parameters or body; at most twenty are told.
package struct ShapeFaults: Error, Hashable, Sendable {
    /// The faults, never none.
    package let all: [ShapeFault]

    /// So many are told.
    static let atMost = 20
}
