package import Postgres
package import Workflow

/// Something that waits for a person's next digest: one message of a ticket, or a notice about none.
package struct DigestItem: Hashable, Sendable {
    /// For whom.
    package let person: PersonID
    /// The id of the message that it came from.
    package let id: Int64
    /// What it tells.
    package let content: Content

    /// What waits.
    package enum Content: Hashable, Sendable {
        /// What happened to a ticket, and why this person is told (a stable word, and words).
        case matter(TicketID, seq: Int, at: Instant, about: String, code: String, why: Bilingual)
        /// Something else that a person should know.
        case notice(name: String, words: Bilingual)
    }

    package init(person: PersonID, id: Int64, content: Content) {
        self.person = person
        self.id = id
        self.content = content
    }

    /// The ticket; nil of a notice.
    package var ticket: TicketID? {
        guard case .matter(let ticket, _, _, _, _, _) = content else { return nil }
        return ticket
    }
}

extension DigestItem {
    // MARK: - JSON

    var payload: String {
        let json: JSONValue =
            switch content {
            case .matter(_, let seq, let at, let about, let code, let why):
                [
                    "seq": .int(Int64(seq)), "at": .int(at.microseconds), "about": .string(about), "as": .string(code),
                    "why": .string(why.zh), "why_en": .string(why.en),
                ]
            case .notice(let name, let words):
                ["notice": .string(name), "zh": .string(words.zh), "en": .string(words.en)]
            }
        return json.canonicalText
    }

    /// Reads a row of `DigestQueries.items`; nil where its payload cannot be read.
    package init?(row: Row) throws {
        person = PersonID(try row[0, as: Int64.self])
        id = try row[1]
        let ticket: Int64? = try row[2]
        guard let json = try? JSONValue(parsing: row[3, as: String.self]),
            let content = Self.content(ticket.map { TicketID($0) }, json)
        else { return nil }
        self.content = content
    }

    private static func content(_ ticket: TicketID?, _ json: JSONValue) -> Content? {
        guard let ticket else {
            guard let name = json["notice"]?.string, let zh = json["zh"]?.string, let en = json["en"]?.string else {
                return nil
            }
            return .notice(name: name, words: Bilingual(zh: zh, en: en))
        }
        guard let seq = json["seq"]?.int, let at = json["at"]?.int, let about = json["about"]?.string,
            let code = json["as"]?.string, let zh = json["why"]?.string, let en = json["why_en"]?.string
        else { return nil }
        return .matter(
            ticket,
            seq: Int(seq),
            at: Instant(microseconds: at),
            about: about,
            code: code,
            why: Bilingual(zh: zh, en: en)
        )
    }
}
