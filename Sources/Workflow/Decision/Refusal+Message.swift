extension Refusal {
    /// What a person reads.
    public var message: Bilingual {
        switch self {
        case .unknownAct, .notInThisState, .notForThisPerson, .stale, .guarded, .beforeLastEvent: messageOnAct
        case .postNotBegun(let act, let role, let day):
            Bilingual(
                zh: "您不能“\(act.zh)”：您的岗位（\(role)）自 \(day) 起任职",
                en: "“\(act.en)” is not yours to do yet: your post (\(role)) begins on \(day)"
            )
        case .postEnded(let act, let role, let day):
            Bilingual(
                zh: "您不能“\(act.zh)”：您的岗位（\(role)）已于 \(day) 止",
                en: "“\(act.en)” is not yours to do any more: your post (\(role)) ended on \(day)"
            )
        case .notOwner(let person, let ticket):
            Bilingual(
                zh: "工单 \(ticket) 的责任人不是 \(person)，不能由其移交",
                en: "\(person) is not responsible for the ticket \(ticket) and cannot hand it over"
            )
        case .successorNotThere(let person):
            Bilingual(
                zh: "接收人 \(person) 在该单位没有在任岗位，或不在岗",
                en: "the successor \(person) holds no post there, or is away"
            )
        case .wouldJudgeOwn(let act):
            Bilingual(
                zh: "接收人办理过此件，接手后要由其“\(act.zh)”，须回避；请交他人",
                en: "the successor worked on it and would have to do “\(act.en)”; give it to somebody else"
            )
        case .missingNeed, .unexpectedField, .badField, .textTooLong, .textHasNUL, .timeOutOfRange, .occurredOutOfRange:
            messageOnField
        case .unknownUnit, .unknownCategory, .placeOffLadder, .noLead, .unknownCalendar, .complainedOf, .unitClosed:
            messageOnPlace
        case .immovable(let obstacle): obstacle.message
        case .noSuchTimer(let clock, let step):
            Bilingual(zh: "定时 \(clock)/\(step.code) 已不存在", en: "the timer \(clock)/\(step.code) is gone")
        case .childrenOpen(let children):
            Bilingual(
                zh: "还有 \(children.values.count { $0.end == nil }) 个协办或吹哨任务未结",
                en: "\(children.values.count { $0.end == nil }) of the tasks made for it are still open"
            )
        case .noRoomForChildren: Bilingual(zh: "一次派出的任务太多", en: "too many tasks at once")
        case .noSuchChild(let id): Bilingual(zh: "没有未结的任务 \(id)", en: "no task \(id) is open")
        case .unknownTicket, .sameTicket, .alreadyMerged, .notMergedInto: messageOnOther
        case .timersWithoutEnd(let clock):
            Bilingual(zh: "时限 \(clock) 的定时循环不止", en: "timers of the clock \(clock) go on without end")
        case .notInDefinition(let name):
            Bilingual(zh: "流程定义里没有“\(name)”", en: "the definition has no “\(name)”")
        }
    }

    private var messageOnAct: Bilingual {
        switch self {
        case .unknownAct(let word): Bilingual(zh: "没有“\(word)”这个动作", en: "there is no act “\(word)”")
        case .notInThisState(let act, let state):
            Bilingual(
                zh: "工单在“\(state.zh)”，不能“\(act.zh)”",
                en: "the ticket is in “\(state.en)”; “\(act.en)” is not possible there"
            )
        case .notForThisPerson(let act, let may):
            Bilingual(
                zh: "您不能“\(act.zh)”；可以的是：\(may.map(\.title.zh).joined(separator: "、"))",
                en: "“\(act.en)” is not yours to do; it is for: \(may.map(\.title.en).joined(separator: ", "))"
            )
        case .stale(let expected, let actual):
            Bilingual(
                zh: "工单已有变化（您看到第 \(expected) 步，现在是第 \(actual) 步），请刷新后再试",
                en: "the ticket has moved on (you saw step \(expected), it is at \(actual)); look again and retry"
            )
        case .guarded(let act, let condition, let terms):
            Bilingual(
                zh: "不能“\(act.zh)”：\(condition.refusal(terms).zh)",
                en: "“\(act.en)” is not possible: \(condition.refusal(terms).en)"
            )
        case .beforeLastEvent:
            Bilingual(zh: "时间早于工单的上一步", en: "the time lies before the ticket's last step")
        case .postNotBegun, .postEnded, .notOwner, .successorNotThere, .wouldJudgeOwn, .missingNeed, .unexpectedField,
            .badField, .textTooLong, .textHasNUL,
            .timeOutOfRange, .occurredOutOfRange, .unknownUnit, .unknownCategory, .placeOffLadder, .noLead,
            .unknownCalendar, .complainedOf, .noSuchTimer,
            .timersWithoutEnd,
            .childrenOpen, .noRoomForChildren, .noSuchChild, .unknownTicket, .sameTicket, .alreadyMerged,
            .notMergedInto, .notInDefinition, .immovable, .unitClosed:
            preconditionFailure("refusals on acts only")
        }
    }

    private var messageOnField: Bilingual {
        switch self {
        case .missingNeed(let act, _, let title):
            Bilingual(zh: "“\(act.zh)”需要填写“\(title.zh)”", en: "“\(act.en)” needs “\(title.en)”")
        case .unexpectedField(let act, let field):
            Bilingual(zh: "“\(act.zh)”没有“\(field)”这一项", en: "“\(act.en)” takes no “\(field)”")
        case .badField(_, let title, let wanted):
            Bilingual(zh: "“\(title.zh)”应为\(wanted.zh)", en: "“\(title.en)” must be \(wanted.en)")
        case .textTooLong(_, let title, let limit, let length):
            Bilingual(
                zh: "“\(title.zh)”最多 \(limit) 字，现有 \(length) 字",
                en: "“\(title.en)” takes at most \(limit) characters; this has \(length)"
            )
        case .occurredOutOfRange(_, let limit):
            Bilingual(
                zh: "补录的时间须在上报之后、现在之前，且不超过 \(limit.text(.zh))",
                en:
                    "what is entered later must lie after the report, before now, and no more than \(limit.text(.en)) ago"
            )
        case .textHasNUL(_, let title):
            Bilingual(zh: "“\(title.zh)”含有空字符（NUL）", en: "“\(title.en)” holds a NUL character")
        case .timeOutOfRange(let field):
            Bilingual(zh: "“\(field)”的时间超出范围（1970–2200年）", en: "the time “\(field)” is out of range (1970–2200)")
        case .unknownAct, .notInThisState, .notForThisPerson, .postNotBegun, .postEnded, .notOwner, .successorNotThere,
            .wouldJudgeOwn, .stale, .guarded,
            .beforeLastEvent,
            .unknownUnit, .unknownCategory, .placeOffLadder, .noLead, .unknownCalendar, .complainedOf, .noSuchTimer,
            .timersWithoutEnd,
            .childrenOpen, .noRoomForChildren, .noSuchChild, .unknownTicket, .sameTicket, .alreadyMerged,
            .notMergedInto, .notInDefinition, .immovable, .unitClosed:
            preconditionFailure("refusals on fields only")
        }
    }

    private var messageOnOther: Bilingual {
        switch self {
        case .unknownTicket(let id): Bilingual(zh: "没有编号为 \(id) 的同类工单", en: "no ticket of this kind has the id \(id)")
        case .sameTicket: Bilingual(zh: "不能指向工单自己", en: "it must be another ticket than this one")
        case .alreadyMerged(let id):
            Bilingual(
                zh: "本单或工单 \(id) 已有并单关系，请直接并入最前的主单",
                en: "this ticket or \(id) is merged already; merge straight into the first of them"
            )
        case .notMergedInto(let id): Bilingual(zh: "本单没有并入 \(id)", en: "this ticket is not merged into \(id)")
        case .missingNeed, .unexpectedField, .badField, .textTooLong, .textHasNUL, .timeOutOfRange, .occurredOutOfRange,
            .unknownAct,
            .notInThisState, .notForThisPerson, .postNotBegun, .postEnded, .notOwner, .successorNotThere,
            .wouldJudgeOwn, .stale, .guarded, .beforeLastEvent,
            .unknownUnit, .unknownCategory,
            .placeOffLadder, .noLead, .unknownCalendar, .complainedOf, .noSuchTimer, .timersWithoutEnd, .childrenOpen,
            .noRoomForChildren, .noSuchChild, .notInDefinition, .immovable, .unitClosed:
            preconditionFailure("refusals on other tickets only")
        }
    }

    private var messageOnPlace: Bilingual {
        switch self {
        case .unknownUnit(let unit): Bilingual(zh: "没有编号为 \(unit) 的单位", en: "no unit has the id \(unit)")
        case .unknownCategory(let category):
            Bilingual(zh: "派单目录中没有“\(category)”这一类", en: "the directory has no category “\(category)”")
        case .placeOffLadder(let unit):
            Bilingual(zh: "地点 \(unit) 没有可以受理的层级", en: "no level at or above the place \(unit) can take matters")
        case .noLead(let category):
            Bilingual(
                zh: "派单目录没有“\(category)”的主办单位，请指定主办",
                en: "the directory names no lead for “\(category)”; name one"
            )
        case .unknownCalendar(let name): Bilingual(zh: "没有名为“\(name)”的日历", en: "there is no calendar “\(name)”")
        case .unitClosed(let unit, let successor): unit.closedMessage(successor: successor)
        case .complainedOf(let unit):
            Bilingual(zh: "单位 \(unit) 是被反映对象，须回避", en: "the unit \(unit) is complained of and must be kept out")
        case .unknownAct, .notInThisState, .notForThisPerson, .postNotBegun, .postEnded, .notOwner, .successorNotThere,
            .wouldJudgeOwn, .stale, .guarded,
            .beforeLastEvent,
            .missingNeed, .unexpectedField, .badField, .textTooLong, .textHasNUL, .timeOutOfRange, .occurredOutOfRange,
            .noSuchTimer,
            .timersWithoutEnd, .childrenOpen, .noRoomForChildren, .noSuchChild, .unknownTicket, .sameTicket,
            .alreadyMerged,
            .notMergedInto, .notInDefinition, .immovable:
            preconditionFailure("refusals on places only")
        }
    }
}

