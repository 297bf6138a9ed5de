/// Why a change around a ticket cannot be carried to it: the ticket stays as it was.
public enum Obstacle: Hashable, Sendable {
    /// The new version has no counterpart of its state.
    case state(StateName)
    /// The new version has no counterpart of a clock that runs.
    case clock(ClockName)
    /// The new version does not keep a field of it, or not with that value, and the plan does not drop it.
    case fact(FieldName)
    /// The new version does not know a count of it, and the plan does not drop it.
    case counter(CounterName)
    /// The new version does not know a person's mark on it, and the plan does not drop it.
    case mark(MarkName)
    /// Its new state is an aside, and there is no state to lead back to.
    case wayBack(StateName)
    /// The department answers in its new state, and it has none: nobody would be responsible.
    case holder(StateName)
    /// The unit of the ladder that holds it is of a kind that the new ladder does not have.
    case desk(UnitID)
    /// It has open children, of whose end the new version does not want to hear.
    case children
    /// It is merged with others, of whose end the new version does not want to hear.
    case links
    /// What was entered later claims clocks of it, and the new version decides no such claim.
    case claims
    /// No clock would run in its new state: it would wait for ever.
    case nothingRuns(StateName)
    /// A unit of it is closed, and nobody follows.
    case successor(Unit)
    /// Its place has no unit of the ladder any more, at or above it.
    case offLadder(UnitID)
    /// The unit that follows its lead is of a kind that cannot lead.
    case lead(Unit)
}

extension Obstacle {
    /// A stable code.
    public var code: String {
        switch self {
        case .state: "no_counterpart_state"
        case .clock: "no_counterpart_clock"
        case .fact: "no_counterpart_fact"
        case .counter: "no_counterpart_counter"
        case .mark: "no_counterpart_mark"
        case .wayBack: "no_way_back"
        case .holder: "no_responsible"
        case .desk: "level_gone"
        case .children: "children_unheard"
        case .links: "merged_unheard"
        case .claims: "claims_undecided"
        case .nothingRuns: "no_clock_runs"
        case .successor: "no_successor"
        case .offLadder: "off_ladder"
        case .lead: "successor_cannot_lead"
        }
    }

    /// In words.
    public var message: Bilingual {
        switch self {
        case .state(let name):
            Bilingual(zh: "新版本没有与状态“\(name)”相应的状态", en: "no state of the new version answers to “\(name)”")
        case .clock(let name):
            Bilingual(zh: "新版本没有与时限“\(name)”相应的时限", en: "no clock of the new version answers to “\(name)”")
        case .fact(let name):
            Bilingual(
                zh: "新版本不再保留“\(name)”或不认识其值，方案也没有写明舍去",
                en: "the new version does not keep “\(name)” or its value"
            )
        case .counter(let name):
            Bilingual(zh: "新版本没有计数“\(name)”，方案也没有写明舍去", en: "the new version has no count “\(name)”")
        case .mark(let name): Bilingual(zh: "新版本不记“\(name)”，方案也没有写明舍去", en: "the new version remembers no “\(name)”")
        case .wayBack(let name):
            Bilingual(zh: "“\(name)”是旁支状态，没有来处可回", en: "“\(name)” is an aside, and there is no way back")
        case .holder(let name):
            Bilingual(zh: "在“\(name)”由主办单位负责，而工单没有主办单位", en: "in “\(name)” the lead answers, and there is none")
        case .desk(let unit):
            Bilingual(zh: "新版本没有经办单位 \(unit) 这一级", en: "the new ladder has no level for the unit \(unit)")
        case .children:
            Bilingual(zh: "有未结任务，而新版本不接应任务的结束", en: "tasks are open, of whose end the new version does not hear")
        case .links: Bilingual(zh: "有并单关系，而新版本没有并单", en: "it is merged, and the new version knows no merging")
        case .claims: Bilingual(zh: "有待认定的补录，而新版本不认定补录", en: "late entries wait, and the new version decides none")
        case .nothingRuns(let name):
            Bilingual(zh: "在“\(name)”没有时限，工单会一直等下去", en: "no clock runs in “\(name)”: it would wait for ever")
        case .successor(let unit):
            Bilingual(zh: "“\(unit.name)”已撤销而没有承接单位", en: "“\(unit.name)” is closed and nobody follows")
        case .offLadder(let unit):
            Bilingual(zh: "地点 \(unit) 没有可以受理的层级", en: "no level at or above the place \(unit) can hold it")
        case .lead(let unit):
            Bilingual(zh: "承接单位“\(unit.name)”不能作为主办", en: "the unit that follows, “\(unit.name)”, cannot lead")
        }
    }
}

extension Unit {
    /// What is said to who wants something new of a closed unit.
    func closedMessage(successor: Unit?) -> Bilingual {
        guard let successor else {
            return Bilingual(zh: "“\(name)”（\(code)）已撤销，不再受理", en: "the unit \(code) is closed and takes nothing new")
        }
        return Bilingual(
            zh: "“\(name)”（\(code)）已撤销，请改用“\(successor.name)”（\(successor.code)）",
            en: "the unit \(code) is closed and takes nothing new; use \(successor.code)"
        )
    }
}
