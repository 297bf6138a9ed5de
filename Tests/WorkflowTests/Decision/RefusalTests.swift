import Testing

@testable import Workflow

@Suite struct RefusalTests {
    static let title = Bilingual(zh: "签收", en: "Sign")
    static let at = Instant(seconds: 0)
    static let closed = Unit(id: UnitID(3), code: "A", kind: "grid", name: "甲网格", parent: nil)

    /// Every case with its code: programs rely on these, so a change must be meant.
    static let table: [(Refusal, String)] = [
        (.unknownAct("飞走"), "unknown_act"), (.notInThisState(act: title, state: title), "not_in_this_state"),
        (.notForThisPerson(act: title, may: [PartyRule.desk]), "not_for_this_person"),
        (.postNotBegun(act: title, role: "liaison", on: LocalDate(daysSinceEpoch: 0)), "post_not_begun"),
        (.postEnded(act: title, role: "liaison", on: LocalDate(daysSinceEpoch: 0)), "post_ended"),
        (.notOwner(PersonID(5), of: TicketID(7)), "not_owner"),
        (.successorNotThere(PersonID(5)), "successor_not_there"),
        (.wouldJudgeOwn(act: title), "would_judge_own"),
        (.missingNeed(act: title, field: "note", title: title), "missing_need"),
        (.unexpectedField(act: title, named: "note"), "unexpected_field"),
        (.badField(field: "note", title: title, wanted: title), "bad_field"),
        (.textTooLong(field: "note", title: title, limit: 5, length: 6), "text_too_long"),
        (.textHasNUL(field: "note", title: title), "text_has_nul"), (.stale(expected: 1, actual: 2), "stale_version"),
        (.guarded(act: title, condition: .levelAbove), "no_level_above"), (.unknownUnit(UnitID(9)), "unknown_unit"),
        (.unknownCategory("x"), "unknown_category"), (.placeOffLadder(UnitID(9)), "place_off_ladder"),
        (.noLead(category: "x"), "no_lead"), (.unknownCalendar("x"), "unknown_calendar"),
        (.timeOutOfRange("target_due"), "time_out_of_range"), (.beforeLastEvent(at: at, last: at), "before_last_event"),
        (.noSuchTimer("sign", .expiry), "no_such_timer"), (.timersWithoutEnd("sign"), "timers_without_end"),
        (.notInDefinition("sign"), "not_in_definition"), (.childrenOpen([:]), "children_open"),
        (.noRoomForChildren, "too_many_children"), (.noSuchChild(TicketID(1)), "no_such_child"),
        (.unknownTicket(TicketID(1)), "unknown_ticket"), (.sameTicket(TicketID(1)), "same_ticket"),
        (.alreadyMerged(TicketID(1)), "already_merged"), (.notMergedInto(TicketID(1)), "not_merged"),
        (.complainedOf(UnitID(1)), "complained_of"),
        (.occurredOutOfRange("occurred_at", within: .atOnce), "occurred_out_of_range"),
        (.immovable(.state("signed")), "no_counterpart_state"),
        (.unitClosed(closed, successor: nil), "unit_closed"),
    ]

    static let guards: [(Guard, String)] = [
        (.otherThan("handler"), "same_person"), (.levelAbove, "no_level_above"), (.deskKind(["street"]), "wrong_level"),
        (.leadAllowed, "cannot_lead"), (.leadComplainedOf, "lead_may_stay"),
        (.field("grade", ["complex"]), "wrong_value"), (.atLeast("calls", 3), "too_few"),
        (.below("calls", 3), "too_many"), (.inTime("sign"), "too_late"), (.byClock, "clock_only"),
        (.running("sign"), "not_running"), (.ahead("whole", by: .atOnce, share: 20), "asked_too_late"),
        (.given("note"), "not_given"), (.state(["signed"]), "wrong_state"), (.duty([.basic]), "wrong_duty"),
        (.belowDesk("unit"), "not_below"), (.insideLead("unit"), "not_inside"), (.childrenEnded, "tasks_open"),
        (.other("main", OtherTicket(states: [], by: [], endedWithin: nil)), "other_ticket"),
        (.mainEnded(["closed"]), "main_open"), (.evidence("proof"), "evidence_wanted"), (.owesAnswer, "no_answer_owed"),
        (.late("sign"), "not_late"), (.by([PartyRule.desk]), "wrong_party"),
        (.all([.byClock, .levelAbove]), "clock_only"),
        (.any([.byClock, .levelAbove]), "clock_only"), (.any([]), "never"), (.not(.byClock), "not_clock_only"),
    ]

