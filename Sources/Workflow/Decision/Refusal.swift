/// Why a command is refused: which rule, and the facts.
///
/// Nothing has happened then.
public enum Refusal: Error, Hashable, Sendable {
    /// The definition has no act of that name.
    case unknownAct(String)
    /// The ticket's state does not know the act.
    case notInThisState(act: Bilingual, state: Bilingual)
    /// The party does not stand to the ticket as the act demands.
    case notForThisPerson(act: Bilingual, may: [PartyRule])
    /// The party's post that would do has not begun yet (只到任之日起生效).
    case postNotBegun(act: Bilingual, role: RoleName, on: LocalDate)
    /// The party's post that would do has ended: its last day.
    case postEnded(act: Bilingual, role: RoleName, on: LocalDate)
    /// Somebody else is responsible for the ticket: it is not this person's to hand over.
    case notOwner(PersonID, of: TicketID)
    /// The successor holds no post by which to answer for it, or is away.
    case successorNotThere(PersonID)
    /// The successor would come to judge what the successor has done (回避).
    case wouldJudgeOwn(act: Bilingual)
    /// A field that the act needs was not given.
    case missingNeed(act: Bilingual, field: FieldName, title: Bilingual)
    /// A field that the act does not take.
    case unexpectedField(act: Bilingual, named: String)
    /// A field holds what it cannot.
    case badField(field: FieldName, title: Bilingual, wanted: Bilingual)
    /// A text is longer than the field takes.
    case textTooLong(field: FieldName, title: Bilingual, limit: Int, length: Int)
    /// A text holds the NUL character, which no database text can.
    case textHasNUL(field: FieldName, title: Bilingual)
    /// Somebody else was faster.
    case stale(expected: Int, actual: Int)
    /// A guard does not hold.
    case guarded(act: Bilingual, condition: Guard, terms: Guard.Terms = Guard.Terms())
    /// No unit of that id is in the district.
    case unknownUnit(UnitID)
    /// The category is in no directory of the district.
    case unknownCategory(String)
    /// The place lies on no ladder: no unit at or above it can hold the matter.
    case placeOffLadder(UnitID)
    /// Nobody was given as lead, and the directory names nobody.
    case noLead(category: String)
    /// A limit names a calendar that the district does not have.
    case unknownCalendar(String)
    /// A time before 1970 or after 2200, which no matter can have.
    case timeOutOfRange(FieldName)
    /// The time given lies before the ticket's last event (only where the clock is given).
    case beforeLastEvent(at: Instant, last: Instant)
    /// The timer is not there: it was cancelled, or has fired.
    case noSuchTimer(ClockName, TimerStep)
    /// Tickets that were made for it are still open.
    case childrenOpen([TicketID: Child])
    /// More children than fit at once.
    case noRoomForChildren
    /// No such child is open.
    case noSuchChild(TicketID)
    /// No ticket of that id and kind is in the district.
    case unknownTicket(TicketID)
    /// A ticket cannot be linked to itself.
    case sameTicket(TicketID)
    /// One of the two is merged already, or has others merged into it.
    case alreadyMerged(TicketID)
    /// What is entered later was done before the report, after now, or too long ago.
    case occurredOutOfRange(FieldName, within: Limit)
    /// The unit, or one above it, is complained of: it must have nothing to do with the matter.
    case complainedOf(UnitID)
    /// The ticket is not merged into that one.
    case notMergedInto(TicketID)
    /// Timers called one another without end.
    case timersWithoutEnd(ClockName)
    /// A change around the ticket cannot be carried to it.
    case immovable(Obstacle)
    /// The unit is closed and takes nothing new; its successor does.
    case unitClosed(Unit, successor: Unit?)
    /// The ticket, or another part of the definition, speaks of a state or clock that the definition does not have.
    case notInDefinition(String)
}

extension Refusal {
    /// A stable code: what programs look at.
    public var code: String {
        switch self {
        case .unknownAct: "unknown_act"
        case .notInThisState: "not_in_this_state"
        case .notForThisPerson: "not_for_this_person"
        case .postNotBegun: "post_not_begun"
        case .postEnded: "post_ended"
        case .notOwner: "not_owner"
        case .successorNotThere: "successor_not_there"
        case .wouldJudgeOwn: "would_judge_own"
        case .missingNeed: "missing_need"
        case .unexpectedField: "unexpected_field"
        case .badField: "bad_field"
        case .textTooLong: "text_too_long"
        case .textHasNUL: "text_has_nul"
        case .stale: "stale_version"
        case .guarded(_, let condition, _): condition.code
        case .unknownUnit: "unknown_unit"
        case .unknownCategory: "unknown_category"
        case .placeOffLadder: "place_off_ladder"
        case .noLead: "no_lead"
        case .unknownCalendar: "unknown_calendar"
        case .timeOutOfRange: "time_out_of_range"
        case .beforeLastEvent: "before_last_event"
        case .noSuchTimer: "no_such_timer"
        case .childrenOpen: "children_open"
        case .noRoomForChildren: "too_many_children"
        case .noSuchChild: "no_such_child"
        case .unknownTicket: "unknown_ticket"
        case .sameTicket: "same_ticket"
        case .alreadyMerged: "already_merged"
        case .notMergedInto: "not_merged"
        case .complainedOf: "complained_of"
        case .occurredOutOfRange: "occurred_out_of_range"
        case .timersWithoutEnd: "timers_without_end"
        case .notInDefinition: "not_in_definition"
        case .immovable(let obstacle): obstacle.code
        case .unitClosed: "unit_closed"
        }
    }
}

extension Guard {
    /// The stable code of a refusal by this guard.
    public var code: String {
        switch self {
        case .otherThan: "same_person"
        case .levelAbove: "no_level_above"
        case .deskKind: "wrong_level"
        case .leadAllowed: "cannot_lead"
        case .leadComplainedOf: "lead_may_stay"
        case .field: "wrong_value"
        case .atLeast: "too_few"
        case .below: "too_many"
        case .inTime: "too_late"
        case .ahead: "asked_too_late"
        case .given: "not_given"
        case .running: "not_running"
        case .state: "wrong_state"
        case .duty: "wrong_duty"
        case .belowDesk: "not_below"
        case .insideLead: "not_inside"
        case .childrenEnded: "tasks_open"
        case .owesAnswer: "no_answer_owed"
        case .other: "other_ticket"
        case .evidence: "evidence_wanted"
        case .late: "not_late"
        case .mainEnded: "main_open"
        case .byClock: "clock_only"
        case .by: "wrong_party"
        case .any(let inner), .all(let inner): inner.first?.code ?? "never"
        case .not(let inner): "not_\(inner.code)"
        }
    }
}