extension Guard {
    /// Why it refuses, in the terms of its definition.
    func refusal(_ terms: Terms) -> Bilingual {
        switch self {
        case .field(let field, let values):
            Bilingual(
                zh: "“\(terms(field).zh)”不是\(terms.values(values, of: field).zh)",
                en: "“\(terms(field).en)” is not \(terms.values(values, of: field).en)"
            )
        case .given(let field): Bilingual(zh: "需要填写“\(terms(field).zh)”", en: "“\(terms(field).en)” must be given")
        case .running(let clock):
            Bilingual(zh: "没有在等的“\(terms(clock).zh)”", en: "no “\(terms(clock).en)” is waiting")
        case .other(let field, _):
            Bilingual(
                zh: "“\(terms(field).zh)”所指的工单，状态、时间或层级不允许",
                en: "the ticket named as “\(terms(field).en)” is in no fitting state, too old, or not yours"
            )
        case .all(let inner):
            Bilingual(
                zh: inner.map { $0.refusal(terms).zh }.joined(separator: "；或"),
                en: inner.map { $0.refusal(terms).en }.joined(separator: ", or ")
            )
        case .any(let inner):
            Bilingual(
                zh: inner.map { $0.refusal(terms).zh }.joined(separator: "；且"),
                en: inner.map { $0.refusal(terms).en }.joined(separator: ", and ")
            )
        case .not(.field(let field, let values)):
            Bilingual(
                zh: "“\(terms(field).zh)”是\(terms.values(values, of: field).zh)",
                en: "“\(terms(field).en)” is \(terms.values(values, of: field).en)"
            )
        case .not(let inner):
            Bilingual(
                zh: "条件不成立（非：\(inner.refusal(terms).zh)）",
                en: "the condition fails (not: \(inner.refusal(terms).en))"
            )
        case .otherThan, .levelAbove, .deskKind, .leadAllowed, .leadComplainedOf, .atLeast, .below, .inTime, .ahead,
            .childrenEnded, .late, .evidence, .owesAnswer, .mainEnded, .state, .duty, .belowDesk, .insideLead, .by,
            .byClock:
            plainRefusal
        }
    }

