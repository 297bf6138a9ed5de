import Crypto
package import PGStore
package import Workflow

/// A command on its way to the engine.
package struct Submission: Sendable {
    /// The district.
    package let district: DistrictID
    /// On what.
    package let target: Target
    /// What is wanted.
    ///
    /// Its words carry digests salted with `salt`.
    package let command: Command
    /// The salt of the digests of its words.
    package let salt: [UInt8]
    /// The key under which it is carried out at most once.
    package let key: CommandKey
    /// The time, in a district whose clock is given; nil elsewhere.
    package let givenNow: Instant?
    /// Whom it makes responsible instead of whom, where it is no act of a definition but a handing over.
    package let handOver: HandOver?

    /// Tickets besides its own that its input names: they are locked with it.
    package let others: [TicketID]
    /// What its words say of whom to reach, sealed for the ticket that it is about, before any lane sees it.
    var contact: SealedContact?
    /// The id that its filing will bear, where its contact was sealed for it.
    var reserved: TicketID?

    /// How many tickets its act can make: one for each unit that is listed in its input, one for a matter with a place of
    /// its own, and those that the directory names where the act asks it.
    func newTicketsAtMost(_ configuration: DistrictConfiguration?) -> Int {
        let own = command.input.values.reduce(command.input["place"] == nil ? 0 : 1) {
            $0 + min($1.array?.count ?? 0, 100)
        }
        guard let configuration, configuration.actsAskingForHelp.contains(command.act) else { return own }
        return own + configuration.directory.coHandlersAtMost
    }

    /// What a command is about.
    package enum Target: Hashable, Sendable {
        /// A new ticket under a definition's latest version.
        case filing(DefinitionName)
        /// A ticket that is there.
        case ticket(TicketID)
        /// A ticket that is there, to be fitted to what changed around it.
        case adjusting(TicketID, Adjustment)
        /// A ticket that is there, to which files are added that lie in the folder.
        case attaching(TicketID, [NewAttachment], AttachmentRoom)

        /// The ticket that is there.
        var ticket: TicketID? {
            switch self {
            case .filing: nil
            case .ticket(let id), .adjusting(let id, _), .attaching(let id, _, _): id
            }
        }
    }

    /// Whether it locks one of some tickets.
    func isAbout(_ tickets: Set<TicketID>) -> Bool {
        target.ticket.map(tickets.contains) == true || others.contains(where: tickets.contains)
    }

    /// Makes a submission from texts: salts them and digests them.
    ///
    /// - Parameters:
    ///   - district: the district.
    ///   - target: on what.
    ///   - act: the act.
    ///   - party: who.
    ///   - input: values of fields but words.
    ///   - texts: free text by field.
    ///   - others: tickets besides its own that the input names.
    ///   - key: owner and key, for a command that may be sent again; nil makes one that nobody else knows.
    ///   - expectedSeq: the last event that the caller has seen.
    ///   - givenNow: the time, in a district whose clock is given.
    ///   - handOver: whom it makes responsible instead of whom, where it hands a matter over.
    package init(
        district: DistrictID,
        target: Target,
        act: ActionName,
        by party: Party,
        input: [FieldName: JSONValue] = [:],
        texts: [FieldName: String] = [:],
        others: [TicketID] = [],
        key: KeyChoice = .made,
        expectedSeq: Int? = nil,
        givenNow: Instant? = nil,
        handOver: HandOver? = nil
    ) {
        self.district = district
        self.target = target
        self.givenNow = givenNow
        self.others = others
        self.handOver = handOver
        salt = Self.makeSalt()
        var words: [FieldName: Words] = [:]
        for (field, text) in texts {
            words[field] = Words(text: text, digest: WordsDigest.digest(text, field: field, salt: salt))
        }
        command = Command(act: act, by: party, input: input, words: words, expectedSeq: expectedSeq)
        self.key = key.key(party: party) { Self.bodyHash(target, act, input, texts) }
    }

    /// Where a command's key comes from.
    package enum KeyChoice: Sendable {
        /// The engine makes one, so that a lost COMMIT can be run again.
        case made
        /// The caller gave one; it is the party's own.
        case given(String)
        /// An external id of a source of imports; kept for ever.
        case external(source: String, id: String)
    }
}

extension Submission {
    // MARK: - Keys

    /// Sixteen random bytes, drawn eight at a time: each draw asks the kernel.
    private static func makeSalt() -> [UInt8] {
        var generator = SystemRandomNumberGenerator()
        let halves = (generator.next() as UInt64, generator.next() as UInt64)
        return withUnsafeBytes(of: halves) { Array($0) }
    }

    /// SHA-256 over what the command says; salts and times do not count, so that a second try is the same.
    private static func bodyHash(
        _ target: Target,
        _ act: ActionName,
        _ input: [FieldName: JSONValue],
        _ texts: [FieldName: String]
    ) -> [UInt8] {
        var members: JSONObject = ["act": .string(act.text)]
        switch target {
        case .filing(let name): members["file"] = .string(name.text)
        case .ticket(let id), .adjusting(let id, _), .attaching(let id, _, _): members["ticket"] = .int(id.rawValue)
        }
        members["input"] = .object(JSONObject(input.map { ($0.text, $1) }, uniquingKeysWith: { $1 }))
        members["texts"] = .object(JSONObject(texts.map { ($0.text, .string($1)) }, uniquingKeysWith: { $1 }))
        return Array(SHA256.hash(data: JSONValue.object(members).canonicalBytes))
    }
}

extension Submission.KeyChoice {
    fileprivate func key(party: Party, bodyHash: () -> [UInt8]) -> CommandKey {
        switch self {
        case .made:
            return CommandKey(madeBy: MadeKeys.next())
        case .given(let key):
            return CommandKey(owner: party.keyOwner, key: key, bodyHash: bodyHash())
        case .external(let source, let id):
            return CommandKey(owner: "import:\(source)", key: id, bodyHash: bodyHash(), keepsForEver: true)
        }
    }
}

extension Party {
    fileprivate var keyOwner: String {
        switch identity {
        case .person(let id): "person:\(id)"
        case .resident: "resident"
        case .clock: "clock"
        case .ticket(let id): "ticket:\(id)"
        }
    }
}

/// What a command came to.
package struct Receipt: Hashable, Sendable {
    /// The ticket that it made or changed.
    package let ticket: TicketID
    /// The number of its event.
    package let seq: Int
    /// Whether it had been carried out before, under the same key.
    package let isRepeat: Bool
    /// The ticket as it stood then; nil where the command had been carried out before.
    package internal(set) var after: Ticket?
    /// What an adjustment did; nil for an act, and where nothing moved.
    package internal(set) var adjusted: Adjusted?
    /// Whether nothing was written: there was nothing to add.
    package internal(set) var isVain = false
}
