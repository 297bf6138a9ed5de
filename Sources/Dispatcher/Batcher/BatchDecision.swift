import PGStore
import Workflow

/// Decides a batch: many commands of one district, in the order of their arrival, upon what the first flight found.
///
/// Pure: what comes out is what the second flight writes, and an answer for each command. Commands on one ticket
/// fold: each sees the ticket as the one before it left it.
struct BatchDecision {
    typealias Answer = Result<Receipt, DispatchError>

    private let configuration: DistrictConfiguration
    private let found: Intake.Found
    private let keys: KeyRing?
    private var changes: [TicketID: TicketChange] = [:]
    private var order: [TicketID] = []
    private var known: [Intake.KeyName: KnownCommand]
    private var attached: [TicketID: [KnownAttachment]]
    private var ids: ArraySlice<TicketID>
    private(set) var writes: WriteSet
    private(set) var answers: [Answer] = []
    /// What the command at hand splits off: its words are stored there too.
    private var split: [(spawn: Spawn, contact: SealedContact?)] = []

    init(_ configuration: DistrictConfiguration, _ found: Intake.Found, latestGiven: Instant?, keys: KeyRing? = nil) {
        self.configuration = configuration
        self.keys = keys
        self.found = found
        known = found.known
        attached = found.attached
        ids = found.ids[...]
        writes = WriteSet(
            district: configuration.id,
            clock: found.clock,
            givenNow: found.isGiven ? latestGiven : nil,
            tellsNobody: found.isGiven,
            definition: configuration.definition
        )
    }

    /// Decides one command and keeps its answer.
    mutating func decide(_ submission: Submission) {
        do throws(DispatchError) {
            answers.append(.success(try receipt(submission)))
        } catch {
            answers.append(.failure(error))
        }
    }

    /// Gathers what is to be written, after the last command.
    mutating func finish() {
        for id in order {
            if let change = changes[id] { writes.append(change) }
        }
    }

    /// Ids that no ticket bears after all.
    var spareIDs: ArraySlice<TicketID> { ids }

    /// What sleepers are told of it; in a district whose time is given nobody waits for timers.
    var hint: Hints.Write {
        Hints.Write(
            district: configuration.id,
            timer: found.isGiven ? nil : changes.values.compactMap(\.nextDue).min(),
            tellsSomebody: writes.tellsSomebody,
            filesSomething: writes.filesSomething,
            tellsStory: writes.tellsStory
        )
    }
}

extension BatchDecision {
    private mutating func receipt(_ submission: Submission) throws(DispatchError) -> Receipt {
        let name = Intake.KeyName(owner: submission.key.owner, key: submission.key.key)
        if let before = known[name] {
            guard before.bodyHash == submission.key.bodyHash else { throw .keyReused(submission.key.key) }
            return Receipt(ticket: before.ticket, seq: before.seq, isRepeat: true)
        }
        guard found.isGiven == (submission.givenNow != nil) else { throw .wrongClock(isGiven: found.isGiven) }
        let event: (ticket: TicketID, seq: Int)
        split = []
        switch submission.target {
        case .filing(let definition): event = try file(submission, definition)
        case .ticket(let id): event = try act(submission, on: id)
        case .attaching(let id, let files, let room):
            let receipt = try attach(files, room, to: id, submission)
            guard !receipt.isVain else { return receipt }
            event = (id, receipt.seq)
        case .adjusting(let id, let adjustment):
            guard let receipt = try adjust(id, by: adjustment, submission) else { throw .unknownTicket(id) }
            // Nothing moved: nothing is written, and a second try finds the same.
            guard receipt.adjusted != nil else { return receipt }
            writes.append(submission.key, ticket: receipt.ticket, seq: receipt.seq)
            known[name] = KnownCommand(bodyHash: submission.key.bodyHash, ticket: id, seq: receipt.seq)
            return receipt
        }
        writes.append(
            submission.command.words,
            ticket: event.ticket,
            seq: event.seq,
            salt: submission.salt,
            contact: submission.contact
        )
        for (spawn, contact) in split {
            writes.append(spawn.words, ticket: spawn.id, seq: 1, salt: submission.salt, contact: contact)
        }
        writes.append(submission.key, ticket: event.ticket, seq: event.seq)
        known[name] = KnownCommand(bodyHash: submission.key.bodyHash, ticket: event.ticket, seq: event.seq)
        return Receipt(ticket: event.ticket, seq: event.seq, isRepeat: false, after: changes[event.ticket]?.after)
    }