    private var plainRefusal: Bilingual {
        switch self {
        case .otherThan: Bilingual(zh: "须由承办人以外的人办理", en: "it must be somebody other than the handler")
        case .levelAbove: Bilingual(zh: "已是最高一级", en: "there is no level above")
        case .deskKind: Bilingual(zh: "本级没有这项权限", en: "this level may not do it")
        case .leadAllowed: Bilingual(zh: "该单位不能作为主办", en: "that unit cannot lead")
        case .leadComplainedOf: Bilingual(zh: "主办单位未被反映", en: "its lead is not complained of")
        case .atLeast(_, let count):
            Bilingual(zh: "还不到 \(count) 次", en: "fewer than \(count) times so far")
        case .below(_, let count):
            Bilingual(zh: "已满 \(count) 次", en: "\(count) times already")
        case .inTime: Bilingual(zh: "已过时限", en: "its time has run out")
        case .ahead(_, let limit, let share):
            Bilingual(
                zh: "须在到期前 \(limit.text(.zh)) 或剩余 \(share)% 之前提出",
                en: "it must be asked before \(limit.text(.en)) or \(share) % of the time is left"
            )
        case .childrenEnded: Bilingual(zh: "还有协办或吹哨任务未结", en: "tasks made for it are still open")
        case .late: Bilingual(zh: "该时限没有超时，或已在认定", en: "that clock was not late, or is being decided upon")
        case .evidence:
            Bilingual(
                zh: "派单目录要求佐证材料（可以用文字说明代替）",
                en: "the directory asks for proof; a written account is accepted instead"
            )
        case .owesAnswer: Bilingual(zh: "不是上级平台的工单，或已回填", en: "no platform above waits for its answer")
        case .mainEnded: Bilingual(zh: "主单尚未这样结束", en: "the main ticket has not ended so")
        case .state: Bilingual(zh: "工单不在相应状态", en: "the ticket is in another state")
        case .duty: Bilingual(zh: "履职清单不允许这样交办", en: "the list of duties does not allow it")
        case .belowDesk: Bilingual(zh: "该单位不是本级的下级", en: "that unit is not below this one")
        case .insideLead: Bilingual(zh: "该单位不在主办部门内", en: "that unit is no part of the leading department")
        case .by(let rules):
            Bilingual(
                zh: "只能由\(rules.map(\.title.zh).joined(separator: "、"))办理",
                en: "it is for: \(rules.map(\.title.en).joined(separator: ", "))"
            )
        case .byClock: Bilingual(zh: "只能由系统按时限自动进行", en: "only the clock does it")
        case .field, .given, .running, .other, .all, .any, .not:
            preconditionFailure("refusals in the terms of a definition")
        }
    }
}

