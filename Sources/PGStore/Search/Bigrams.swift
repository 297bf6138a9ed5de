import Foundation

/// Character bigrams: how Chinese text is found without a dictionary of words.
///
/// A text is cut into runs of letters and digits; each run gives every pair of neighbours and its last character alone.
/// A word of two characters is one bigram; a single character is searched as a prefix, which finds it wherever it
/// stands: at the head of a bigram, or last. Case and width do not count.
package enum Bigrams {
    /// No real pair of characters is longer in UTF-8: more are marks heaped upon letters, which no one searches for and
    /// the database refuses.
    private static let longest = 48

    /// What is stored of a text: its distinct bigrams and last characters, sorted.
    package static func of(_ text: String) -> [String] {
        var grams: Set<String> = []
        for run in runs(text) {
            grams.formUnion(pairs(run))
            if let last = run.last { grams.insert(String(last)) }
        }
        return grams.filter { $0.utf8.count <= longest }.sorted()
    }

    /// What to ask for when somebody types words: bigrams, and single characters with a mark for a prefix.
    package static func wanted(_ words: String) -> [String] {
        runs(words).flatMap { run in run.count == 1 ? ["\(String(run)):*"] : Set(pairs(run)).sorted() }
            .filter { $0.utf8.count <= longest }
    }

    /// The same as a query of PostgreSQL: all of them.
    static func query(_ grams: [String]) -> String {
        grams.map { gram in
            let isPrefix = gram.hasSuffix(":*")
            let text = (isPrefix ? String(gram.dropLast(2)) : gram).replacing("'", with: "''")
                .replacing("\\", with: "\\\\")
            return "'\(text)'" + (isPrefix ? ":*" : "")
        }.joined(separator: " & ")
    }
}

extension Bigrams {
    // MARK: - Runs

    /// Full-width letters and digits are the same as half-width ones, and capitals the same as small ones.
    private static func runs(_ text: String) -> [Substring] {
        text.precomposedStringWithCompatibilityMapping.lowercased()
            .split(whereSeparator: { !$0.isLetter && !$0.isNumber })
    }

    private static func pairs(_ run: Substring) -> [String] {
        zip(run, run.dropFirst()).map { String([$0, $1]) }
    }
}
