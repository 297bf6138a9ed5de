import Postgres
import Shipped
import Testing
import Workflow

@testable import PGStore

/// Every statement of the store, with values as they come in life.
struct Statement: CustomTestStringConvertible, Sendable {
    let name: String
    let query: Query
    /// Runs with every command or poll: must not read a hot table from end to end.
    let isHot: Bool

    var testDescription: String { name }

    static let district = DistrictID(1)
    static let tickets = [TicketID(10), TicketID(500), TicketID(19_000)]
    static let now = Instant(microseconds: 1_772_413_200_000_000)

    /// Those that run with every command or poll.
    static func hot() throws -> [Statement] {
        let keys = [(owner: "~", key: "k1"), (owner: "~", key: "k2")]
        let intake = Intake(district: district, tickets: tickets, keys: keys, filings: 3)
        let claim = TimerClaim(district: district, low: now, limit: 500)
        let only = TimerClaim(district: district, low: now, limit: 1, only: TicketID(7))
        return named("intake", intake.statements) + named("claim", claim.statements)
            + named("claim of", only.statements)
            + named("write", try writes().flight)
            + named("timers", [TimerQueries.next(district: district, above: now)])
            + named("outbox", outbox()) + named("search", search())
            + named("dossier", Dossier.statements(TicketID(7), in: district)) + named("work list", workLists())
            + named("contact", contacts()) + named("posting", try postings()) + named("board", board())
            + named("report", reports())
            + named("touched", [FeedQueries.touched(since: TransactionID(rawValue: 7), in: district, limit: 257)])
            + named("revision", [ConfigurationWrite.revision(district)])
    }

    /// Those of a command's transaction, and of work lists, which have general plans.
    static func general() throws -> [Statement] {
        try hot().filter { statement in ["intake", "write", "work list"].contains { statement.name.hasPrefix($0) } }
    }

    /// Those that a person, a change of configuration or a sweep asks for.
    static func cold() throws -> [Statement] {
        let (from, to) = (TicketID(1), TicketID(500))
        let lists = [
            Verification.page(district, after: nil, limit: 500), Verification.timers(district, from: from, to: to),
            Verification.texts(district, from: from, to: to), Verification.orphans(district),
            LiveTickets.ids(district), LiveTickets.of(tickets, in: district), LiveTickets.present(district),
            LiveTickets.begun(before: Timestamp(now)), HeldTickets.query(tickets, in: district),
            Verification.tellings(to: tickets, district),
            StoredPlan.list(district, beginning: "0", limit: 10), StoredPlan.hashes(district),
            StoredPlan.note(district, PlanMark(name: "p", hash: "0"), .migration, [:], by: .clock),
            TimerQueries.behind(district: district, low: now), ConfigurationWrite.districts,
            ConfigurationWrite.touch(district), ConfigurationWrite.handOver(district),
            ConfigurationWrite.district(code: "three", name: "三", clock: .given),
        ]
        return named("lists", lists, isHot: false) + named("filter", try filters(), isHot: false)
            + named("configuration", ConfigurationRead(district: district).statements, isHot: false)
            + named("configuration write", try configuration(), isHot: false) + named("dead", dead(), isHot: false)
            + named("rotation", rotation(), isHot: false) + named("call log", callLog(), isHot: false)
            + named("logs", logs(), isHot: false) + named("health", DatabaseHealth.statements, isHot: false)
            + named("keys", [KeyCleaning.sweep(district, limit: 2_000)] + requests(), isHot: false)
            + named("attachments", attachments(), isHot: false) + named("residents", try residents(), isHot: false)
    }

    private static func named(_ name: String, _ queries: [Query], isHot: Bool = true) -> [Statement] {
        queries.enumerated().compactMap { index, query in
            let isControl = ["BEGIN", "COMMIT", "SET"].contains { query.sql.hasPrefix($0) }
            return isControl ? nil : Statement(name: "\(name) \(index)", query: query, isHot: isHot)
        }
    }
}

extension Statement {
    // MARK: - Groups

    private static func requests() -> [Query] {
        let request = RequestKey("k", of: PersonID(1), in: district, for: [1], under: nil)
        return [
            RequestKeyQueries.take(request, holder: 1), RequestKeyQueries.read(request),
            RequestKeyQueries.hold(request, holder: 1),
            RequestKeyQueries.keep(request, holder: 1, KeptAnswer(status: 204, answer: [:])),
            RequestKeyQueries.release(request, holder: 1), RequestKeyQueries.sweep(district, limit: 2_000),
        ]
    }