extension PartyRule {
    /// Who is meant, in words.
    public var title: Bilingual {
        let roles = roles.isEmpty ? "" : roles.map(\.text).joined(separator: "/")
        let relation = relation.title
        return roles.isEmpty
            ? relation : Bilingual(zh: "\(relation.zh)（\(roles)）", en: "\(relation.en) (\(roles))")
    }
}

extension Relation {
    /// The relation in words.
    public var title: Bilingual {
        switch self {
        case .anyone: Bilingual(zh: "任何在岗人员", en: "anybody with a post")
        case .responsible: Bilingual(zh: "现在的责任单位", en: "the unit responsible now")
        case .desk: Bilingual(zh: "本级经办单位", en: "the unit of the ladder that holds it")
        case .lead: Bilingual(zh: "主办单位", en: "the leading department")
        case .inside: Bilingual(zh: "主办单位内承办科室", en: "the part of the lead that works on it")
        case .above: Bilingual(zh: "上级单位", en: "a unit above")
        case .around: Bilingual(zh: "属地各级单位", en: "a unit at, above or below the place")
        case .reporter: Bilingual(zh: "上报人", en: "the reporter")
        case .resident: Bilingual(zh: "诉求人", en: "the resident")
        case .clock: Bilingual(zh: "系统时限", en: "the clock")
        case .child: Bilingual(zh: "其下任务", en: "a task made for it")
        case .parent: Bilingual(zh: "所属工单", en: "the ticket it is made for")
        case .main: Bilingual(zh: "主单", en: "the ticket it is merged into")
        case .merged: Bilingual(zh: "并入的工单", en: "a ticket merged into it")
        }
    }
}