    private mutating func file(
        _ submission: Submission,
        _ definition: DefinitionName
    ) throws(DispatchError) -> (TicketID, Int) {
        guard let machine = configuration.machine(latest: definition) else { throw .unknownDefinition(definition) }
        guard let id = submission.reserved ?? ids.popFirst() else {
            preconditionFailure("the first flight took an id for every filing that has none")
        }
        var context = configuration.context(at: submission.givenNow ?? found.clock)
        context.others = others(submission, in: context)
        let advance: Advance
        do {
            advance = try machine.file(submission.command, district: configuration.id, id: id, in: context)
        } catch {
            throw .refused(error)
        }
        guard let change = TicketChange(first: advance) else { preconditionFailure("a filing makes a ticket") }
        changes[id] = change
        order.append(id)
        return (id, change.after.seq)
    }

    private mutating func act(_ submission: Submission, on id: TicketID) throws(DispatchError) -> (TicketID, Int) {
        if let unreadable = found.unreadable[id] { throw .store(unreadable) }
        guard var change = change(of: id) else { throw .unknownTicket(id) }
        guard let machine = configuration.machine(change.after.definition) else {
            throw .unknownDefinition(change.after.definition.name)
        }
        let given = submission.givenNow
        if let given, given < change.after.lastAt {
            throw .refused(.beforeLastEvent(at: given, last: change.after.lastAt))
        }
        var context = configuration.context(at: given ?? found.clock)
        context.ids = Array(ids.prefix(submission.newTicketsAtMost(configuration)))
        context.others = others(submission, in: context)
        // What fires here stands, even where the command is then refused.
        change.catchUp(by: machine, in: context)
        defer { keep(change) }
        let advance: Advance
        do {
            if let handOver = submission.handOver {
                advance = try machine.handOver(handOver, of: change.after, in: context)
            } else {
                advance = try machine.decide(submission.command, on: change.after, in: context)
            }
        } catch {
            throw .refused(error)
        }
        let main = try advance.joining.map { (joining) throws(DispatchError) in try join(joining, context) }
        let children = try begin(advance.spawns, for: advance.ticket, context)
        let words = try sealed(advance.spawns.filter { !$0.words.isEmpty })
        change.append(advance)
        for child in children + [main].compactMap(\.self) { keep(child) }
        split = words
        return (id, change.after.seq)
    }

    /// The tickets that a command names besides its own, as they stand: due comes before late for them, too.
    private mutating func others(_ submission: Submission, in context: Context) -> [TicketID: Ticket] {
        var others: [TicketID: Ticket] = [:]
        for id in submission.others where found.unreadable[id] == nil {
            guard var change = change(of: id) else { continue }
            if let machine = configuration.machine(change.after.definition), context.now >= change.after.lastAt {
                change.catchUp(by: machine, in: context)
                keep(change)
            }
            others[id] = change.after
        }
        return others
    }

    /// Lets the main ticket take one in, or give it up; where it cannot, the act is refused.
    private func join(_ joining: Joining, _ context: Context) throws(DispatchError) -> TicketChange {
        guard var change = change(of: joining.main) else { throw .unknownTicket(joining.main) }
        guard let machine = configuration.machine(change.after.definition) else {
            throw .unknownDefinition(change.after.definition.name)
        }
        do {
            change.append(try machine.join(joining, to: change.after, in: context))
        } catch {
            throw .refused(error)
        }
        return change
    }