    @Test func `limits in refusals are told in words`() throws {
        let late = Refusal.occurredOutOfRange("occurred_at", within: try Limit("24h")).message
        #expect(late.zh.hasSuffix("且不超过 24 小时") && late.en.hasSuffix("no more than 24 h ago"))
        let asked = Refusal.guarded(act: Self.title, condition: .ahead("whole", by: try Limit("1wd"), share: 20))
            .message
        #expect(asked.zh.contains("到期前 1 个工作日 或") && asked.en.contains("before 1 working day or"))
    }

    @Test func `every refusal has its own code`() {
        #expect(Set(Self.table.map { $0.0.ordinal }) == Set(0..<36))
        for (refusal, code) in Self.table { #expect(refusal.code == code) }
        #expect(Set(Self.table.map(\.1)).count == Self.table.count)
        #expect(Set(Self.table.map(\.0.message.zh)).count == Self.table.count)
    }

    @Test func `every guard has its own code, apart from those of refusals`() {
        for (condition, code) in Self.guards {
            #expect(Refusal.guarded(act: Self.title, condition: condition).code == code)
        }
        let simple = Self.guards.filter { $0.1 != "clock_only" || $0.0 == .byClock }.map(\.1)
        #expect(Set(simple).count == simple.count)
        #expect(Set(simple).subtracting(["no_level_above"]).isDisjoint(with: Self.table.map(\.1)))
    }

    @Test func `every refusal says in both languages what it is about`() {
        let refusals = Self.table.map(\.0) + Self.guards.map { Refusal.guarded(act: Self.title, condition: $0.0) }
        for message in refusals.map(\.message) {
            #expect(!message.zh.isEmpty && !message.en.isEmpty && message.zh != message.en)
            #expect(message.zh.unicodeScalars.contains { $0.properties.isIdeographic })
            #expect(!message.en.unicodeScalars.contains { $0.properties.isIdeographic } || message.en.contains("飞走"))
        }
    }

    @Test func `facts stand in the message`() {
        let long = Refusal.textTooLong(field: "note", title: Self.title, limit: 2_000, length: 2_001).message
        #expect(long.zh == "“签收”最多 2000 字，现有 2001 字")
        #expect(long.en == "“Sign” takes at most 2000 characters; this has 2001")
        #expect(Refusal.stale(expected: 3, actual: 5).message.zh.contains("第 3 步，现在是第 5 步"))
        let may = Refusal.notForThisPerson(act: Self.title, may: [PartyRule.desk, PartyRule.lead]).message
        #expect(may.zh == "您不能“签收”；可以的是：本级经办单位、主办单位（department_head）")
    }
}

extension PartyRule {
    fileprivate static let desk = PartyRule(relation: .desk, roles: [])
    fileprivate static let lead = PartyRule(relation: .lead, roles: ["department_head"])
}

extension Refusal {
    /// One number for each case: a new case stops the build here, and then the test, until the table has it.
    fileprivate var ordinal: Int {
        switch self {
        case .unknownAct: 0
        case .notInThisState: 1
        case .notForThisPerson: 2
        case .missingNeed: 3
        case .unexpectedField: 4
        case .badField: 5
        case .textTooLong: 6
        case .textHasNUL: 7
        case .stale: 8
        case .guarded: 9
        case .unknownUnit: 10
        case .unknownCategory: 11
        case .placeOffLadder: 12
        case .noLead: 13
        case .unknownCalendar: 14
        case .timeOutOfRange: 15
        case .beforeLastEvent: 16
        case .noSuchTimer: 17
        case .timersWithoutEnd: 18
        case .notInDefinition: 19
        case .childrenOpen: 20
        case .noRoomForChildren: 21
        case .noSuchChild: 22
        case .unknownTicket: 23
        case .sameTicket: 24
        case .alreadyMerged: 25
        case .notMergedInto: 26
        case .complainedOf: 27
        case .occurredOutOfRange: 28
        case .postNotBegun: 29
        case .postEnded: 30
        case .immovable: 31
        case .unitClosed: 32
        case .notOwner: 33
        case .successorNotThere: 34
        case .wouldJudgeOwn: 35
        }
    }
}
