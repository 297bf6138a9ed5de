/// What somebody, or the clock, wants done to a ticket.
///
/// It goes through many hands, and only who wants it is ever put another way: so the rest is handed on by reference.
public struct Command: Hashable, Sendable {
    /// Who.
    public internal(set) var by: Party
    private let content: Content

    private final class Content: Sendable {
        let act: ActionName
        let input: NameMap<NameKind.Field, JSONValue>
        let words: NameMap<NameKind.Field, Words>
        let expectedSeq: Int?

        init(
            act: ActionName,
            input: NameMap<NameKind.Field, JSONValue>,
            words: NameMap<NameKind.Field, Words>,
            expectedSeq: Int?
        ) {
            self.act = act
            self.input = input
            self.words = words
            self.expectedSeq = expectedSeq
        }
    }

    /// Makes a command.
    public init(
        act: ActionName,
        by: Party,
        input: [FieldName: JSONValue] = [:],
        words: [FieldName: Words] = [:],
        expectedSeq: Int? = nil
    ) {
        self.by = by
        content = Content(act: act, input: NameMap(input), words: NameMap(words), expectedSeq: expectedSeq)
    }

    /// The command that begins what another command makes.
    init(beginning act: ActionName, by: Party, with spawn: Spawn) {
        self.by = by
        content = Content(act: act, input: spawn.input, words: spawn.words, expectedSeq: nil)
    }

    /// Whether two want the same.
    public static func == (lhs: Command, rhs: Command) -> Bool {
        lhs.by == rhs.by
            && (lhs.content === rhs.content
                || (lhs.act == rhs.act
                    && lhs.input == rhs.input
                    && lhs.words == rhs.words
                    && lhs.expectedSeq == rhs.expectedSeq))
    }

    /// Hashes what is wanted.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(by)
        hasher.combine(act)
        hasher.combine(input)
        hasher.combine(words)
        hasher.combine(expectedSeq)
    }
}

extension Command {
    /// The act.
    public var act: ActionName { content.act }
    /// Values of fields, but for words.
    public var input: NameMap<NameKind.Field, JSONValue> {
        _read { yield content.input }
    }
    /// Free text and contacts, with their digests.
    public var words: NameMap<NameKind.Field, Words> {
        _read { yield content.words }
    }
    /// The number of the last event that the caller has seen; another one is refused as stale.
    ///
    /// Nil: whatever it is.
    public var expectedSeq: Int? { content.expectedSeq }
}

/// A free text.
///
/// The event carries its digest only, so that erasing the text leaves the chain of hashes whole.
public struct Words: Hashable, Sendable {
    /// The text itself.
    public let text: String
    /// Salted SHA-256 of the text, in hexadecimal; the salt is kept beside the text.
    public let digest: String

    /// Pairs a text with its digest.
    public init(text: String, digest: String) {
        self.text = text
        self.digest = digest
    }
}