    private static var message: ClaimedMessage {
        ClaimedMessage(id: 5, ticket: TicketID(5), seq: 1, attempts: 1, lease: 1, message: nil)
    }

    private static func outbox() -> [Query] {
        [
            OutboxQueries.next(district), OutboxQueries.claim(district, limit: 100),
            OutboxQueries.delivered(district, [message]),
            OutboxQueries.postponed(district, [(message, .seconds(10), ["log"])]),
            OutboxQueries.buried(district, [(message, "r")]),
        ] + digests()
    }

    private static func digests() -> [Query] {
        let person = PersonID(5)
        let claimed = ClaimedDigest(person: person, attempts: 1, lease: 1)
        let item = DigestItem(person: person, id: 5, content: .notice(name: "n", words: Bilingual(zh: "一", en: "one")))
        return [
            DigestQueries.putBy(district, moved: [message], kept: [], items: [item], due: now),
            DigestQueries.claim(district, limit: 100), DigestQueries.items(district, of: [person]),
            DigestQueries.held(district, [claimed]), DigestQueries.sent(district, [(person, 5)]),
            DigestQueries.buried(district, [(person, 5, 12, "r")]),
            DigestQueries.postponed(district, [(claimed, now, ["log": [5]])]), DigestQueries.waiting(district),
            DigestQueries.notice(
                district,
                name: "gaps",
                day: LocalDate(daysSinceEpoch: 20_000),
                [(person, Bilingual(zh: "一", en: "one"))],
                due: now
            ),
            DeadDigest.list(district, limit: 500), DeadDigest.resend(district, limit: 500),
        ] + DigestQueries.released(district, [person], next: now)
    }

    private static func contacts() -> [Query] {
        let look = Look(district: district, ticket: TicketID(7), person: PersonID(5), via: .page, reason: "r")
        return [
            ContactQueries.rows(of: TicketID(7), in: district), ContactQueries.rows(for: look),
            ContactQueries.tickets(byPhone: [[1], [2]], in: district, limit: 10),
            ContactQueries.lines(of: tickets, seen: look),
            ContactQueries.inTheOpen(district),
            RelatedQueries.ofCaller(TicketID(7), in: district, limit: 20),
            HandOverRead.events(ofOpenTicketsOf: PersonID(5), since: now, in: district, limit: 5_000),
            RelatedQueries.open(at: UnitID(3), besides: TicketID(7), "issue", in: district, limit: 200),
        ]
    }

    private static func logs() -> [Query] {
        let (place, time) = (LogPlace(xact: TransactionID(rawValue: 7), id: 9), now..<now.advanced(bySeconds: 60))
        let claim = LogClaim(source: .access, place: place, lease: 1)
        return LogSource.allCases.flatMap { source in
            [
                LogFeed.waits(source, in: district), LogFeed.claim(source, in: district, seconds: 15),
                LogKeeping.holding(source, in: district, before: now),
            ]
        } + [
            LogFeed.move(claim, in: district, to: place), LogFeed.security(after: place, in: district, limit: 200),
            LogFeed.access(after: place, in: district, limit: 200),
            LogPage.security(district, after: 9, in: time, limit: 500),
            LogPage.access(district, after: 9, in: time, limit: 500),
        ]
    }

    private static func residents() throws -> [Query] {
        let ring = try KeyRing("test aes-256-gcm " + String(repeating: "A", count: 43) + "=")
        let secret = try StoredResidentSecret([1], in: district, under: ring)
        return [
            ResidentSecretQueries.read(district), ResidentSecretQueries.make(district, secret),
            ResidentSecretQueries.replace(district, secret, by: secret),
        ]
    }

    private static func board() -> [Query] {
        let place = EndedPlace(at: now, ticket: TicketID(9))
        return [nil, place].map {
            EndedTickets.page(district, since: now, states: ["closed", "self_resolved"], after: $0, limit: 50)
        }
    }

    private static func reports() -> [Query] {
        let day = now...now.advanced(bySeconds: 86_400)
        let place = ReportPlace(at: now, ticket: TicketID(9))
        let all = ReportFilter(categories: ["水务"], reported: day)
        let changed = ReportFilter(categories: ["水务"], changed: day, order: .changed)
        let first = ReportFilter(categories: ["水务"], changed: day, order: .changedFirst)
        let ended = [all, changed, first].flatMap { filter in
            [nil, place].map {
                ReportQueries.ended(district, filter, states: ["closed", "self_resolved"], after: $0, limit: 500)
            }
        }
        let own = [nil, true, false].map { isOpen in
            var filter = all
            filter.isOpen = isOpen
            return ReportQueries.own(district, of: PersonID(5), filter, after: place, limit: 500)
        }
        let events = ReportQueries.events(
            district,
            of: PersonID(5),
            since: now,
            times: day,
            after: ReportedEvent.Place(at: now, ticket: TicketID(9), seq: 2),
            limit: 500
        )
        return ended + own + [
            ReportQueries.own(district, tickets, of: PersonID(5)), events, ReportQueries.words(district, of: tickets),
        ]
    }

