import Dispatcher
import PGStore
import Postgres
import TestSupport
import Testing
import Workflow

/// Posts, matters and duties change hands in the database, once.
@Suite struct PostHandOverTests {
    /// Matters that the water department's liaison has, and a successor who works there.
    private static func matters(_ city: TestDistrict, count: Int) async throws -> [TicketID] {
        _ = try await city.load(.people, csv: "账号,姓名,岗位,单位编码\nnew,新联络员,经办人,W")
        let tickets = try await city.file(count: count)
        for ticket in tickets {
            try await city.act("accept", by: "desk", on: ticket)
            try await city.act("dispatch", by: "desk", on: ticket)
        }
        return tickets
    }

    private static func request(_ city: TestDistrict, day: LocalDate? = nil) async throws -> (
        PostHandOver, PostHandOver.Request
    ) {
        let now = try await city.now()
        let handOver = HandOver(
            from: try #require(now.person(called: "water")),
            to: try #require(now.person(called: "new"))
        )
        let request = PostHandOver.Request(handOver, role: "department_liaison", day: day)
        return (PostHandOver(engine: city.engine, configuration: now), request)
    }

    private static func fates(_ inventory: PostHandOver.Inventory) -> [String] { fates(inventory.matters) }

    private static func fates(_ matters: [PostHandOver.Matter]) -> [String] {
        matters.map { matter in
            switch matter.fate {
            case .goes: "goes"
            case .went: "went"
            case .withPost: "post"
            case .stays(let code, _): code
            }
        }
    }

