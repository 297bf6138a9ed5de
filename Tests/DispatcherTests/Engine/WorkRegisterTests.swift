import Dispatcher
import PGStore
import Postgres
import TestSupport
import Testing
import Workflow

/// Work lists out of memory are those that the database would make anew, for everybody, after whatever happened.
@Suite(.timeLimit(.minutes(5))) struct WorkRegisterTests {
    @Test func `whatever is done meanwhile, every list of everybody is what the database says`() async throws {
        try await TestDistrict.with(also: .property + .keepers) { city in
            // One that keeps all, one that looks at few events at a time, one that has room for some tickets only.
            let registers = [
                WorkRegister(JournalWatch(city.engine)), WorkRegister(JournalWatch(city.engine, events: 4)),
                WorkRegister(JournalWatch(city.engine), most: 112),
            ]
            var random = SystemRandomNumberGenerator()
            var tickets: [TicketID] = [try await city.givenInside()]
            var listed = 0
            for turn in 0..<45 {
                for _ in 0..<Int.random(in: 1...3, using: &random) { try await city.step(&tickets, &random) }
                let account = Self.accounts.randomElement(using: &random) ?? "desk"
                for register in registers {
                    listed += try await city.compare(register, as: account, "turn \(turn)")
                }
            }
            for account in Self.accounts {
                for register in registers { listed += try await city.compare(register, as: account, "at last") }
            }
            #expect(listed > 500, "\(listed) lines compared")
            #expect(registers[0].count > registers[2].count && registers[2].count <= 112)
        }
    }

    @Test func `what many do at once is in nobody's list twice, and is missed by nobody`() async throws {
        try await TestDistrict.with { city in
            let register = WorkRegister(JournalWatch(city.engine))
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<4 {
                    group.addTask {
                        var random = SystemRandomNumberGenerator()
                        var tickets: [TicketID] = []
                        for _ in 0..<25 { try await city.step(&tickets, &random) }
                    }
                    group.addTask {
                        for _ in 0..<25 {
                            let account = Self.accounts.prefix(7).randomElement() ?? "desk"
                            let (reader, filters) = city.lists(of: account)
                            let counts = try await register.counts(of: filters, in: city.id, upTo: 1_000, as: reader)
                            #expect(counts.count == filters.count)
                            let filter = try #require(filters.randomElement())
                            let page = try await register.page(
                                of: filter,
                                in: city.id,
                                after: nil,
                                isUrgentFirst: true,
                                limit: 50,
                                as: reader
                            )
                            #expect(Set(page.lines.map(\.id)).count == page.lines.count)
                        }
                    }
                }
                try await group.waitForAll()
            }
            for account in Self.accounts.prefix(7) { _ = try await city.compare(register, as: account, "at last") }
        }
    }

    @Test func `a transaction that stays open hides nothing, however much happens behind it`() async throws {
        try await TestDistrict.with { city in
            let register = WorkRegister(JournalWatch(city.engine, events: 3))
            _ = try await city.compare(register, as: "desk", "at first")
            try await city.engine.pool.withTransaction { connection in
                _ = try await connection.query("SELECT pg_current_xact_id()")
                // More than are looked at one by one, and at last more than that many times over.
                for turn in 1...30 {
                    _ = try await city.file(count: 2)
                    let (reader, filters) = city.lists(of: "desk")
                    let counts = try await register.counts(of: filters, in: city.id, upTo: 99, as: reader)
                    #expect(counts.first { $0 > 0 } == 2 * turn)
                }
            }
            #expect(try await city.compare(register, as: "desk", "at last") > 0)
        }
    }

    @Test func `a matter that a person may no longer see goes from their list at once`() async throws {
        try await TestDistrict.with { city in
            let register = WorkRegister(JournalWatch(city.engine))
            let ticket = try await city.file()
            try await city.act("accept", by: "desk", on: ticket)
            try await city.act("dispatch", by: "desk", on: ticket)
            let (reader, filters) = city.lists(of: "water")
            func total() async throws -> Int {
                try await register.counts(of: filters, in: city.id, upTo: 9, as: reader).reduce(0, +)
            }
            #expect(try await total() > 0)
            let water = JSONValue.array([.int(city.unit("W").rawValue)])
            try await city.act(
                "name_complained",
                by: "desk",
                on: ticket,
                input: ["complained_of": water],
                texts: ["note": "群众反映"]
            )
            #expect(try await total() == 0)
            #expect(try await city.compare(register, as: "water", "complained of") == 0)
        }
    }

    private static let accounts = [
        "leader", "grid", "desk", "desk2", "street", "water", "parks", "chief", "section", "property", "system",
    ]
}

extension TestDistrict {
    /// A matter that a part of the water department works on.
    fileprivate func givenInside() async throws -> TicketID {
        let ticket = try await file()
        for (act, account) in [("accept", "desk"), ("dispatch", "desk"), ("sign", "water")] as [(ActionName, String)] {
            try await self.act(act, by: account, on: ticket)
        }
        try await act("assign_inside", by: "water", on: ticket, input: ["section": .int(unit("WS").rawValue)])
        return ticket
    }

