import Dispatcher
import PGStore
import Postgres
import Synchronization
import TestSupport
import Testing
import Workflow

/// What does not press waits for one letter a person: never lost, never in quiet hours.
@Suite struct DigestTests {
    @Test func `what presses goes at once, the rest in one letter a person, each ticket once`() async throws {
        try await TestDistrict.with { city in
            _ = try await city.engine.tell(by: city.rules(), in: city.id)
            let box = DigestBox()
            try await city.running([city.deliverer([box])]) {
                let ordinary = try await city.file(count: 3)
                for ticket in ordinary { try await city.act("urge", by: "desk", on: ticket) }
                let urgent = try await city.file(input: ["urgency": "urgent"])
                try await eventually("the urgent letter came") { !box.letters.isEmpty }
                try await eventually("the rest is put by") { try await city.messages() == 0 }
                #expect(Set(box.letters.map(\.ticket)) == [urgent])
                #expect(box.digests.isEmpty)
                // Two dispatchers, three tickets, a report and an urge of each.
                #expect(try await city.waits() == (2, 12))
                try await city.makeDigestsDue()
                try await eventually("nothing waits") { try await city.waits() == (0, 0) }
                let digests = box.digests.sorted { ($0.account ?? "") < ($1.account ?? "") }
                #expect(digests.map(\.account) == ["desk", "desk2"])
                for digest in digests {
                    #expect(digest.matters.map(\.ticket) == ordinary.sorted())
                    #expect(digest.matters.allSatisfy { $0.count == 2 && $0.about == "urge" && $0.code == "post" })
                }
                #expect(try await city.engine.verify(city.id).findings == [])
            }
        }
    }

    @Test func `two deliverers send each person one letter with everything`() async throws {
        try await TestDistrict.with(connections: 8) { city in
            _ = try await city.engine.tell(by: city.rules(), in: city.id)
            let box = DigestBox()
            let sorters = (0..<2).map { _ in city.deliverer([box]) { $0.batch = 3 } }
            _ = try await city.file(count: 40)
            try await city.running(sorters) {
                try await eventually("all is put by") { try await city.messages() == 0 }
                #expect(try await city.waits() == (2, 80))
                try await city.makeDigestsDue()
                try await eventually("nothing waits") { try await city.waits() == (0, 0) }
            }
            #expect(box.digests.count == 2)
            #expect(box.digests.allSatisfy { $0.matters.count == 40 })
        }
    }

