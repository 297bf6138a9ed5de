package import Dispatcher
package import Workflow

/// A way by which messages leave: a gateway, a group's robot, a mail server, a subscriber's address.
package protocol Channel: Sendable {
    /// Its name: stands in the database, in the log and in the file that describes it.
    var name: String { get }
    /// How many messages a minute it takes at the most; nil: as many as there are.
    var perMinute: Int? { get }
    /// How long it is tried.
    var patience: Patience { get }
    /// Whether the other side tells later what became of what it took.
    var awaitsReceipts: Bool { get }

    /// Sends one message, at least once; never throws: what went wrong is an answer.
    func send(_ call: OutgoingCall) async -> ChannelAnswer
}

extension Channel {
    /// Most take a message, and that is that.
    package var awaitsReceipts: Bool { false }
}

/// One message as a channel is given it.
package struct OutgoingCall: Hashable, Sendable {
    /// The same whenever it is sent again: `610902-17`, the district's code and the posting's id.
    package let id: String
    /// Where to.
    package let address: CallAddress
    /// Which registered template says it, the first that the gateway has: `resident/accept`, then `resident`.
    package let templates: [String]
    /// What is said.
    package let words: MessageWords
    /// Now, by the database's clock: what signs with the time takes this.
    package let at: Instant

    /// Describes a message.
    package init(id: String, address: CallAddress, templates: [String], words: MessageWords, at: Instant) {
        self.id = id
        self.address = address
        self.templates = templates
        self.words = words
        self.at = at
    }
}

/// Where a message goes.
package enum CallAddress: Hashable, Sendable {
    /// A telephone, as digits.
    case telephone(String)
    /// A group, which the channel knows.
    case group
    /// Mailboxes.
    case mailboxes([String])

    /// As the log keeps it: telephones and mailboxes with stars.
    package var masked: String {
        switch self {
        case .telephone(let digits): Self.masked(telephone: digits)
        case .group: ""
        case .mailboxes(let boxes): boxes.map(Self.masked(mailbox:)).joined(separator: ",")
        }
    }

    /// Three digits before and four after at the most, and never more than two thirds of it.
    private static func masked(telephone: String) -> String {
        let shown = min(7, telephone.count * 2 / 3)
        let tail = min(4, (shown + 1) / 2)
        let head = shown - tail
        let stars = String(repeating: "*", count: telephone.count - shown)
        return telephone.prefix(head) + stars + telephone.suffix(tail)
    }

    private static func masked(mailbox: String) -> String {
        guard let at = mailbox.lastIndex(of: "@") else { return "***" }
        return mailbox.prefix(1) + "***" + mailbox[at...]
    }
}

/// What came of sending a message.
package enum ChannelAnswer: Hashable, Sendable {
    /// The other side has it; the receipt is its number of it.
    case accepted(receipt: String?, words: String)
    /// Too much at once: the channel rests for so long, and that is no failure.
    case limited(rest: Duration, words: String)
    /// It will never be taken: the address is wrong, or the signature.
    case refused(words: String)
    /// It may be taken another time.
    case failed(words: String)
}

/// How long a channel is tried, and with what pauses.
package struct Patience: Hashable, Sendable {
    /// The pauses; after its last try a message is given up.
    package var retry: RetryPolicy
    /// A message older than this is given up whatever its tries; nil: their number alone counts.
    package var age: Duration?

    /// Describes it.
    package init(retry: RetryPolicy = RetryPolicy(), age: Duration? = nil) {
        self.retry = retry
        self.age = age
    }

    /// The pause after a failed try.
    ///
    /// - Parameters:
    ///   - attempts: how often it was tried.
    ///   - age: how long ago the message was put down.
    ///   - chance: from 0 to 1; spreads the pause.
    /// - Returns: the pause; nil where it is given up.
    package func pause(after attempts: Int, age: Duration, chance: Double) -> Duration? {
        guard let pause = retry.pause(after: attempts, chance: chance) else { return nil }
        if let most = self.age, age + pause > most { return nil }
        return pause
    }
}
