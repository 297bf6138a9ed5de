import Dispatcher
import PGStore
import Postgres
import TestSupport
import Testing
import Workflow

/// What failed, for who keeps the system; what was looked at, for who watches.
@Suite struct LogPageTests {
    @Test func `dead letters stand with their reasons, and those chosen are sent again`() async throws {
        try await KeptDistrict.with { pages in
            let session = try await pages.signIn("system")
            #expect(try await pages.get("/admin/dead-letters", session).text.contains("没有死信"))
            let ticket = try await pages.city.file()
            try await pages.city.putAside(timersOf: ticket, why: "broken <b>")
            let page = try await pages.get("/admin/dead-letters", session)
            #expect(page.text.contains("broken &lt;b&gt;") && page.text.contains("\(ticket)"))
            let home = try await pages.get("/admin", session)
            #expect(home.text.contains("条死信"))
            let chosen = try #require(page.text.firstMatch(of: /name="timers" value="([^"]+)"/)).1
            let count = page.text.matches(of: /name="timers"/).count
            let sent = try await pages.send("/admin/dead-letters", from: page, ["timers": String(chosen)], session)
            #expect(sent.header("Location") == "/admin/dead-letters?sent=1&dropped=0")
            let after = try await pages.get("/admin/dead-letters?sent=1&dropped=0", session)
            #expect(after.text.contains("已重新投递 1 条") && after.text.matches(of: /name="timers"/).count == count - 1)
            // A clock is never given up.
            #expect(!page.text.contains("name=\"give_up\""))
            let given = try await pages.post(
                "/admin/dead-letters",
                ["timers": String(chosen), "give_up": "true"],
                session
            )
            #expect(given.header("Location") == "/admin/dead-letters")
            let messages = try await pages.post("/admin/dead-letters", ["messages": "12", "give_up": "true"], session)
            #expect(messages.header("Location") == "/admin/dead-letters?given_up=0")
            let none = try await pages.send("/admin/dead-letters", from: page, [:], session)
            #expect(none.header("Location") == "/admin/dead-letters")
        }
    }

    @Test func `of many that a channel did not take, as many are shown as a form can send`() async throws {
        try await KeptDistrict.with { pages in
            let session = try await pages.signIn("system")
            try await pages.city.tamper(
                """
                INSERT INTO posting_dead (district_id, id, source, source_id, channel, receiver, made_at, attempts, payload, reason)
                SELECT \(pages.city.id.rawValue), n, 'outbox', n, 'sms', 'p1', now(), 12, '{}', 'gateway is down'
                FROM generate_series(1, 300) AS n
                """
            )
            let page = try await pages.get("/admin/dead-letters", session)
            let ids = page.text.matches(of: /name="postings" value="(\d+)"/).map { String($0.1) }
            #expect(ids.count == 200 && page.text.contains("还有没列出的，处理完这些再看： 100"))
            // Nothing is given up that nobody ticked.
            #expect(!page.text.contains("\" checked"))
            let chosen =
                ids.map { ("postings", $0) } + [("give_up", "true"), ("key", try #require(page.hidden("key")))]
            let given = try await pages.post("/admin/dead-letters", many: chosen, session)
            #expect(given.header("Location") == "/admin/dead-letters?given_up=200", "\(given.text)")
            let after = try await pages.get("/admin/dead-letters", session)
            #expect(after.text.matches(of: /name="postings"/).count == 100)
        }
    }

    @Test func `the auditor sees who looked at whose contact, and takes it out`() async throws {
        try await KeptDistrict.with { pages in
            let contact: [FieldName: String] = ["contact_phone": "13800005678"]
            let receipt = try await pages.city.engine.submit(pages.city.filing(contact: contact))
            let calendar = pages.city.configuration.calendars.standard
            let ticket = try #require(try await pages.city.ticket(receipt.ticket))
            let number = TicketNumber(ticket, calendar: calendar)
            let desk = try await pages.signIn("desk")
            #expect(try await pages.get("/api/v1/matters/\(number)/contact?reason=callback", desk).status == 200)
            let audit = try await pages.signIn("audit")
            let log = try await pages.get("/admin/access-log", audit)
            #expect(
                log.text.contains("callback") && log.text.contains("派单员甲") && log.text.contains("\(receipt.ticket)")
            )
            #expect(log.text.contains("href=\"/api/v1/access-log.csv\""))
            #expect(!log.text.contains("13800005678"))
            let day = try await pages.today()
            let today = try await pages.get("/admin/access-log?ticket=\(number)&since=\(day)", audit)
            #expect(today.text.contains("callback") && today.text.contains("access-log.csv?since="))
            let later = try await pages.get("/admin/access-log?since=\(day.adding(days: 1))", audit)
            #expect(!later.text.contains("callback") && later.text.contains("没有记录"))
            #expect(try await pages.get("/admin/access-log?since=gestern", audit).status == 422)
            #expect(try await pages.get("/admin/access-log?ticket=abc", audit).status != 500)
            #expect(try await pages.get("/admin/access-log", try await pages.signIn("system")).status == 403)
        }
    }

    @Test func `who came in stands in the security log, page by page`() async throws {
        try await KeptDistrict.with { pages in
            _ = try await pages.post("/sign-in", ["account": "nobody", "password": "x"])
            // The others without hashing, of which the machine does one after the other.
            let failed = SecurityNote(.signInFailed, by: nil, address: "192.0.2.7")
            let event = SecurityEvent.write(pages.city.id, person: nil, failed)
            _ = try await pages.city.engine.pool.flight(Array(repeating: event, count: 60))
            let session = try await pages.signIn("security")
            let first = try await pages.get("/admin/security-log", session)
            #expect(first.text.contains("安全员") && !first.text.contains("security-log.csv"))
            let next = try #require(first.text.firstMatch(of: /href="(\/admin\/security-log\?before=[0-9]+)"/)).1
            #expect(try await pages.get(String(next), session).status == 200)
            let audit = try await pages.get("/admin/security-log", try await pages.signIn("audit"))
            #expect(audit.text.contains("security-log.csv"))
        }
    }
}
