import Testing
import Workflow

@Suite struct EventJSONTests {
    static let at = Instant(microseconds: 1_772_413_200_000_001)
    static let rung = Countdown.RungTime.sample
    static let rule = RuleMatch.sample

    /// Every case, and every form of its parts.
    static let outcomes: [Outcome] =
        [
            .filed(.sample), .filed(.repeated), .entered("reported", isFinal: false), .entered("closed", isFinal: true),
            .responsible(UnitID(3)), .responsible(nil), .owner(PersonID(3)), .owner(nil), .desk(UnitID(.max)),
            .lead(UnitID(.min)),
            .classified(category: "市容/垃圾", place: UnitID(3), urgency: .urgent),
            .classified(category: "", place: UnitID(3), urgency: .ordinary), .matched(rule), .matched(nil),
            .remembered("handler", PersonID(5)), .counted("calls", 0), .counted("calls", 1_000_000),
            .kept("grade", "complex"), .kept("flag", false), .kept("odd", .null), .kept("odd", ["a": [1, .null]]),
            .forgot(.fact("grade")), .forgot(.counter("calls")), .forgot(.mark("handler")),
            .stopped("whole"), .warned("whole"), .expired("whole", next: rung), .expired("whole", next: nil),
            .climbed("whole", next: rung), .climbed("whole", next: nil),
            .lead(nil), .inside(UnitID(5)), .inside(nil), .bound(UnitID(5)), .bound(nil), .setAside("signed"),
            .setAside(nil), .held(.unit(UnitID(3))), .held(.resident), .held(.nobody), .held(nil),
            .spawned(TicketID(7), "task", lead: UnitID(5)), .childEnded(TicketID(7), "closed"),
            .linked(.merged(into: TicketID(7))), .linked(.parted), .linked(.mainEnded("closed")),
            .linked(.tookIn(TicketID(7))), .linked(.gaveUp(TicketID(7))), .linked(.splitOff(TicketID(7))),
            .passedOn(
                Telling(act: "be_told", values: ["complained_of": [5], "restriction": "minor"]),
                to: [TicketID(7)]
            ),
            .passedOn(Telling(act: "be_told", values: [:]), to: []),
            .claimed("sign", .asked), .claimed("sign", .granted), .claimed("sign", .refused),
            .told(.unit(UnitID(3), roles: [])), .told(.unit(UnitID(3), roles: ["head", "liaison"])),
            .told(.person(PersonID(5))), .told(.resident),
            .attached(AttachedFile(hash: "00ff", thumbnail: "ee", kind: "jpeg", bytes: 52_428_800, seq: 3)),
            .attached(AttachedFile(hash: "00ff", thumbnail: nil, kind: "pdf", bytes: 1, seq: nil)),
        ] + clockOutcomes

    static let clockOutcomes: [Outcome] =
        [.elapsed, .working].flatMap { kind in
            [true, false].map { Outcome.paused("whole", Remaining(kind: kind, microseconds: -7, endsAtOpening: $0)) }
        } + Countdown.samples.map { .started("whole", $0) } + Countdown.Times.samples.map { .resumed("whole", $0) }

    @Test(arguments: outcomes) func `an outcome is read back as it was written`(outcome: Outcome) throws {
        let event = Event.sample(outcomes: [outcome])
        let copy = try Event(payload: JSONValue(parsing: event.payload.canonicalBytes), of: event)
        #expect(copy == event)
        #expect(copy.payload.canonicalBytes == event.payload.canonicalBytes)
    }

    @Test func `the table has every case of outcome`() {
        #expect(Set(Self.outcomes.map(\.ordinal)).count == 30)
    }

    @Test(arguments: [
        Event.sample(act: "sign", post: Post(role: "liaison", unit: UnitID(5))),
        .sample(act: "sign", post: Post(role: "liaison", unit: UnitID(5)), instead: .absent(PersonID(8))),
        .sample(act: "sign", post: Post(role: "liaison", unit: UnitID(5)), instead: .emptyPost),
        .sample(by: .resident, input: ["callback": "satisfied", "n": 3], words: ["note": "00ff", "text": ""]),
        .sample(by: .clock, timer: .of("sign", .expiry)),
        .sample(act: "sign", by: .clock, timer: .of("sign", .rung(12))),
        .sample(by: .clock, timer: .of("sign", .warning(0))),
        .sample(by: .clock, adjustment: .calendars(["always", "office"])),
        .sample(adjustment: .version(from: 1, PlanMark(name: "迁移", hash: "00ff"))),
        .sample(adjustment: .units(PlanMark(name: "区划", hash: "00", source: "政函〔2026〕12号"))),
    ])
    func `an event is read back as it was written`(event: Event) throws {
        #expect(try Event(payload: JSONValue(parsing: event.payload.canonicalBytes), of: event) == event)
    }