    private static func rotation() -> [Query] {
        let (from, to) = (TicketID(1), TicketID(500))
        return [
            ContactQueries.uses(in: district), StoredContact.of(from: from, to: to, in: district),
            ContactQueries.outdated("k2", in: district, after: (TicketID(5), 1), limit: 100),
            ContactQueries.replace([], in: district),
            LoggedLook.page(of: district, ticket: TicketID(5), since: now, limit: 100),
        ]
    }

    private static func search() -> [Query] {
        let xact = TransactionID(rawValue: 5)
        return SearchQueries.begin(district) + [
            SearchQueries.look(district),
            SearchQueries.filed(district, after: xact, TicketID(5), limit: 500),
            SearchQueries.hidden(district, after: xact),
        ] + SearchQueries.fill(district, [(TicketID(5), ["漏水"])], xact: xact, TicketID(5))
    }

    private static func dead() -> [Query] {
        let key = DeadTimerRow.Key(ticket: TicketID(7), clock: "whole", step: "due")
        let row = DeadTimerRow(key: key, due: now, code: "c", reason: "r", diedAt: now)
        return [
            DeadTimerRow.list(district, after: key, limit: 500), DeadTimerRow.of(tickets, in: district),
            DeadTimerRow.remove([key], in: district), DeadTimerRow.arm([row], in: district),
            DeadMessage.list(district, limit: 500), DeadMessage.resend(district, [1, 2]),
            DeadMessage.giveUp(district, [1, 2]), DeadPosting.giveUp(district, [1, 2]),
            DeadPosting.list(district, channel: "sms", limit: 500), DeadPosting.resend(district, [1, 2]),
        ]
    }

    private static func postings() throws -> [Query] {
        let new = NewPosting(
            source: .letter(5),
            channel: "sms",
            receiver: .person(PersonID(5)),
            ticket: TicketID(7),
            seq: 2,
            payload: [:]
        )
        let posting = ClaimedPosting(id: 5, new, attempts: 1, lease: 1, madeAt: now)
        let fates: [(posting: ClaimedPosting, fate: PostingQueries.Fate)] = [
            (posting, .finished), (posting, .again(after: 10, counts: true)), (posting, .buried(reason: "r")),
        ]
        return [
            NewPosting.insert(district, [new]), PostingQueries.next(district, ["sms"]),
            PostingQueries.claim(district, channel: "sms", limit: 10),
            MessageTry.insert(district, [MessageTry(posting, .sent)]),
            PostingQueries.pace(district, channel: "sms", until: now), StaffTelephone.of([PersonID(5)], in: district),
            ContactQueries.telephones(of: [(TicketID(7), "r")], in: district), MessageTickets.of(tickets, in: district),
            MessageTickets.later(than: [(TicketID(7), 2)], in: district),
            WebhookFeed.single([(TicketID(7), 2)], in: district), UnitWork.clock(of: district),
            AwaitedPosting.insert([MessageTry(posting, .sent, receipt: "r")], in: district),
            AwaitedPosting.anySaid(in: district), AwaitedPosting.note(in: district, limit: 10),
            DeliveryReceipt.insert(
                [DeliveryReceipt(receipt: "r", isDelivered: true, status: "s")],
                of: "sms",
                in: district
            ),
        ] + PostingQueries.settle(district, fates) + PostingQueries.pace(district, channel: "sms")
    }

    private static func callLog() -> [Query] {
        var choice = LoggedMessage.Choice()
        choice.ticket = TicketID(5)
        choice.channel = "sms"
        choice.since = now
        return [
            LoggedMessage.page(of: district, choice, limit: 100), Webhook.list(district), Webhook.newID,
            Webhook.replace(district, id: 1, old: [1], new: [2], key: "k"), WebhookFeed.begin(district),
            WebhookFeed.move(district, to: .beginning),
            LoggedMessage.expire(district, days: 400, most: 10), PostingQueries.waiting(district),
            StaffTelephone.outdated("k2", in: district, after: PersonID(5), limit: 100),
            StaffTelephone.replace([], key: "k2", in: district),
            StaffMailbox.outdated("k2", in: district, after: PersonID(5), limit: 100),
            StaffMailbox.known(of: [PersonID(5)], in: district), StaffMailbox.of([PersonID(5)], in: district),
            UnitWork.open([UnitID(5)], in: district, oldest: 200),
        ] + AwaitedPosting.expire(in: district)
    }

