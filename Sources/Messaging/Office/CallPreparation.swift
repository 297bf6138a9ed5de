import Dispatcher
import PGStore
import Postgres
import Workflow

/// Makes words and addresses of claimed postings: reads their tickets as they are now, and opens telephones.
struct CallPreparation: Sendable {
    let engine: Engine
    let configuration: DistrictConfiguration
    let book: ChannelBook
    let clock: Instant

    /// What was read for a batch.
    private struct Findings {
        var tickets: [TicketID: Ticket] = [:]
        var staff: [PersonID: Result<String, StoreError>] = [:]
        var residents: [TicketID: Result<String, StoreError>] = [:]
        var mailboxes: [PersonID: Result<String, StoreError>] = [:]
        /// Letters about which somebody has acted since.
        var answered: Set<Int64> = []
    }

    /// Prepares a batch.
    ///
    /// - Throws: what the database says.
    func prepare(_ postings: [ClaimedPosting]) async throws -> [(
        posting: ClaimedPosting, prepared: PostOffice.Prepared
    )] {
        let contents = postings.map { ($0, MessageContent($0.payload)) }
        let waits = Set(contents.filter { isDisturbing($0, $1) }.map(\.0.id))
        let findings = try await read(contents.filter { !waits.contains($0.0.id) })
        return contents.map { posting, content in
            guard !waits.contains(posting.id) else { return (posting, .later(open)) }
            guard let content else { return (posting, .spared("the posting cannot be read")) }
            return (posting, prepared(posting, content, findings))
        }
    }

    /// When quiet hours are over; now, where there are none.
    private var open: Instant {
        configuration.messages.afterQuiet(clock, in: configuration.calendars.standard)
    }

    /// Whether something is not to be sent now: digests and what residents are told, tried again in quiet hours.
    private func isDisturbing(_ posting: ClaimedPosting, _ content: MessageContent?) -> Bool {
        guard open > clock else { return false }
        return switch (posting.receiver, content) {
        case (.resident, _), (_, .digest?): true
        case (.person, .letter?), (.unit, .letter?), (.duty, .letter?), (.event, .letter?), (_, nil): false
        }
    }

    private func prepared(
        _ posting: ClaimedPosting,
        _ content: MessageContent,
        _ findings: Findings
    ) -> PostOffice.Prepared {
        if findings.answered.contains(posting.id) { return .spared("somebody has acted") }
        let address: CallAddress
        switch self.address(of: posting, content, findings) {
        case .success(let found): address = found
        case .failure(.nowhere(let why)): return .spared(why)
        case .failure(.unreadable(let code)): return .failed(code)
        }
        let call = OutgoingCall(
            id: "\(configuration.code)-\(posting.id)",
            address: address,
            templates: templates(posting.receiver, content),
            words: words(posting, content, findings),
            at: clock
        )
        return .ready(call, repeating: repetition(posting, content))
    }
}

extension CallPreparation {
    // MARK: - Reading

    private func read(_ contents: [(ClaimedPosting, MessageContent?)]) async throws -> Findings {
        var findings = Findings()
        var tickets: Set<TicketID> = []
        var (people, mailed): (Set<PersonID>, Set<PersonID>) = ([], [])
        var residents: [(ticket: TicketID, reason: String)] = []
        var rings: [(ticket: TicketID, seq: Int)] = []
        for (posting, content) in contents {
            if let ticket = posting.ticket { tickets.insert(ticket) }
            if case .digest(let named, _, _)? = content { tickets.formUnion(named) }
            switch posting.receiver {
            case .person(let person) where posting.channel == ChannelBook.mailName: mailed.insert(person)
            case .person(let person): people.insert(person)
            case .resident:
                if let ticket = posting.ticket { residents.append((ticket, "message \(posting.source.id)")) }
            case .duty:
                if case .letter(_, let told, _)? = content { people.formUnion(told) }
                if let ticket = posting.ticket { rings.append((ticket, posting.seq ?? 0)) }
            case .unit, .event: break
            }
        }
        if !tickets.isEmpty {
            let rows = try await engine.pool.query(MessageTickets.of(tickets, in: configuration.id))
            for row in rows {
                // A row that cannot be read is reported elsewhere; the message says less.
                guard let ticket = try? StoredTicket(row: row, district: configuration.id).ticket else { continue }
                findings.tickets[ticket.id] = ticket
            }
        }
        findings.staff = try await telephones(people)
        findings.mailboxes = try await mailboxes(mailed)
        findings.residents = try await telephones(residents)
        findings.answered = try await answered(rings, contents.map(\.0))
        return findings
    }

    private func telephones(_ people: Set<PersonID>) async throws -> [PersonID: Result<String, StoreError>] {
        guard !people.isEmpty else { return [:] }
        let rows = try await engine.pool.query(StaffTelephone.of(Array(people), in: configuration.id))
        var found: [PersonID: Result<String, StoreError>] = [:]
        for telephone in try rows.compactMap(StaffTelephone.init(row:)) {
            do throws(StoreError) {
                found[telephone.person] = .success(try telephone.opened(in: configuration.id, under: engine.keys))
            } catch {
                found[telephone.person] = .failure(error)
            }
        }
        return found
    }

    private func mailboxes(_ people: Set<PersonID>) async throws -> [PersonID: Result<String, StoreError>] {
        guard !people.isEmpty else { return [:] }
        let rows = try await engine.pool.query(StaffMailbox.of(Array(people), in: configuration.id))
        var found: [PersonID: Result<String, StoreError>] = [:]
        for mailbox in try rows.map(StaffMailbox.init(row:)) {
            do throws(StoreError) {
                found[mailbox.person] = .success(try mailbox.opened(in: configuration.id, under: engine.keys))
            } catch {
                found[mailbox.person] = .failure(error)
            }
        }
        return found
    }