    @Test func `a post goes over with its matters and duties, and again changes nothing`() async throws {
        try await TestDistrict.with { city in
            let tickets = try await Self.matters(city, count: 70)
            let roster =
                "单位编码,账号,起,止\nW,water,2099-03-07,2099-03-07\nW,water,2099-03-08,2099-03-08\nW,new,2099-03-08,2099-03-08\n"
            #expect(try await city.load(.duties, csv: roster).loaded == 3)
            let (dry, request) = try await Self.request(city)
            let preview = try await dry.inventory(request)
            #expect(preview.posts == [Post(role: "department_liaison", unit: city.unit("W"))])
            #expect(Self.fates(preview) == Array(repeating: "goes", count: 70))
            #expect(preview.duties.count == 2)
            #expect(try await city.owned(by: "water").count == 70, "a dry run changes nothing")
            let (run, _) = try await Self.request(city)
            #expect(Self.fates(try await run.carryOut(request)) == Array(repeating: "went", count: 70))
            let now = try await city.now()
            let new = try #require(now.person(called: "new"))
            #expect(try await city.owned(by: "water") == [])
            let counted = try await city.count(
                "SELECT count(*) FROM ticket WHERE district_id = \(city.id.rawValue) AND owner_id = \(new.rawValue)"
            )
            #expect(counted == 70)
            #expect(now.posts?.roster(of: city.unit("W")).map(\.person) == [new, new])
            let events = try await city.count(
                "SELECT count(*) FROM ticket_event WHERE district_id = \(city.id.rawValue)"
            )
            let (again, _) = try await Self.request(city)
            let second = try await again.carryOut(request)
            #expect(second.posts.count == 1 && second.matters.isEmpty)
            #expect(
                try await city.count("SELECT count(*) FROM ticket_event WHERE district_id = \(city.id.rawValue)")
                    == events
            )
            #expect(try await city.engine.verify(city.id).findings == [])
            // The giver's post is over, the successor's has begun.
            let refusal = await #expect(throws: DispatchError.self) {
                try await city.act("sign", by: "water", on: tickets[0])
            }
            #expect(refusal?.code == "post_ended")
            let party = try #require(now.people["new"]?.party)
            let sign = Submission(district: city.id, target: .ticket(tickets[0]), act: "sign", by: party)
            #expect(try await city.engine.submit(sign).seq > 0)
        }
    }

    @Test func `what waits for one person goes over by name, what waits for several goes with the post`() async throws {
        try await TestDistrict.with { city in
            _ = try await city.load(.people, csv: "账号,姓名,岗位,单位编码\nnew,新人,经办人,W")
            let disputed = try await city.file()
            let returned = try await city.file()
            for ticket in [disputed, returned] {
                try await city.act("accept", by: "desk", on: ticket)
                try await city.act("dispatch", by: "desk", on: ticket)
                let code: [FieldName: JSONValue] = ["return_code": "not_ours"]
                try await city.act("return", by: "water", on: ticket, input: code, texts: ["evidence": "不属本局"])
            }
            try await city.act("refuse_return", by: "desk", on: disputed, texts: ["reason": "职责清单"])
            let words: [FieldName: String] = ["reason": "不属本局", "evidence": "三定方案"]
            try await city.act("dispute", by: "water", on: disputed, texts: words)
            let now = try await city.now()
            let new = try #require(now.person(called: "new"))
            for (giver, ticket, awaits) in [("street", disputed, new as PersonID?), ("desk", returned, nil)] {
                let handOver = HandOver(from: try #require(now.person(called: giver)), to: new)
                let post = try #require(now.people[giver]?.party.posts.first)
                let request = PostHandOver.Request(handOver, unit: post.unit, role: post.role)
                let dry = try await PostHandOver(engine: city.engine, configuration: city.now()).inventory(request)
                #expect(dry.approvals.map(\.ticket.id) == [ticket] && dry.approvals.map(\.awaits) == [awaits])
                let done = try await PostHandOver(engine: city.engine, configuration: city.now()).carryOut(request)
                let fate = try #require(done.approvals.first).fate
                if awaits == nil {
                    if case .withPost = fate {} else { Issue.record("\(fate)") }
                } else {
                    if case .went = fate {} else { Issue.record("\(fate)") }
                }
            }
            // Whom it waits for can decide it.
            let party = try #require(try await city.now().people["new"]?.party)
            let ruling = Submission(
                district: city.id,
                target: .ticket(disputed),
                act: "arbitrate",
                by: party,
                input: ["ruling": "stays"],
                texts: ["reason": "职责清单"]
            )
            #expect(try await city.engine.submit(ruling).seq > 0)
            #expect(try await city.engine.verify(city.id).findings == [])
        }
    }

    @Test func `an approval does not go to whoever asked for it`() async throws {
        try await TestDistrict.with { city in
            _ = try await city.load(.people, csv: "账号,姓名,岗位,单位编码\nnew,新人,联络员,W")
            let ticket = try await city.file()
            for act in ["accept", "dispatch"] as [ActionName] { try await city.act(act, by: "desk", on: ticket) }
            try await city.act("sign", by: "water", on: ticket)
            let asking = Submission(
                district: city.id,
                target: .ticket(ticket),
                act: "ask_extension",
                by: try #require(try await city.now().people["new"]?.party),
                input: ["extension_days": 1],
                texts: ["reason": "须停水开挖"]
            )
            _ = try await city.engine.submit(asking)
            let new = try #require(try await city.now().person(called: "new"))
            var fates: [[String]] = []
            for giver in ["desk2", "desk"] {
                let now = try await city.now()
                let handOver = HandOver(from: try #require(now.person(called: giver)), to: new)
                let request = PostHandOver.Request(handOver, unit: city.unit("C1"), role: "community_dispatcher")
                let done = try await PostHandOver(engine: city.engine, configuration: now).carryOut(request)
                #expect(done.approvals.map(\.ticket.id) == [ticket])
                fates.append(Self.fates(done.approvals))
            }
            // While another dispatcher is there it goes with the post; then nobody at that desk may decide it.
            #expect(fates == [["post"], ["would_judge_own"]])
            let grant = Submission(
                district: city.id,
                target: .ticket(ticket),
                act: "grant_extension",
                by: try #require(try await city.now().people["new"]?.party)
            )
            let refusal = await #expect(throws: DispatchError.self) { try await city.engine.submit(grant) }
            #expect(refusal?.code == "same_person")
            try await city.act("grant_extension", by: "street", on: ticket)
            #expect(try await city.engine.verify(city.id).findings == [])
        }
    }

    @Test func `in a given district a post goes over by the given clock`() async throws {
        try await TestDistrict.with(clock: .given) { city in
            _ = try await city.load(.people, csv: "账号,姓名,岗位,单位编码\nnew,新联络员,经办人,W")
            let now = Instant(seconds: 1_772_413_200)
            let ticket = try await city.file(now: now)
            try await city.act("accept", by: "desk", on: ticket, now: now)
            try await city.act("dispatch", by: "desk", on: ticket, now: now)
            let (run, request) = try await Self.request(city)
            let inventory = try await run.carryOut(request)
            #expect(Self.fates(inventory) == ["went"] && inventory.day == LocalDate("2026-03-02"))
            let event = try #require(try await city.engine.dossier(ticket, in: city.id)?.events.last?.event)
            #expect(event.act == Machine.handOverAct && event.at == now)
            #expect(try await city.ticket(ticket)?.owner == request.handOver.to)
            #expect(try await city.engine.verify(city.id).findings == [])
        }
    }

    @Test func `what is refused when it moves takes no room from what goes`() async throws {
        try await TestDistrict.with(clock: .given) { city in
            let start = Instant(seconds: 1_772_413_200)
            let later = Instant(seconds: 1_772_413_200 + 31 * 86_400)
            let draft = try await city.engine.submit(
                Submission(
                    district: city.id,
                    target: .filing("issue"),
                    act: "save_draft",
                    by: city.party("grid"),
                    input: ["category": "水务", "place": .int(city.unit("B").rawValue)],
                    texts: ["text": "楼道漏水"],
                    givenNow: start
                )
            ).ticket
            // Its thirty days are over, and nothing has looked at it since.
            for _ in 0..<2 { _ = try await city.file(by: "grid", place: "B", now: later) }
            let now = try await city.now()
            let handOver = HandOver(
                from: try #require(now.person(called: "grid")),
                to: try #require(now.person(called: "leader"))
            )
            let desk = PostHandOver(engine: city.engine, configuration: now)
            let dry = try await desk.inventory(PostHandOver.Request(handOver))
            #expect(Self.fates(dry) == ["goes", "goes", "goes"] && dry.matters.first?.ticket.id == draft)
            let first = try await desk.carryOut(PostHandOver.Request(handOver), atMost: 1)
            #expect(Self.fates(first) == ["not_in_this_state", "went", "goes"] && first.leftCount == 1)
        }
    }

    @Test func `one that broke off is finished by running it again`() async throws {
        try await TestDistrict.with { city in
            let tickets = try await Self.matters(city, count: 3)
            let (run, request) = try await Self.request(city)
            // The posts were written and one matter moved when the program was killed.
            let calendar = city.configuration.calendars.standard
            let day = calendar.local(try await city.engine.now()).date
            let post = Post(role: "department_liaison", unit: city.unit("W"))
            let statements = HandOverWrite.statements(
                city.id,
                request.handOver,
                posts: [post],
                on: day,
                midnight: calendar.midnight(of: day)
            )
            _ = try await city.engine.pool.flight(statements + [ConfigurationWrite.touch(city.id)])
            _ = try await city.now()
            let one = Submission(
                district: city.id,
                target: .ticket(tickets[1]),
                act: Machine.handOverAct,
                by: Party(identity: .person(request.handOver.from)),
                handOver: request.handOver
            )
            _ = try await city.engine.submit(one)
            _ = run
            let (again, _) = try await Self.request(city)
            let rest = try await again.carryOut(request)
            #expect(Self.fates(rest) == ["went", "went"])
            #expect(rest.matters.map(\.ticket.id) == [tickets[0], tickets[2]].sorted())
            #expect(try await city.owned(by: "water") == [])
        }
    }

    @Test func `before its day only the posts are written`() async throws {
        try await TestDistrict.with { city in
            _ = try await Self.matters(city, count: 1)
            let day = try #require(LocalDate("2099-01-05"))
            let (run, request) = try await Self.request(city, day: day)
            let inventory = try await run.carryOut(request)
            #expect(!inventory.hasCome && Self.fates(inventory) == ["goes"])
            #expect(try await city.owned(by: "water").count == 1)
            let now = try await city.now()
            let calendar = now.calendars.standard
            let tenures = try #require(
                now.posts?.tenures(in: city.unit("W")).filter { $0.post.role == "department_liaison" }
            )
            #expect(
                Set(
                    tenures.map {
                        "\(now.account(of: $0.person) ?? "") \($0.period.firstDay(in: calendar)?.description ?? "") \($0.period.lastDay(in: calendar)?.description ?? "")"
                    }
                ) == [
                    "water  2099-01-04", "new 2099-01-05 ",
                ]
            )
        }
    }

    @Test func `a shift hands its desk over: the urgent first, what happened, a note`() async throws {
        try await TestDistrict.with { city in
            _ = try await city.file(count: 2)
            _ = try await city.file(input: ["urgency": "urgent"])
            let now = try await city.now()
            let handOver = HandOver(
                from: try #require(now.person(called: "desk")),
                to: try #require(now.person(called: "desk2"))
            )
            let log = ShiftHandOver(engine: city.engine, configuration: now)
            let page = try await log.write(unit: city.unit("C1"), handOver, since: nil, note: "三号楼停水，盯住")
            #expect(page.note == "三号楼停水，盯住")
            #expect(page.body["open"]?.int == 3)
            #expect(page.body["filed"]?.int == 3)
            #expect(page.body["acts"]?["report"]?.int == 3)
            #expect(page.body["matters"]?.array?.map { $0["urgent"] } == [true, false, false])
            let second = try await log.write(unit: city.unit("C1"), handOver, since: nil, note: "")
            #expect(second.period.from == page.period.until, "the next shift begins where the last ended")
            #expect(second.body["events"]?.int == 0)
            #expect(try await log.log(units: [city.unit("C1")], limit: 5).map(\.id) == [second.id, page.id])
            #expect(try await log.log(units: [city.unit("C2")], limit: 5).isEmpty)
        }
    }
}
