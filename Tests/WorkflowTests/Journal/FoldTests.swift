import Testing
import Workflow

@Suite struct FoldTests {
    static let filed = Event.sample(outcomes: [.filed(.sample), .entered("reported", isFinal: false)])

    @Test func `a first event that files nothing, or is not the first, makes no ticket`() {
        #expect(throws: FoldFault.notFiled) { try Ticket(first: .sample(outcomes: [])) }
        #expect(throws: FoldFault.notFiled) {
            try Ticket(first: .sample(outcomes: [.entered("reported", isFinal: false), .filed(.sample)]))
        }
        #expect(throws: FoldFault.notFiled) { try Ticket(first: .sample(seq: 2, outcomes: [.filed(.sample)])) }
    }

    static let faults: [(FoldFault, Event)] = [
        (.otherTicket, .sample(seq: 2, ticket: TicketID(2))),
        (.otherTicket, .sample(seq: 2, district: DistrictID(8))),
        (.otherTicket, .sample(seq: 2, outcomes: [.filed(.sample)])),
        (.outOfOrder(expected: 2, found: 3), .sample(seq: 3)), (.outOfOrder(expected: 2, found: 1), .sample(seq: 1)),
        (.outOfOrder(expected: 2, found: .min), .sample(seq: .min)),
        (.backwards, .sample(seq: 2, at: Instant(microseconds: 999))),
        (.noSuchClock("whole"), .sample(seq: 2, outcomes: [.warned("whole")])),
        (.noSuchClock("whole"), .sample(seq: 2, outcomes: [.expired("whole", next: nil)])),
        (.noSuchClock("whole"), .sample(seq: 2, outcomes: [.climbed("whole", next: .sample)])),
        (.noSuchClock("whole"), .sample(seq: 2, outcomes: [.resumed("whole", Countdown.Times.samples[0])])),
        (
            .noSuchClock("whole"),
            .sample(seq: 2, outcomes: [.paused("whole", Remaining(kind: .elapsed, microseconds: 0))])
        ),
    ]

    @Test(arguments: faults) func `an event that cannot follow is refused, and nothing of it happens`(
        fault: FoldFault,
        event: Event
    ) throws {
        var ticket = try Ticket(first: Self.filed)
        let before = ticket
        #expect(throws: fault) { try ticket.apply(event) }
        let late = Event.sample(seq: 2, outcomes: [.entered("closed", isFinal: true)] + event.outcomes)
        if !event.outcomes.isEmpty { #expect(throws: fault) { try ticket.apply(late) } }
        #expect(ticket == before)
        #expect(throws: fault) { try Ticket.fold([Self.filed, event]) }
    }

    @Test func `no event makes no ticket, and an event at the same time follows`() throws {
        #expect(try Ticket.fold([]) == nil)
        let ticket = try Ticket.fold([Self.filed, .sample(seq: 2, outcomes: [.stopped("whole")])])
        #expect(ticket?.seq == 2)
        #expect(ticket?.state == "reported")
        #expect(ticket?.category == "市容/垃圾")
    }

    @Test func `outcomes of clocks make timers`() throws {
        var ticket = try Ticket(first: Self.filed)
        try ticket.apply(
            .sample(seq: 2, outcomes: [.started("b", Countdown.samples[0]), .started("a", Countdown.samples[0])])
        )
        let due = Instant(microseconds: 5)
        #expect(
            ticket.timers == [
                TicketTimer(due: due, clock: "a", step: .expiry), TicketTimer(due: due, clock: "b", step: .expiry),
            ]
        )
        #expect(ticket.lamp == .green)
        try ticket.apply(.sample(seq: 3, outcomes: [.expired("a", next: .sample)]))
        #expect(ticket.timers.map(\.step.code) == ["due", "l2"])
        #expect(ticket.lamp == .red)
        #expect(ticket.late == ["a"])
        let left = Remaining(kind: .elapsed, microseconds: 1)
        try ticket.apply(.sample(seq: 4, outcomes: [.paused("a", left), .stopped("b")]))
        #expect(ticket.timers.isEmpty)
        #expect(ticket.clocks["a"]?.pausedAt == Instant(microseconds: 1_000))
        try ticket.apply(.sample(seq: 5, outcomes: [.resumed("a", Countdown.Times.samples[0])]))
        #expect(ticket.clocks["a"]?.pauses.count == 1)
        #expect(ticket.clocks["a"]?.paused == nil)
    }

    @Test func `a row is read back as it was written`() throws {
        var ticket = try Ticket(first: Self.filed)
        let pile: [Outcome] = [
            .matched(.sample), .remembered("handler", PersonID(5)), .counted("calls", 3), .kept("grade", "complex"),
            .started("whole", Countdown.samples[1]), .started("sign", Countdown.samples[0]),
            .expired("sign", next: nil),
            .lead(UnitID(5)), .responsible(UnitID(5)),
        ]
        try ticket.apply(.sample(seq: 2, outcomes: pile))
        let body = try JSONValue(parsing: ticket.body.canonicalBytes)
        #expect(try Ticket(columns: .init(ticket), body: body) == ticket)
        #expect(throws: Problem.self) {
            try Ticket(columns: .init(ticket), body: body.setting("clocks.0.due", to: "soon"))
        }
    }

    @Test(arguments: ["w0", "w12", "due", "l0", "l3"]) func `codes of steps are read back`(code: String) {
        #expect(TimerStep(code: code)?.code == code)
    }

    @Test(arguments: ["", "w", "l", "w-1", "w+1", "w 1", "d", "due ", "x1", "w99999999999999999999", "W1", "w１"])
    func `what is no code of a step is none`(code: String) {
        #expect(TimerStep(code: code) == nil)
    }
}
