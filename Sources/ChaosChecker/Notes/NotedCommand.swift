/// A command as its caller noted it before it was sent: enough to send the very same one again.
package struct NotedCommand: Hashable, Sendable {
    /// The key, unique in a run.
    package let key: String
    /// Who sends it.
    package let account: String
    /// The act.
    package let act: String
    /// The definition of the ticket.
    package let definition: String
    /// The ticket; nil: one is filed.
    package let ticket: Int64?
    /// The last event that the caller has seen; nil: it does not say.
    package let expectedSeq: Int64?
    /// What is given with it, by kind and field: `i.place`, `s.category`, `l.co_handlers`; `t.text` has the key in it.
    package let values: [String: String]

    /// Notes a command; none of the texts may hold a tab, a semicolon, an equals sign or an end of line.
    package init(
        key: String,
        account: String,
        act: String,
        definition: String,
        ticket: Int64? = nil,
        expectedSeq: Int64? = nil,
        values: [String: String] = [:]
    ) {
        self.key = key
        self.account = account
        self.act = act
        self.definition = definition
        self.ticket = ticket
        self.expectedSeq = expectedSeq
        self.values = values
    }

    /// What the caller writes with it, besides the key.
    package static let marker = "凭"

    /// The field whose text names the key; nil: its act takes no words.
    package var markedField: String? {
        values.first { $0.key.hasPrefix("t.") && $0.value.contains(Self.marker + key) }.map {
            String($0.key.dropFirst(2))
        }
    }
}