    private static func filters() throws -> [Query] {
        var all = TicketFilter()
        all.units = [UnitID(7)]
        all.owner = PersonID(7)
        all.states = ["signed"]
        all.lamps = [.red]
        all.category = "水务"
        all.places = [UnitID(7), UnitID(8)]
        all.reportedBefore = now
        all.grams = ["g7", "h:*"]
        all.isOpenOnly = true
        var words = TicketFilter()
        words.grams = ["g7", "h7"]
        var ended = TicketFilter()
        ended.units = [UnitID(7)]
        ended.places = [UnitID(7), UnitID(8)]
        return [TicketFilter(), all, words, ended].map { $0.tickets(of: district, after: TicketID(3), limit: 100) }
    }

    private static func reorganisation() throws -> [Query] {
        let plan = try Reorganisation(
            document: ["plan": "p", "source": "s", "effective": "2026-01-01", "steps": [["close": ["unit": "S"]]]]
        )
        let closing = Workflow.Unit.Closing(at: now, successor: UnitID(8))
        let unit = Workflow.Unit(id: UnitID(7), code: "S", kind: "street", name: "一", parent: nil, closing: closing)
        let succession = Succession(heirs: [UnitID(7): [UnitID(8)]], parents: [:])
        let mark = PlanMark(name: "p", hash: "00", source: "s")
        return [
            ReorganisationWrite.ids(count: 2), ReorganisationWrite.succession(district, hash: "00"),
            ReorganisationWrite.note(district, plan, mark, effective: now, by: PersonID(5), succession),
            ConfigurationWrite.formerNames(district, at: Timestamp(now)),
        ] + ReorganisationWrite.units(district, [unit])
            + ReorganisationWrite.posts(
                district,
                [(from: UnitID(7), to: UnitID(8))],
                on: LocalDate(daysSinceEpoch: 20_000),
                midnight: Instant(seconds: 0)
            )
            + ConfigurationWrite.unitVersions(district, at: Timestamp(now), source: "s")
    }
    private static let units = [
        UnitRow(
            code: "S",
            kind: "street",
            name: "一",
            parentCode: nil,
            attributes: ["三无"],
            pairCode: "",
            groundCodes: []
        )
    ]

    private static func configuration() throws -> [Query] {
        let people = [
            PersonRow(
                account: "a",
                name: "甲",
                phone: nil,
                role: "liaison",
                unitCode: "S",
                since: LocalDate(daysSinceEpoch: 20_000),
                isPartTime: true,
                substitute: "b"
            )
        ]
        let period = try #require(Period(from: now, until: now.advanced(bySeconds: 60)))
        let rules = [
            RuleRow(
                rule: "r",
                category: "水务",
                placeCode: nil,
                attributes: ["三无"],
                leadCode: "S",
                coHandlerCodes: ["S"],
                limits: ["whole": try Limit("5wd")],
                duty: .basic,
                evidence: EvidenceRule(asked: [.photo], necessity: "n", approval: "a"),
                source: ""
            )
        ]
        return try reorganisation() + ConfigurationWrite.units(district, units)
            + ConfigurationWrite.people(district, people)
            + HandOverWrite.statements(
                district,
                HandOver(from: PersonID(1), to: PersonID(2)),
                posts: [Post(role: "liaison", unit: UnitID(1))],
                on: LocalDate(daysSinceEpoch: 20_000),
                midnight: now
            )
            + ConfigurationWrite.directory(district, rules) + [
                ConfigurationWrite.absences(district, [AbsenceRow(account: "a", period: period)]),
                ConfigurationWrite.clearedDuties(district, [("S", nil, period)]),
                ConfigurationWrite.duties(district, [DutyRow(unitCode: "S", account: "a", period: period)]),
                ShiftLogRow.list(district, units: [UnitID(1)], limit: 5),
                ShiftLogRow.events(district, unit: UnitID(1), since: now, limit: 5),
                ShiftLogRow.write(
                    district,
                    unit: UnitID(1),
                    HandOver(from: PersonID(1), to: PersonID(2)),
                    from: now,
                    at: now,
                    note: "",
                    body: [:]
                ),
                PeopleRead.shifts(district, in: period), ConfigurationWrite.messages(district, .usual),
                ConfigurationWrite.calendar(district, name: "office", document: "{}"),
                ConfigurationWrite.publish(district, try Shipped.definition("issue")),
            ]
    }
}