    /// Adds the files that there is room for, and that nobody added under the same key.
    private mutating func attach(
        _ files: [NewAttachment],
        _ room: AttachmentRoom,
        to id: TicketID,
        _ submission: Submission
    ) throws(DispatchError) -> Receipt {
        if let unreadable = found.unreadable[id] { throw .store(unreadable) }
        guard var change = change(of: id) else { throw .unknownTicket(id) }
        guard let machine = configuration.machine(change.after.definition) else {
            throw .unknownDefinition(change.after.definition.name)
        }
        let taken = room.admit(files, to: attached[id] ?? [])
        guard !taken.isEmpty else { return Receipt(ticket: id, seq: change.after.seq, isRepeat: false, isVain: true) }
        let context = configuration.context(at: submission.givenNow ?? found.clock)
        change.catchUp(by: machine, in: context)
        let party = submission.command.by
        change.append(machine.attach(taken.map(\.attached), by: party, to: change.after, in: context))
        keep(change)
        attached[id, default: []] += taken.map { KnownAttachment($0) }
        writes.append(taken, addedBy: change.after.seq)
        return Receipt(ticket: id, seq: change.after.seq, isRepeat: false)
    }

    /// Fits a ticket to what changed around it; nil where there is no such ticket.
    private mutating func adjust(
        _ id: TicketID,
        by adjustment: Adjustment,
        _ submission: Submission
    ) throws(DispatchError) -> Receipt? {
        if let unreadable = found.unreadable[id] { throw .store(unreadable) }
        guard var change = change(of: id) else { return nil }
        let now = max(submission.givenNow ?? found.clock, change.after.lastAt)
        let before = change.after
        let caught = try configuration.catchUp(before, at: now)
        change.append(caught, until: now)
        defer { keep(change) }
        let decided = try configuration.adjust(
            caught,
            of: before,
            by: adjustment,
            ordered: submission.command.by.identity,
            at: now
        )
        if let advance = decided.advance { change.append(advance) }
        return Receipt(ticket: id, seq: change.after.seq, isRepeat: false, adjusted: decided.adjusted)
    }

    /// Begins the children that an act makes; where one cannot begin, the act is refused with all of them.
    private mutating func begin(
        _ spawns: [Spawn],
        for parent: Ticket?,
        _ context: Context
    ) throws(DispatchError) -> [TicketChange] {
        guard let parent else { return [] }
        var children: [TicketChange] = []
        for spawn in spawns {
            guard let machine = configuration.machine(latest: spawn.definition) else {
                throw .unknownDefinition(spawn.definition)
            }
            do {
                let advance = try machine.begin(spawn, for: parent, in: context)
                if let change = TicketChange(first: advance) { children.append(change) }
            } catch {
                throw .refused(error)
            }
        }
        ids.removeFirst(spawns.count)
        return children
    }

    /// What goes along to a ticket that is made now: its id was not known before, so its contact is sealed here.
    private func sealed(
        _ spawns: [Spawn]
    ) throws(DispatchError) -> [(spawn: Spawn, contact: SealedContact?)] {
        var sealed: [(spawn: Spawn, contact: SealedContact?)] = []
        for spawn in spawns {
            guard SealedContact.isAmong(spawn.words) else {
                sealed.append((spawn, nil))
                continue
            }
            guard let keys else { throw .noKeys }
            do {
                let contact = try SealedContact(spawn.words, of: spawn.id, in: configuration.id, under: keys)
                sealed.append((spawn, contact))
            } catch {
                throw .store(error)
            }
        }
        return sealed
    }

    private func change(of id: TicketID) -> TicketChange? {
        if let change = changes[id] { return change }
        return found.tickets[id].map { TicketChange(before: $0.ticket, after: $0.ticket, hash: $0.hash) }
    }

    private mutating func keep(_ change: TicketChange) {
        if changes.updateValue(change, forKey: change.after.id) == nil { order.append(change.after.id) }
    }
}

extension TicketChange {
    /// Due comes before late: fires what is overdue.
    fileprivate mutating func catchUp(by machine: Machine, in context: Context) {
        append(machine.catchUp(after, until: context.now, in: context), until: context.now)
    }
}
