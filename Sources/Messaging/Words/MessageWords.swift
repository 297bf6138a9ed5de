import Outward

/// What a message says: a title, lines, and the facts that registered templates are filled with.
package struct MessageWords: Hashable, Sendable {
    /// One line that says what it is about.
    package let title: String
    /// What is said besides, a line each.
    package let lines: [String]
    /// Facts by name, as `MessageFact` names them.
    package let facts: [MessageFact: String]

    /// Makes words.
    package init(title: String, lines: [String], facts: [MessageFact: String]) {
        self.title = title
        self.lines = lines
        self.facts = facts
    }

    /// Title and lines.
    package var text: String { ([title] + lines).joined(separator: "\n") }

    /// A pattern with its facts filled in: `${number}`, `${unit}`; what there is no fact for becomes nothing.
    package func filled(_ pattern: String) -> String {
        Pattern(pattern).filled { name in MessageFact(rawValue: name).flatMap { facts[$0] } ?? "" }
    }
}

/// The facts that a message may state; none of them is personal.
package enum MessageFact: String, Hashable, Sendable, CaseIterable {
    /// The ticket's number.
    case number
    /// What happened.
    case what
    /// The ticket's category; of a restricted one only that it is.
    case category
    /// The place's name.
    case place
    /// Who answers for it.
    case unit
    /// The next deadline, in words.
    case deadline
    /// The state that it is in.
    case state
    /// How many tickets.
    case count
    /// How many of them are due today or late.
    case pressing
    /// How many notices.
    case notices
    /// The district's name.
    case district
    /// Where to read on.
    case link
}