extension Statement {
    // MARK: - The write

    /// A write of every kind of row: a new ticket, a changed one, timers armed, cancelled, dead and stray, all texts.
    private static func writes() throws -> WriteSet {
        let machine = Machine(definition: try Shipped.definition("issue"), version: 1)
        let context = try context()
        let desk = Party(identity: .person(PersonID(3)), posts: [Post(role: "community_dispatcher", unit: UnitID(2))])
        let input: [FieldName: JSONValue] = ["category": "水务", "place": 2]
        let words: [FieldName: Words] = [
            "text": Words(text: "漏水", digest: "00"), "contact_phone": Words(text: "1", digest: "00"),
        ]
        let report = Command(act: "report", by: desk, input: input, words: words)
        let filed = try machine.file(report, district: district, id: TicketID(30_000), in: context)
        let ticket = try #require(filed.ticket)
        var writes = WriteSet(district: district, clock: now) { _ in machine.definition }
        var new = TicketChange(before: nil, after: ticket, hash: EventHash.origin)
        new.append(filed)
        writes.append(new)
        let ring = try KeyRing("k1 aes-256-gcm " + String(repeating: "A", count: 43) + "=")
        let contact = try SealedContact(report.words, of: ticket.id, in: district, under: ring)
        writes.append(report.words, ticket: ticket.id, seq: 1, salt: [1], contact: contact)
        var change = TicketChange(before: ticket, after: ticket, hash: EventHash.origin)
        change.append(try machine.decide(Command(act: "accept", by: desk), on: ticket, in: context))
        change.bury(try #require(ticket.timers.first), code: "c", reason: "r")
        writes.append(change)
        writes.append(["note": Words(text: "注", digest: "00")], ticket: ticket.id, seq: 2, salt: [1], contact: nil)
        writes.append([newAttachment], addedBy: 2)
        writes.append(CommandKey(owner: "o", key: "k", bodyHash: [1]), ticket: ticket.id, seq: 2)
        writes.append(stray: TimerRow(ticket.id, try #require(ticket.timers.first)), code: "stray", reason: "r")
        #expect(writes.flight.count == 14)
        return writes
    }

    private static func context() throws -> Context {
        let units = [
            Workflow.Unit(id: UnitID(1), code: "S", kind: "street", name: "一街道", parent: nil),
            Workflow.Unit(id: UnitID(2), code: "C", kind: "community", name: "一社区", parent: UnitID(1)),
            Workflow.Unit(id: UnitID(5), code: "W", kind: "department", name: "水务局", parent: nil),
        ]
        return Context(
            now: now,
            territory: try UnitTree(units),
            calendars: try CalendarBook(default: .office()),
            directory: try Workflow.Directory([DirectoryRule(id: "W", category: "水务", place: nil, lead: UnitID(5))])
        )
    }
}

extension Statement {
    private static let newAttachment: NewAttachment = {
        let hash = [UInt8](repeating: 1, count: 32)
        return NewAttachment(
            ticket: TicketID(7),
            seq: 1,
            person: PersonID(1),
            fileName: "照片.jpg",
            key: UploadKey(hash: hash, part: 0),
            sentHash: hash,
            hash: hash,
            kind: "jpeg",
            bytes: 1,
            picture: NewAttachment.Picture(thumbnail: hash, width: 1, height: 1)
        )
    }()

    private static func attachments() -> [Query] {
        let id = AttachmentID(1)
        let hash = newAttachment.hash
        let look = Look(district: district, ticket: TicketID(7), person: PersonID(1), via: .export, reason: "r")
        return [
            AttachmentQueries.installation, AttachmentQueries.before, AttachmentQueries.known(tickets, in: district),
            AttachmentQueries.added(by: 2, of: TicketID(7), in: district),
            AttachmentQueries.find(UploadKey(hash: hash, part: 0), in: district),
            AttachmentQueries.rows(from: TicketID(7), to: TicketID(9), in: district),
            AttachmentQueries.of(TicketID(7), in: district), AttachmentQueries.one(id, in: district),
            AttachmentQueries.hide(id, in: district), AttachmentQueries.named([hash], in: district),
            StoredTicket.several(tickets, in: district),
            ContactQueries.rows(of: tickets, seen: tickets, in: district, by: look),
            AttachmentQueries.page(district, after: id, limit: 10),
        ]
    }
}
