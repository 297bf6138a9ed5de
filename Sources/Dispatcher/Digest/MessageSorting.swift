import PGStore
import Workflow

/// Sorts claimed messages: what goes out now, what waits for whose digest, what waits for the end of quiet hours.
///
/// Pure. The resident is no member of staff: what they are told goes out at once, but never in quiet hours.
struct MessageSorting {
    /// What goes out now.
    private(set) var letters: [Letter] = []
    /// Messages that go into digests whole.
    private(set) var moved: [ClaimedMessage] = []
    /// Messages of which the resident's part is left, with when that goes out.
    private(set) var kept: [(message: ClaimedMessage, rest: OutboxMessage, at: Instant)] = []
    /// What waits.
    private(set) var items: [DigestItem] = []
    /// Messages that cannot be read.
    private(set) var unreadable: [ClaimedMessage] = []
    /// When the next digest goes out; nil where there are none.
    let due: Instant?

    private let book: AddressBook
    private let clock: Instant

    init(_ claimed: [ClaimedMessage], _ book: AddressBook, at clock: Instant) {
        self.book = book
        self.clock = clock
        let configuration = book.configuration
        due = configuration.messages.nextDigest(onOrAfter: clock, in: configuration.calendars.standard)
        for message in claimed {
            guard let content = message.message else {
                unreadable.append(message)
                continue
            }
            if let due, !content.isUrgent {
                sort(message, content, due)
            } else {
                letters.append(book.letter(id: message.id, content, at: clock))
            }
        }
    }

    private mutating func sort(_ message: ClaimedMessage, _ content: OutboxMessage, _ due: Instant) {
        let waiting = waiting(message, content, due)
        let residents = content.audiences.filter { $0 == .resident }
        // Nobody is left to whom it could go later: it goes out as it is, for a person to see.
        guard !waiting.isEmpty || !residents.isEmpty else {
            return letters.append(book.letter(id: message.id, content, at: clock))
        }
        items += waiting
        guard !residents.isEmpty else { return moved.append(message) }
        let configuration = book.configuration
        let open = configuration.messages.afterQuiet(clock, in: configuration.calendars.standard)
        if waiting.isEmpty, open == clock {
            letters.append(book.letter(id: message.id, content, at: clock))
        } else {
            kept.append((message, content.only(residents), open))
        }
    }

    /// What waits for each person, once, by the first reason; looked up for when it will be read.
    private func waiting(_ message: ClaimedMessage, _ content: OutboxMessage, _ due: Instant) -> [DigestItem] {
        var seen: Set<PersonID> = []
        return content.audiences.flatMap { audience -> [(person: PersonID, code: String, why: Bilingual)] in
            switch audience {
            case .resident: return []
            case .person(let id):
                guard let post = book.leftPost(of: id, at: due) else {
                    return [(id, "person", Bilingual(zh: "本人经手", en: "took part in it"))]
                }
                return told(post.unit, [post.role], content, due)
            case .unit(let unit, let roles): return told(unit, roles, content, due)
            }
        }.filter { seen.insert($0.person).inserted }.map { told in
            DigestItem(
                person: told.person,
                id: message.id,
                content: .matter(
                    content.ticket,
                    seq: content.seq,
                    at: content.at,
                    about: content.about,
                    code: told.code,
                    why: told.why
                )
            )
        }
    }

    private func told(
        _ unit: UnitID,
        _ roles: [RoleName],
        _ content: OutboxMessage,
        _ due: Instant
    ) -> [(person: PersonID, code: String, why: Bilingual)] {
        book.told(unit, roles: roles, at: due, byRoster: content.goesToDuty).map { ($0.person, $0.code, $0.why) }
    }
}