    /// Something happens: a filing, or whatever a person may do with some ticket.
    fileprivate func step(_ tickets: inout [TicketID], _ random: inout SystemRandomNumberGenerator) async throws {
        guard let ticket = tickets.randomElement(using: &random), Int.random(in: 0..<4, using: &random) > 0 else {
            let water = JSONValue.array([.int(unit("W").rawValue)])
            let about: [FieldName: JSONValue] =
                Int.random(in: 0..<4, using: &random) == 0 ? ["complained_of": water] : [:]
            let ways = [("desk", "C1"), ("street", "C2"), ("grid", "G"), ("leader", "B")]
            let (who, place) = ways[Int.random(in: ways.indices, using: &random)]
            tickets.append(try await file(by: who, place: place, input: about))
            return
        }
        // Where there is no part, nobody of it acts either.
        let part = JSONValue.int(configuration.territory.unit(code: "WS")?.id.rawValue ?? 0)
        let acts: [(ActionName, String, [FieldName: JSONValue], [FieldName: String])] = [
            ("accept", "desk", [:], [:]), ("accept", "street", [:], [:]), ("accept", "grid", [:], [:]),
            ("dispatch", "desk", [:], [:]), ("dispatch", "street", [:], [:]), ("sign", "water", [:], [:]),
            ("elevate", "grid", [:], ["reason": "办不了"]), ("elevate", "desk", [:], ["reason": "办不了"]),
            ("return", "water", [:], ["reason": "不归我们", "evidence": "三定"]),
            ("first_contact", "water", ["contacted_by": "phone"], [:]),
            ("assign_inside", "water", ["section": part], [:]), ("return_inside", "section", [:], ["reason": "不归本科"]),
            ("ask", "section", [:], ["note": "哪一层"]), ("supply", "desk", [:], ["text": "三层"]),
            ("submit_result", "section", ["outcome": "solved"], ["text": "修好了"]),
            ("approve_answer", "water", [:], [:]), ("refuse_answer", "water", [:], ["reason": "没写清"]),
            ("submit_result", "water", ["outcome": "solved"], ["text": "修好了"]),
            ("verify", "desk2", [:], [:]), ("call_back", "desk", ["callback": "satisfied"], [:]),
            (
                "name_complained", "desk", ["complained_of": .array([.int(unit("P").rawValue)])], ["note": "群众反映"]
            ), ("note", "desk", [:], ["note": "嗯"]),
        ]
        // Most are tried until one is possible now.
        for (act, who, input, texts) in acts.shuffled(using: &random).prefix(7) where part != 0 || who != "section" {
            do {
                try await self.act(act, by: who, on: ticket, input: input, texts: texts)
                return
            } catch is DispatchError {
                continue
            }
        }
    }

    /// Who reads, and the filters of all of their lists.
    fileprivate func lists(of account: String) -> (Reader, [TicketFilter]) {
        let party = party(account)
        let units = Set(party.posts.map(\.unit))
        let below = Set(units.flatMap { configuration.territory.subtree(of: $0) })
        let filters = [units, below].flatMap { units in
            WorkList.allCases.map { configuration.filter(of: $0, for: party.person, at: units) } + [
                configuration.whistles(blown: true, at: units), configuration.whistles(blown: false, at: units),
            ]
        }
        return (Reader(party, in: configuration), filters)
    }

    /// A list with the most urgent first, as the database alone says it, page by page.
    fileprivate func pages(of filter: TicketFilter, as reader: Reader) async throws -> [TicketID] {
        var (found, after): ([TicketID], UrgentPlace?) = ([], nil)
        while true {
            let page = try await engine.pageOfUrgent(filter, in: id, after: after, limit: 5, as: reader)
            found += page.map(\.id)
            guard page.count == 5 else { return found }
            after = page.last?.urgentPlace
        }
    }

    /// Compares all lists of a person, counted and page by page, with what the database says; returns the lines compared.
    fileprivate func compare(_ register: WorkRegister, as account: String, _ when: Comment) async throws -> Int {
        let (reader, filters) = lists(of: account)
        let counts = try await register.counts(of: filters, in: id, upTo: 40, as: reader)
        #expect(try await counts == engine.counts(of: filters, in: id, upTo: 40, as: reader), "\(account) \(when)")
        var compared = 0
        for (number, filter) in filters.enumerated() {
            for isUrgentFirst in [true, false] {
                let wanted =
                    if isUrgentFirst {
                        try await engine.pageOfUrgent(filter, in: id, after: nil, limit: 500, as: reader)
                    } else {
                        try await engine.page(filter, in: id, after: nil, limit: 500, as: reader)
                    }
                var (found, after): ([TicketID], UrgentPlace?) = ([], nil)
                repeat {
                    let page = try await register.page(
                        of: filter,
                        in: id,
                        after: after,
                        isUrgentFirst: isUrgentFirst,
                        limit: 7,
                        as: reader
                    )
                    found += page.lines.map(\.id)
                    after = page.last
                } while after != nil && found.count <= wanted.count
                #expect(found == wanted.map(\.id), "list \(number) of \(account), \(when)")
                if isUrgentFirst {
                    let places = wanted.map(\.urgentPlace)
                    #expect(places == places.sorted(), "list \(number) of \(account), \(when)")
                    #expect(try await pages(of: filter, as: reader) == found, "list \(number) of \(account), \(when)")
                }
                compared += found.count
            }
        }
        return compared
    }
}
