/// A platform above that sends matters and waits for their answers (上级平台, such as a city's 12345): how what it exports is
/// read, and how an answer is laid out for it (回填).
public struct Platform: Hashable, Sendable {
    /// Its name in addresses and commands; also whose numbers its matters have.
    public let name: String
    /// What people call it.
    public let title: Bilingual
    /// What its export calls our columns: headings by column, in the order in which they are tried.
    public let columns: [String: [String]]
    /// Our word for each of its words, by column.
    public let words: [String: [String: String]]
    /// What is taken where its cell is empty, by column.
    public let defaults: [String: String]
    /// The columns of an answer, in their order.
    public let answer: [AnswerColumn]
    /// The document that it was read from.
    public let document: JSONValue

    /// Two are the same that say the same.
    public static func == (lhs: Self, rhs: Self) -> Bool { lhs.document == rhs.document }

    /// Hashes what it says.
    public func hash(into hasher: inout Hasher) { hasher.combine(document) }

    /// Columns of an answer at the most.
    public static let answerColumnsAtMost = 60
}

/// A column of an answer as the platform wants it.
public struct AnswerColumn: Hashable, Sendable {
    /// What the platform calls it.
    public let heading: String
    /// What stands in it.
    public let fact: AnswerFact
    /// The platform's word for each of ours: names of choices, not titles; others stand as they are.
    public let words: [String: String]
}

/// What an answer can say of a matter.
public enum AnswerFact: String, Hashable, Sendable, CaseIterable {
    /// The platform's own number (外部工单号).
    case upperNumber = "upper_number"
    /// Our number.
    case number
    /// How it ended: `closed`, `declined` … (办结方式); nothing while it has not.
    case ending
    /// The outcome: `solved`, `explained` … (办理结果).
    case outcome
    /// What was answered, in words (答复内容).
    case text
    /// Who answered it: the lead, or the desk where there is none (承办单位).
    case unit
    /// The units that helped (协办单位).
    case helpers
    /// When it was reported to us.
    case reportedAt = "reported_at"
    /// When the first of us spoke with the resident (先行联系).
    case contactedAt = "contacted_at"
    /// When the answer was given (办结时间).
    case handledAt = "handled_at"
    /// Result of the call-back: `satisfied`, `no_answer` … (回访结果).
    case callback
    /// The category.
    case category
    /// The place.
    case place
    /// Who takes the answer out (导出人).
    case takenBy = "taken_by"
    /// When they do.
    case takenAt = "taken_at"
}
