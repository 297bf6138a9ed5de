/// Character bigrams: how Chinese text is found without a dictionary of words.
///
/// A text is cut into runs of letters and digits; each run gives every pair of neighbours, lower-cased. A word of
/// two characters is one bigram; a single character is found by no bigram and is therefore searched as a prefix.
package enum Bigrams {
    /// The distinct bigrams of a text, sorted.
    package static func of(_ text: String) -> [String] {
        var grams: Set<String> = []
        var previous: Character?
        for character in text.lowercased() {
            guard character.isLetter || character.isNumber else {
                previous = nil
                continue
            }
            if let previous { grams.insert(String([previous, character])) }
            previous = character
        }
        return grams.sorted()
    }

    /// What to ask for when somebody types words: bigrams, and single characters with a mark for a prefix.
    package static func wanted(_ words: String) -> [String] {
        words.lowercased().split(whereSeparator: { !$0.isLetter && !$0.isNumber }).flatMap { word in
            word.count == 1 ? ["\(word):*"] : of(String(word))
        }
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
