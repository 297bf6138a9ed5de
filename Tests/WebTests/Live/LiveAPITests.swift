import Dispatcher
import NIOHTTP1
import PGStore
import Postgres
import TestSupport
import Testing
import Web
import Workflow

/// Lists that tell of themselves: each thing once, in order, also to who comes again; and nothing of what is not theirs.
@Suite(.timeLimit(.minutes(5))) struct LiveAPITests {
    /// The next event that says something.
    private static func next(_ reader: inout EventReader.Iterator) async throws -> EventReader.Message {
        while let message = try await reader.next() {
            if message.event != nil { return message }
        }
        throw StreamEnded()
    }

    @Test func `a list is told what comes to it, what happens, and what leaves it`() async throws {
        try await WebDistrict.with { web in
            let live = try await EventReader(web, "?state=reported&state=in_progress")
            #expect(live.status == 200 && live.contentType == "text/event-stream")
            var reader = live.makeAsyncIterator()
            let number = try await web.file()
            let filed = try await Self.next(&reader)
            #expect(filed.event == "matter" && filed.data["number"]?.string == number)
            #expect(filed.data["act"] == "report" && filed.data["is_listed"] == true)
            #expect(filed.data["matter"]?["text"]?.string == "楼道漏水")
            // Another community's is none of theirs.
            _ = try await web.file(as: "street", place: "C2")
            try await web.act("accept", on: number, as: "desk")
            try await web.act("dispatch", on: number, as: "desk")
            let accepted = try await Self.next(&reader)
            #expect(accepted.data["number"]?.string == number && accepted.data["act"] == "accept")
            let left = try await Self.next(&reader)
            #expect(left.data["act"] == "dispatch" && left.data["is_listed"] == false && left.data["matter"] == .null)
        }
    }

    @Test func `who comes again goes on where they were: nothing is skipped, nothing comes twice`() async throws {
        try await WebDistrict.with { web in
            var reader = try await EventReader(web).makeAsyncIterator()
            var filed = [try await web.file(text: "一")]
            let last = try await Self.next(&reader).id
            for text in ["二", "三", "四"] { filed.append(try await web.file(text: text)) }
            var again = try await EventReader(web, after: last).makeAsyncIterator()
            filed.append(try await web.file(text: "五"))
            var told: [String] = []
            while told.count < 4 { told.append(try await Self.next(&again).data["number"]?.string ?? "") }
            #expect(told == Array(filed.dropFirst()))
            // The first connection was told the same.
            for number in filed.dropFirst() {
                #expect(try await Self.next(&reader).data["number"]?.string == number)
            }
        }
    }

    @Test func `what happens between reading a list and following it is told`() async throws {
        try await WebDistrict.with { web in
            let list = try await web.get("/api/v1/matters")
            let cursor = try #require(list.header("Feed-Cursor"))
            let number = try await web.file()
            var reader = try await EventReader(web, "?since=\(cursor)").makeAsyncIterator()
            #expect(try await Self.next(&reader).data["number"]?.string == number)
        }
    }

    @Test func `what an open transaction holds back is told when that has ended`() async throws {
        try await WebDistrict.with { web in
            var reader = try await EventReader(web).makeAsyncIterator()
            try await web.city.engine.pool.withConnection { connection in
                _ = try await connection.flight(["BEGIN", "SELECT pg_current_xact_id()"])
                let number = try await web.file()
                _ = try await connection.flight(["COMMIT"])
                #expect(try await Self.next(&reader).data["number"]?.string == number)
            }
        }
    }

    @Test func `who has become complained of hears only that it is gone, and nothing after`() async throws {
        try await WebDistrict.with { web in
            let number = try await web.file(as: "street", place: "C1")
            var reader = try await EventReader(web, as: "desk").makeAsyncIterator()
            // The matter was never theirs: they do not hear that there is one.
            var stranger = try await EventReader(web, as: "water").makeAsyncIterator()
            try await web.act("name_complained", on: number, as: "street", fields: ["complained_of": ["C1"]])
            var gone = try await Self.next(&reader)
            // Another test's transaction may have held the filing back until now.
            while gone.data["act"] == "report" { gone = try await Self.next(&reader) }
            #expect(gone.data["is_listed"] == false && gone.data["act"] == .null && gone.data["matter"] == .null)
            try await web.act("note", on: number, as: "street", fields: ["note": "核实"])
            let other = try await web.file()
            #expect(try await Self.next(&reader).data["number"]?.string == other)
            try await web.act("accept", on: other, as: "desk")
            try await web.act("dispatch", on: other, as: "desk")
            #expect(try await Self.next(&stranger).data["number"]?.string == other)
        }
    }

    @Test func `a place that nobody gave out, and one too far back, say that the list is to be read anew`() async throws
    {
        var limits = ServiceLimits()
        limits.feed.catchUp = 2
        try await WebDistrict.with(limits: limits) { web in
            var strange = try await EventReader(web, after: "yesterday").makeAsyncIterator()
            #expect(try await Self.next(&strange).event == "reload")
            let start = try await web.city.engine.feedCursor()
            for _ in 0..<3 { _ = try await web.file() }
            // Who has been told all of them shows that the feed has come so far.
            for _ in 0..<3 { #expect(try await Self.next(&strange).event == "matter") }
            var far = try await EventReader(web, after: start.description).makeAsyncIterator()
            #expect(try await Self.next(&far).event == "reload")
            let number = try await web.file()
            #expect(try await Self.next(&far).data["number"]?.string == number)
        }
    }

    @Test func `who signs out everywhere is told nothing more, and a stream has its time`() async throws {
        var limits = ServiceLimits()
        limits.beat = .milliseconds(20)
        limits.feed.idle = .milliseconds(20)
        limits.live = .seconds(2)
        try await WebDistrict.with(limits: limits) { web in
            var timed = try await EventReader(web).makeAsyncIterator()
            while try await timed.next() != nil {}
            let password = "Tü9-nacht-am-Fluss"
            try await web.setPassword(password, of: "desk")
            let cookie = try await web.cookie("desk", password)
            var reader = try await EventReader(web, headers: cookie).makeAsyncIterator()
            let ended = try await web.send(.DELETE, "/api/v1/sessions", as: nil, headers: cookie)
            #expect(ended.status < 300, "\(ended)")
            let start = ContinuousClock.now
            while try await reader.next() != nil {}
            #expect(ContinuousClock.now - start < .seconds(2))
        }
    }

    @Test func `many listeners are one reader of the journal; one too many is asked to wait`() async throws {
        var limits = ServiceLimits()
        limits.listeners = 200
        try await WebDistrict.with(limits: limits) { web in
            let readers = try await withThrowingTaskGroup(of: EventReader.self) { group in
                for _ in 0..<200 { group.addTask { try await EventReader(web) } }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            let refused = try await EventReader(web)
            #expect(refused.status == 503)
            let number = try await web.file()
            let told = try await withThrowingTaskGroup(of: String?.self) { group in
                for reader in readers {
                    group.addTask {
                        var iterator = reader.makeAsyncIterator()
                        return try await Self.next(&iterator).data["number"]?.string
                    }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(told == Array(repeating: number, count: 200))
        }
    }
}

/// A stream ended before it said what was waited for.
private struct StreamEnded: Error {}
