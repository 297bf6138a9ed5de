/// What somebody, or the clock, wants done to a ticket.
public struct Command: Hashable, Sendable {
    /// The act.
    public let act: ActionName
    /// Who.
    public internal(set) var by: Party
    /// Values of fields, but for words.
    public let input: NameMap<NameKind.Field, JSONValue>
    /// Free text and contacts, with their digests.
    public let words: NameMap<NameKind.Field, Words>
    /// The number of the last event that the caller has seen; another one is refused as stale.
    ///
    /// Nil: whatever it is.
    public let expectedSeq: Int?

    /// Makes a command.
    public init(
        act: ActionName,
        by: Party,
        input: [FieldName: JSONValue] = [:],
        words: [FieldName: Words] = [:],
        expectedSeq: Int? = nil
    ) {
        self.act = act
        self.by = by
        self.input = NameMap(input)
        self.words = NameMap(words)
        self.expectedSeq = expectedSeq
    }

    /// The command that begins what another command makes.
    init(beginning act: ActionName, by: Party, with spawn: Spawn) {
        self.act = act
        self.by = by
        input = spawn.input
        words = spawn.words
        expectedSeq = nil
    }
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