    @Test func `a crash between the letter and the deletion sends again, and who lost the lease removes nothing`()
        async throws
    {
        try await TestDistrict.with { city in
            _ = try await city.engine.tell(by: city.rules(), in: city.id)
            let box = DigestBox()
            _ = try await city.file()
            try await city.running([city.deliverer([box])]) {
                try await eventually("it is put by") { try await city.waits() == (2, 2) }
            }
            try await city.makeDigestsDue()
            // The first deliverer claims, sends, and dies.
            let pool = city.engine.pool
            let lost = try await pool.query(DigestQueries.claim(city.id, limit: 10)).map(ClaimedDigest.init(row:))
            #expect(lost.count == 2)
            #expect(try await pool.query(DigestQueries.claim(city.id, limit: 10)).isEmpty)
            try await city.makeDigestsDue()
            let again = try await pool.query(DigestQueries.claim(city.id, limit: 10)).map(ClaimedDigest.init(row:))
            #expect(again.map(\.attempts) == [2, 2])
            #expect(try await pool.query(DigestQueries.held(city.id, lost)).isEmpty)
            #expect(
                try await pool.query(DigestQueries.postponed(city.id, lost.map { ($0, Instant(seconds: 0), [:]) }))
                    .affectedRows == 0
            )
            try await city.makeDigestsDue()
            try await city.running([city.deliverer([box])]) {
                try await eventually("it came") { try await city.waits() == (0, 0) }
            }
            #expect(box.digests.count == 2)
        }
    }

    @Test func `a sink that has it is left alone while another is tried again, and gets what is new`() async throws {
        try await TestDistrict.with { city in
            _ = try await city.engine.tell(by: city.rules(), in: city.id)
            let isDown = Mutex(true)
            let (good, bad) = (DigestBox(name: "good"), DigestBox(name: "bad") { _, _ in isDown.withLock(\.self) })
            let first = try await city.file()
            try await city.running([city.deliverer([good, bad])]) {
                try await eventually("it is put by") { try await city.waits() == (2, 2) }
                try await city.makeDigestsDue()
                try await eventually("one has it") { good.digests.count == 2 }
                let again = """
                    SELECT count(*) FROM digest WHERE district_id = \(city.id.rawValue) AND attempts = 1
                        AND taken LIKE '%good%' AND next_at < clock_timestamp() + interval '30 s'
                    """ as Query
                try await eventually("it is to be tried again") { try await city.count(again) == 2 }
                let second = try await city.file()
                try await eventually("the second is put by") { try await city.waits() == (2, 4) }
                isDown.withLock { $0 = false }
                try await city.makeDigestsDue()
                try await eventually("nothing waits") { try await city.waits() == (0, 0) }
                #expect(bad.digests.map { $0.matters.map(\.ticket) } == [[first, second], [first, second]])
                #expect(good.digests.map { $0.matters.map(\.ticket) } == [[first], [first], [second], [second]])
            }
        }
    }

    @Test func `what comes while a letter is sent waits for the next one`() async throws {
        try await TestDistrict.with(connections: 8) { city in
            _ = try await city.engine.tell(by: city.rules(), in: city.id)
            let isFirst = Mutex(true)
            let box = DigestBox(meanwhile: {
                let goes = isFirst.withLock { first in
                    defer { first = false }
                    return first
                }
                guard goes else { return }
                // The other deliverer puts it by for people whose letter is just being sent.
                _ = try? await city.file()
                try? await eventually("it is put by") { try await city.waits().messages == 4 }
            })
            let other = DigestBox()
            _ = try await city.file()
            try await city.running([city.deliverer([other])]) {
                try await eventually("it is put by") { try await city.waits() == (2, 2) }
            }
            try await city.makeDigestsDue()
            try await city.running([city.deliverer([box]), city.deliverer([box])]) {
                // They wait for the next digest, and not for a lease to end.
                try await eventually("the first was sent, and the rest put off") {
                    let far = try await city.count(
                        """
                        SELECT count(*) FROM digest WHERE district_id = \(city.id.rawValue) AND attempts = 0
                            AND next_at > clock_timestamp() + interval '1 hour'
                        """
                    )
                    return box.digests.count == 2 && far == 2
                }
                #expect(try await city.waits() == (2, 2))
                try await city.makeDigestsDue()
                try await eventually("the second was sent") { try await city.waits() == (0, 0) }
            }
            #expect(box.digests.count == 4)
        }
    }

    @Test func `what every try fails is parked with its reason, and comes when it is sent again`() async throws {
        try await TestDistrict.with { city in
            _ = try await city.engine.tell(by: city.rules(), in: city.id)
            let desk = try #require(city.party("desk").person)
            let box = DigestBox(fails: { digest, tries in digest.person == desk && tries < 3 })
            let deliverer = city.deliverer([box]) {
                DelivererTests.impatient(&$0)
                $0.retry.attempts = 3
            }
            _ = try await city.file(count: 2)
            let letters = DeadLetters(engine: city.engine)
            try await city.running([deliverer]) {
                try await eventually("it is put by") { try await city.waits() == (2, 4) }
                try await city.makeDigestsDue()
                try await eventually("it is parked") { try await letters.digests(city.id).count == 2 }
                let dead = try await letters.digests(city.id)
                #expect(dead.allSatisfy { $0.person == desk && $0.attempts == 3 && $0.reason == "box: no answer" })
                #expect(try await city.waits() == (0, 0))
                #expect(box.digests.map(\.person) == [try #require(city.party("desk2").person)])
                #expect(try await letters.resendAll(city.id, page: 1).messages == 2)
                try await eventually("it came") { box.digests.contains { $0.person == desk } }
                #expect(try await letters.digests(city.id).isEmpty)
            }
        }
    }

    @Test func `in quiet hours only what presses goes out; residents, too, hear in the morning`() async throws {
        try await TestDistrict.with { city in
            _ = try await city.engine.tell(by: city.rules(quietNow: true), in: city.id)
            let box = DigestBox()
            try await city.running([city.deliverer([box])]) {
                let ticket = try await city.file()
                try await city.act("decline", by: "desk", on: ticket, texts: ["reason": "不属实", "route": "诉讼"])
                try await eventually("the staff's part is put by") { try await city.waits().messages == 3 }
                try await city.makeDigestsDue()
                let urgent = try await city.file(input: ["urgency": "urgent"])
                try await eventually("the urgent letter came") { box.letters.contains { $0.ticket == urgent } }
                #expect(box.letters.allSatisfy { $0.ticket == urgent })
                #expect(box.digests.isEmpty)
                let kept = try await city.count(
                    """
                    SELECT count(*) FROM outbox WHERE district_id = \(city.id.rawValue)
                        AND next_at > clock_timestamp() AND payload LIKE '%"to":["resident"]%'
                    """
                )
                #expect(kept == 1)
                _ = try await city.engine.tell(by: city.rules(), in: city.id)
                try await city.tamper(
                    "UPDATE outbox SET next_at = clock_timestamp() WHERE district_id = \(city.id.rawValue)"
                )
                try await city.makeDigestsDue()
                try await eventually("all came") {
                    let waits = try await city.waits()
                    let left = try await city.messages()
                    return waits == (0, 0) && left == 0
                }
                #expect(box.letters.contains { $0.ticket == ticket && $0.recipients == [.resident] })
            }
        }
    }

    @Test func `tomorrow's gaps are told to the unit above once, whoever delivers`() async throws {
        try await TestDistrict.with(connections: 8) { city in
            let head = "账号,姓名,岗位,单位编码,任职止\n"
            let rows = "desk,派单员甲,社区派单员,C1,2026-01-31\ndesk2,派单员乙,社区派单员,C1,2026-01-31\n"
            _ = try await city.load(.people, csv: head + rows)
            let box = DigestBox()
            _ = try await city.engine.tell(by: city.rules(gapsAt: .midnight), in: city.id)
            try await city.running([city.deliverer([box]), city.deliverer([box])]) {
                try await eventually("the street was told") { !box.digests.isEmpty }
                try await eventually("nothing waits") { try await city.waits() == (0, 0) }
            }
            #expect(box.digests.map(\.account) == ["street"])
            let notice = try #require(box.digests.first?.notices.first)
            #expect(box.digests.first?.notices.count == 1)
            #expect(notice.zh.contains("一社区：社区派单员 空岗"), "\(notice)")
            // Another daemon, later the same day, tells nobody again.
            try await city.running([city.deliverer([box])]) {
                _ = try await city.file(by: "street", place: "S", input: ["urgency": "urgent"])
                try await eventually("it has looked") { !box.letters.isEmpty }
            }
            #expect(box.digests.count == 1)
        }
    }

    @Test func `a message from before there were digests is read, and waits like any other`() async throws {
        try await TestDistrict.with { city in
            _ = try await city.engine.tell(by: city.rules(), in: city.id)
            let ticket = try await city.file(input: ["urgency": "urgent"])
            let old = #"{"about":"report","at":5,"to":[{"roles":[],"unit":\#(city.unit("C1"))}]}"#
            #expect(
                try await city.tamper("UPDATE outbox SET payload = \(old) WHERE district_id = \(city.id.rawValue)") == 1
            )
            let box = DigestBox()
            try await city.running([city.deliverer([box])]) {
                try await eventually("it is put by") { try await city.waits() == (2, 2) }
                try await city.makeDigestsDue()
                try await eventually("it came") { try await city.waits() == (0, 0) }
            }
            #expect(box.letters.isEmpty)
            #expect(box.digests.map { $0.matters.map(\.ticket) } == [[ticket], [ticket]])
        }
    }
}
