internal import Foundation

/// A heading without what does not matter: spaces, width, case, punctuation.
package struct HeadingKey: Hashable {
    /// What is left when what stands in brackets counts as well.
    private(set) var full = ""
    /// What is left without the notes that say whether the column must be filled in, such as （必填）.
    private(set) var unmarked = ""
    /// What is left without anything in brackets; all of it when nothing else is there.
    private(set) var bare = ""

    /// Reduces a heading.
    package init(_ heading: String) {
        var note = ""
        var depth = 0
        for scalar in heading.precomposedStringWithCompatibilityMapping.lowercased().unicodeScalars {
            if Self.opening.contains(scalar) {
                depth += 1
            } else if Self.closing.contains(scalar), depth > 0 {
                depth -= 1
                if depth == 0 { end(&note) }
            } else if scalar.properties.isAlphabetic || scalar.properties.numericType != nil || scalar == "#" {
                full.unicodeScalars.append(scalar)
                if depth > 0 {
                    note.unicodeScalars.append(scalar)
                } else {
                    unmarked.unicodeScalars.append(scalar)
                    bare.unicodeScalars.append(scalar)
                }
            }
        }
        unmarked += note
        if bare.isEmpty { bare = full }
    }

    /// Ends a note in brackets: it is part of the heading unless it is a mark.
    private mutating func end(_ note: inout String) {
        if !Self.marks.contains(note) { unmarked += note }
        note = ""
    }

    private static let opening: Set<Unicode.Scalar> = ["(", "[", "{", "【", "〔", "〖", "《", "<"]
    private static let closing: Set<Unicode.Scalar> = [")", "]", "}", "】", "〕", "〗", "》", ">"]
    private static let marks: Set<String> = ["必填", "必须", "选填", "可选", "可不填", "required", "optional"]
}
