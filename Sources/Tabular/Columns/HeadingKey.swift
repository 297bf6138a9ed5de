internal import Foundation

/// A heading without what does not matter: spaces, width, case, punctuation.
struct HeadingKey: Hashable {
    /// What is left when brackets are kept as text.
    let full: String
    /// What is left when bracketed notes such as （必填） go as well.
    let bare: String

    /// Reduces a heading.
    init(_ heading: String) {
        let text = heading.precomposedStringWithCompatibilityMapping.lowercased()
        var full = ""
        var bare = ""
        var depth = 0
        for scalar in text.unicodeScalars {
            let closes = Self.closing.contains(scalar)
            if Self.opening.contains(scalar) { depth += 1 }
            if scalar.properties.isAlphabetic || scalar.properties.numericType != nil || scalar == "#" {
                full.unicodeScalars.append(scalar)
                if depth == 0 { bare.unicodeScalars.append(scalar) }
            }
            if closes, depth > 0 { depth -= 1 }
        }
        self.full = full
        self.bare = depth == 0 && !bare.isEmpty ? bare : full
    }

    private static let opening: Set<Unicode.Scalar> = ["(", "[", "{", "【", "〔", "〖", "《", "<"]
    private static let closing: Set<Unicode.Scalar> = [")", "]", "}", "】", "〕", "〗", "》", ">"]
}