    /// Residents' telephones; that they are opened is written down by the statement that reads them.
    private func telephones(
        _ tickets: [(ticket: TicketID, reason: String)]
    ) async throws -> [TicketID: Result<String, StoreError>] {
        guard !tickets.isEmpty else { return [:] }
        let rows = try await engine.pool.query(ContactQueries.telephones(of: tickets, in: configuration.id))
            .map { try StoredContact($0) }
        return Dictionary(grouping: rows, by: \.ticket).compactMapValues { rows in
            StoredContact.latest(of: rows, in: configuration.id, under: engine.keys)["contact_phone"]
        }
    }

    /// Which letters a person has acted upon since: their duty phone rings no more.
    private func answered(
        _ rings: [(ticket: TicketID, seq: Int)],
        _ postings: [ClaimedPosting]
    ) async throws -> Set<Int64> {
        guard !rings.isEmpty else { return [] }
        let rows = try await engine.pool.query(MessageTickets.later(than: rings, in: configuration.id))
        let acts = try rows.map { try StoredEvent(row: $0, district: configuration.id).event }.filter(\.isByPerson)
        return Set(
            postings.filter { posting in
                guard case .duty = posting.receiver else { return false }
                return acts.contains { $0.ticket == posting.ticket && $0.seq > posting.seq ?? 0 }
            }.map(\.id)
        )
    }
}

extension CallPreparation {
    // MARK: - Where to, and what

    /// Why there is no address.
    private enum NoAddress: Error {
        case nowhere(String)
        case unreadable(String)
    }

    private func address(
        of posting: ClaimedPosting,
        _ content: MessageContent,
        _ findings: Findings
    ) -> Result<CallAddress, NoAddress> {
        switch posting.receiver {
        case .person(let person) where posting.channel == ChannelBook.mailName:
            return switch findings.mailboxes[person] {
            case .success(let mailbox): .success(.mailboxes([mailbox]))
            case .failure(let error): .failure(.unreadable(error.code))
            case nil: .failure(.nowhere("no mailbox"))
            }
        case .person(let person): return telephone(findings.staff[person])
        case .resident: return telephone(posting.ticket.flatMap { findings.residents[$0] })
        case .unit(let unit):
            guard posting.channel == ChannelBook.mailName else { return .success(.group) }
            let boxes = configuration.territory[unit].flatMap { book.mail?.units[$0.code] } ?? []
            return boxes.isEmpty ? .failure(.nowhere("no mailbox")) : .success(.mailboxes(boxes))
        case .duty(let unit):
            if let desk = dutyTelephone(of: unit) { return .success(.telephone(desk)) }
            guard case .letter(_, let people, _) = content else { return .failure(.nowhere("no telephone")) }
            return telephone(people.lazy.compactMap { findings.staff[$0] }.first)
        case .event: return .failure(.nowhere("no subscriber"))
        }
    }

    private func telephone(_ found: Result<String, StoreError>?) -> Result<CallAddress, NoAddress> {
        switch found {
        case .success(let text):
            guard let digits = Telephone.digits(of: text) else { return .failure(.nowhere("no telephone")) }
            return .success(.telephone(digits))
        case .failure(let error): return .failure(.unreadable(error.code))
        case nil: return .failure(.nowhere("no telephone"))
        }
    }

    /// The duty phone of a unit, or of the nearest above that has one.
    private func dutyTelephone(of unit: UnitID) -> String? {
        var next = configuration.territory[unit]
        while let here = next {
            if let phone = book.duty?.units[here.code] { return phone }
            next = here.parent.flatMap { configuration.territory[$0] }
        }
        return nil
    }

    private func templates(_ receiver: Receiver, _ content: MessageContent) -> [String] {
        switch (receiver, content) {
        case (.resident, .letter(let about, _, _)): PostingPlan.templates(ofResident: about)
        case (.duty, _): ["duty"]
        case (_, .digest): ["digest"]
        case (.person, .letter), (.unit, .letter), (.event, .letter): ["letter"]
        }
    }

    private func words(_ posting: ClaimedPosting, _ content: MessageContent, _ findings: Findings) -> MessageWords {
        let wording = Wording(configuration, language: book.language, link: book.link, now: clock)
        switch content {
        case .letter(let about, _, _):
            let ticket = posting.ticket.flatMap { findings.tickets[$0] }
            return wording.letter(about: about, ticket, to: posting.receiver)
        case .digest(let tickets, let matters, let notices):
            let found = tickets.compactMap { findings.tickets[$0] }
            if case .unit = posting.receiver { return wording.standing(found, matters: matters) }
            return wording.digest(found, matters: matters, notices: notices)
        }
    }

    /// The duty phone rings again and again, until somebody acts or it rang often enough.
    private func repetition(_ posting: ClaimedPosting, _ content: MessageContent) -> PostOffice.Repetition? {
        guard case .duty = posting.receiver, case .letter(let about, let people, let ring) = content,
            let duty = book.duty,
            ring + 1 < duty.times
        else { return nil }
        let next = MessageContent.letter(about: about, people: people, ring: ring + 1)
        return PostOffice.Repetition(after: duty.every, payload: next.json)
    }
}

extension Event {
    /// Whether a person did it: neither a clock nor another ticket.
    fileprivate var isByPerson: Bool {
        switch by.identity {
        case .person: act != nil
        case .resident, .clock, .ticket: false
        }
    }
}
