import Dispatcher
import PGStore
import Web
import Workflow

/// What a pasted message proposes for the form of a filing (代报).
struct Proposal {
    private let message: String
    /// The message without the telephone that has a field of its own: there it is sealed, a text is not.
    private let text: String
    /// Texts by field, as the form takes them.
    private let fields: [String: String]
    /// The day and time that the message means, in words; nil: it says none.
    private let moment: String?

    /// Of what a message says.
    ///
    /// - Parameters:
    ///   - message: as it was pasted.
    ///   - read: what it says.
    ///   - place: what the form calls a unit.
    ///   - moment: how a moment is told in a text.
    ///   - telephone: what stands in a text in place of a telephone.
    init(
        _ message: String,
        _ read: PastedMessage,
        place: (Workflow.Unit) -> String,
        moment: (PastedMoment) -> String,
        telephone: String
    ) {
        self.message = message
        text = read.telephone.map { message.replacing($0, with: telephone) } ?? message
        var fields: [String: String] = [:]
        fields["place"] = read.place.map(place)
        fields["category"] = read.category
        fields["contact_phone"] = read.telephone
        self.fields = fields
        self.moment = read.moment.map(moment)
    }

    /// A form with it.
    ///
    /// What the message says stands in place of what stood there, for that was asked for; what was written as text is kept, and
    /// so is what the message says nothing about.
    /// - Parameter typed: what stood there, by field.
    /// - Returns: the same with what is proposed.
    func filled(_ typed: [String: [String]]) -> [String: [String]] {
        var typed = typed.merging(fields.mapValues { [$0] }) { $1 }
        let written = (typed["text"]?.first ?? "").replacing("\r\n", with: "\n")
        // Sent twice, the message does not stand there twice. 昨天 means another day tomorrow: so the day is told, too.
        let lines = [written] + [text, moment ?? ""].filter { !written.contains($0) }
        typed["text"] = [lines.filter { !$0.isEmpty }.joined(separator: "\n")]
        return typed
    }

    /// What was found, and what was not, by the titles of the form's inputs.
    func json(titles inputs: [JSONValue]) -> JSONValue {
        func titles(_ isWanted: (String) -> Bool) -> JSONValue {
            let names = ["place", "category", "contact_phone"].filter(isWanted)
            let found = names.compactMap { name in inputs.first { $0["name"]?.string == name }?["title"]?.string }
            return .string(found.joined(separator: "、"))
        }
        return [
            "message": .string(message), "is_empty": .bool(message.isEmpty), "found": titles { fields[$0] != nil },
            "missing": titles { fields[$0] == nil }, "moment": .orNull(moment),
        ]
    }
}

extension Call {
    /// Reads a message, for whoever asks.
    func proposal(_ kit: PageKit, _ message: String) async throws -> Proposal {
        let (configuration, language) = (configuration, language)
        let message = FormText.trimmed(message).replacing("\r\n", with: "\n")
        let read = try await reading(of: message)
        return Proposal(
            message,
            read,
            // Several units may bear a name.
            place: { configuration.unit(called: $0.name) == $0 ? $0.name : $0.code },
            moment: { kit.words.text("report.moment", language, ["time": $0.shown]) },
            telephone: kit.words.text("report.telephone_apart", language)
        )
    }

    /// What a message says, for whoever asks.
    func reading(of message: String) async throws -> PastedMessage {
        PastedMessage(
            message,
            in: .init(
                territory: configuration.territory,
                kinds: configuration.ladder,
                posts: caller?.party.posts.map(\.unit) ?? [],
                categories: configuration.directory.categories,
                list: configuration.categories,
                calendar: configuration.calendars.standard,
                now: try await now()
            )
        )
    }
}