    @Test func `the payload keeps its spelling`() {
        let event = Event.sample(
            act: "sign",
            post: Post(role: "liaison", unit: UnitID(5)),
            words: ["note": "00ff"],
            outcomes: [.entered("signed", isFinal: false), .stopped("sign"), .told(.resident)]
        )
        #expect(
            event.payload.canonicalText == #"{"act":"sign","by":5,"out":[{"entered":{"state":"signed"}},"#
                + #"{"stopped":"sign"},{"told":"resident"}],"post":{"role":"liaison","unit":5},"words":{"note":"00ff"}}"#
        )
    }

    static let faults: [(String, String, JSONValue?)] = [
        ("missing_key by", "by", nil), ("missing_key out", "out", nil), ("wrong_type by", "by", "somebody"),
        ("bad_name act", "act", "签收"), ("missing_key post.role", "post.role", nil),
        ("wrong_type post.unit", "post.unit", "5"),
        ("unknown_step timer.step", "timer.step", "x1"), ("unknown_step timer.step", "timer.step", "w-1"),
        ("unknown_step timer.step", "timer.step", "w+1"), ("unknown_step timer.step", "timer.step", "due1"),
        ("unknown_outcome out[0].left", "out.0", ["left": 1]), ("wrong_type out[0]", "out.0", "warned"),
        ("wrong_type out[0]", "out.0", ["warned": "sign", "stopped": "sign"]),
        ("unknown_cause adjusted.weather", "adjusted", ["weather": []]),
        ("wrong_type adjusted", "adjusted", "calendars"),
        ("wrong_type input", "input", []), ("bad_name words.A", "words", ["A": "00"]),
        ("wrong_type words.a", "words", ["a": 0]),
        ("wrong_type out[0].counted.count", "out.0", ["counted": ["counter": "a", "count": -1]]),
        (
            "unknown_word out[0].classified.urgency", "out.0",
            ["classified": ["category": "", "place": 1, "urgency": "x"]]
        ),
        ("wrong_type out[0].started", "out.0", ["started": ["clock": "a", "from": 0, "due": 0, "warned": 1]]),
        ("wrong_type out[0].started", "out.0", ["started": ["clock": "a", "from": 0, "due": 0, "since": 1]]),
    ]

    @Test(arguments: faults) func `damage is named with its place`(finding: String, path: String, value: JSONValue?)
        throws
    {
        let event = Event.sample(
            act: "sign",
            post: Post(role: "liaison", unit: UnitID(5)),
            timer: .of("sign", .expiry)
        )
        let payload = try event.payload.json.setting(path, to: value)
        do throws(Problem) {
            _ = try Event(payload: payload, of: event)
            Issue.record("read: \(payload.canonicalText)")
        } catch {
            #expect("\(error.code) \(error.path)" == finding)
        }
    }
}

extension Outcome {
    /// One number for each case: a new case stops the build here, and then the test, until the table has it.
    fileprivate var ordinal: Int {
        switch self {
        case .filed: 0
        case .entered: 1
        case .responsible: 2
        case .desk: 3
        case .lead: 4
        case .classified: 5
        case .matched: 6
        case .remembered: 7
        case .counted: 8
        case .kept: 9
        case .started: 10
        case .stopped: 11
        case .paused: 12
        case .resumed: 13
        case .warned: 14
        case .expired: 15
        case .climbed: 16
        case .told: 17
        case .inside: 18
        case .bound: 19
        case .setAside: 20
        case .spawned: 21
        case .childEnded: 22
        case .held: 23
        case .linked: 24
        case .claimed: 25
        case .owner: 26
        case .forgot: 27
        case .passedOn: 28
        case .attached: 29
        }
    }
}
