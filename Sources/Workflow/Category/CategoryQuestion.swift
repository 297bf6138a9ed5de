/// A question that whoever files a matter of a category is asked, or a word that they are told.
public struct CategoryQuestion: Hashable, Sendable {
    /// Its code among the questions of its category.
    public let code: String
    /// What is asked, or told.
    public let words: Bilingual
    /// How to answer; nil: nothing more is said.
    public let hint: Bilingual?
    /// What an answer looks like; nil: nothing is asked, the words are told only.
    public let form: Form?
    /// Whether there must be an answer.
    public let isRequired: Bool

    /// Forms of answer.
    public enum Form: Hashable, Sendable {
        /// A line of text.
        case line
        /// A text of several lines.
        case text
        /// A number, with or without a fraction.
        case number
        /// A point in time.
        case instant
        /// One of these.
        case choice([Choice])
        /// Any of these.
        case choices([Choice])
    }

    /// What can be chosen.
    public struct Choice: Hashable, Sendable {
        /// How programs name it.
        public let code: String
        /// How people do.
        public let title: Bilingual
    }

    /// Code points of one answer at the most.
    public static let longestAnswer = 500
}

extension CategoryQuestion {
    /// What is wrong with the answers to a question, in its own words; nil: nothing.
    ///
    /// - Parameter answers: as they were given; empty ones are none.
    /// - Returns: what would be right.
    public func fault(in answers: [String]) -> Bilingual? {
        let given = answers.filter { !$0.isEmpty }
        if given.isEmpty { return isRequired && form != nil ? Bilingual(zh: "必答", en: "an answer is required") : nil }
        guard let form else { return Bilingual(zh: "这是说明，不用回答", en: "this is told, not asked") }
        guard given.allSatisfy({ $0.unicodeScalars.count <= Self.longestAnswer && !$0.utf8.contains(0) }) else {
            return Bilingual(zh: "至多 \(Self.longestAnswer) 个字", en: "at most \(Self.longestAnswer) characters")
        }
        switch form {
        case .choices(let choices): return Self.fault(in: given, of: choices)
        case .line, .text, .number, .instant, .choice:
            guard given.count == 1, let answer = given.first else {
                return Bilingual(zh: "只能答一个", en: "one answer only")
            }
            return form.fault(in: answer)
        }
    }

    /// The answers as people read them.
    ///
    /// - Parameters:
    ///   - answers: as they were given.
    ///   - language: of the titles of choices.
    /// - Returns: one line; nil where nothing was answered.
    public func shown(_ answers: [String], in language: Language) -> String? {
        let given = answers.filter { !$0.isEmpty }
        guard !given.isEmpty else { return nil }
        let titles = given.map { answer in form?.choices.first { $0.code == answer }?.title(language) ?? answer }
        return titles.joined(separator: Bilingual(zh: "、", en: ", ")(language))
    }

    fileprivate static func fault(in answers: [String], of choices: [Choice]) -> Bilingual? {
        guard answers.allSatisfy({ answer in choices.contains { $0.code == answer } }) else {
            let codes = choices.map(\.code).joined(separator: ", ")
            return Bilingual(zh: "应为其中之一：\(codes)", en: "one of \(codes)")
        }
        return nil
    }
}

extension CategoryQuestion.Form {
    /// What can be chosen; none where answers are free.
    public var choices: [CategoryQuestion.Choice] {
        switch self {
        case .choice(let choices), .choices(let choices): choices
        case .line, .text, .number, .instant: []
        }
    }

    fileprivate func fault(in answer: String) -> Bilingual? {
        switch self {
        case .text, .choices: nil
        case .line: answer.contains(where: \.isNewline) ? Bilingual(zh: "应为一行", en: "one line") : nil
        case .number: Self.isNumber(answer) ? nil : Bilingual(zh: "应为数字", en: "a number")
        case .instant:
            Instant(rfc3339: answer) == nil
                ? Bilingual(
                    zh: "应为 RFC 3339 时间，如 2026-11-21T09:30:00+08:00",
                    en: "RFC 3339, as 2026-11-21T09:30:00+08:00"
                )
                : nil
        case .choice(let choices): CategoryQuestion.fault(in: [answer], of: choices)
        }
    }

    /// An optional sign, digits, and digits behind one point.
    private static func isNumber(_ text: String) -> Bool {
        let unsigned = text.hasPrefix("-") || text.hasPrefix("+") ? text.dropFirst() : text[...]
        let parts = unsigned.split(separator: ".", omittingEmptySubsequences: false)
        return (1...2).contains(parts.count)
            && parts.allSatisfy { !$0.isEmpty && $0.utf8.allSatisfy { (0x30...0x39).contains($0) } }
    }
}
