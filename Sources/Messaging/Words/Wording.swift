import Dispatcher
import Outward
package import PGStore
package import Workflow

/// Puts what a posting is about into words: number, category, unit, deadline; nobody's name, telephone or words.
///
/// Pure: the district, the tickets and the clock are given.
package struct Wording: Sendable {
    /// The district.
    let configuration: DistrictConfiguration
    /// The language.
    let language: Language
    /// Where people read on: `${number}` stands for the ticket's; nil: nowhere.
    let link: String?
    /// Now.
    let now: Instant

    /// Makes it.
    package init(_ configuration: DistrictConfiguration, language: Language, link: String?, now: Instant) {
        self.configuration = configuration
        self.language = language
        self.link = link
        self.now = now
    }

    /// What a letter says of its ticket.
    ///
    /// - Parameters:
    ///   - about: an act, or a clock with its step.
    ///   - ticket: the ticket as it is now; nil: it cannot be read.
    ///   - receiver: to whom: the resident is told less.
    /// - Returns: the words.
    package func letter(about: String, _ ticket: Ticket?, to receiver: Receiver) -> MessageWords {
        let what = what(about, ticket)
        guard let ticket else {
            return MessageWords(title: head(what), lines: [], facts: [.what: what, .district: configuration.name])
        }
        let number = TicketNumber(ticket, calendar: calendar).description
        var facts: [MessageFact: String] = [.number: number, .what: what, .district: configuration.name]
        facts[.link] = link.map { Pattern($0).filled { $0 == "number" ? number : "" } }
        let read = facts[.link].map { [$0] } ?? []
        if receiver == .resident {
            let title = say(
                "您反映的事项（编号 \(number)）：\(what)",
                "The matter that you reported (number \(number)): \(what)"
            )
            return MessageWords(title: title, lines: [], facts: facts)
        }
        facts[.category] = category(ticket)
        facts[.place] = configuration.unitName(ticket.place)
        facts[.unit] = configuration.unitName(ticket.responsible ?? ticket.lead ?? ticket.desk)
        facts[.state] = definition(ticket)?.states[ticket.state]?.title(language) ?? ticket.state.text
        facts[.deadline] = deadline(ticket)
        let lines = [
            facts[.category].map { say("事项：", "Category: ") + $0 },
            facts[.place].map { say("地点：", "Place: ") + $0 }, facts[.unit].map { say("责任单位：", "Responsible: ") + $0 },
            facts[.deadline].map { say("时限：", "Deadline: ") + $0 },
        ]
        return MessageWords(title: head("\(number) \(what)"), lines: lines.compactMap(\.self) + read, facts: facts)
    }

    /// What a digest says: how many, and how many of them press.
    ///
    /// - Parameters:
    ///   - tickets: those of them that can be read.
    ///   - matters: how many there are.
    ///   - notices: how many notices.
    /// - Returns: the words.
    package func digest(_ tickets: [Ticket], matters: Int, notices: Int) -> MessageWords {
        let pressing = tickets.count { isPressing($0) }
        var facts: [MessageFact: String] = [
            .count: "\(matters)", .pressing: "\(pressing)", .notices: "\(notices)", .district: configuration.name,
        ]
        facts[.link] = link.map { Pattern($0).filled { _ in "" } }
        let lines = [
            matters > 0
                ? say(
                    "\(matters) 件工单有新情况，其中 \(pressing) 件今日到期或已超时",
                    "\(matters) matters have news; \(pressing) of them are due today or late"
                ) : nil,
            notices > 0 ? say("另有通知 \(notices) 条", "Notices: \(notices)") : nil, facts[.link],
        ]
        return MessageWords(title: head(say("工作提醒", "What waits")), lines: lines.compactMap(\.self), facts: facts)
    }
}

extension Wording {
    /// What a unit's group is told of how it stands.
    ///
    /// - Parameters:
    ///   - tickets: the oldest of the open matters that the unit answers for.
    ///   - matters: how many there are.
    /// - Returns: the words: no number, no category, nobody's name.
    package func standing(_ tickets: [Ticket], matters: Int) -> MessageWords {
        let pressing = tickets.count { $0.closedAt == nil && isPressing($0) }
        var facts: [MessageFact: String] = [
            .count: "\(matters)", .pressing: "\(pressing)", .district: configuration.name,
        ]
        facts[.link] = link.map { Pattern($0).filled { _ in "" } }
        let line = say(
            "本单位未结工单 \(matters) 件，其中 \(pressing) 件今日到期或已超时",
            "The unit has \(matters) open matters; \(pressing) of them are due today or late"
        )
        let lines = [line, facts[.link]].compactMap(\.self)
        return MessageWords(title: head(say("工作提醒", "What waits")), lines: lines, facts: facts)
    }
}

extension Wording {
    // MARK: - Parts

    private var calendar: WorkCalendar { configuration.calendars.standard }

    private func say(_ zh: String, _ en: String) -> String { Bilingual(zh: zh, en: en)(language) }

    private func head(_ text: String) -> String { say("【吹哨】\(text)", "[Whistle] \(text)") }

    private func definition(_ ticket: Ticket) -> WorkflowDefinition? {
        configuration.machine(ticket.definition)?.definition
    }

    /// What happened; a clock of which the definition knows nothing any more is called by its name.
    private func what(_ about: String, _ ticket: Ticket?) -> String {
        let definition = ticket.flatMap { self.definition($0) }
        let parts = about.split(separator: "/").map(String.init)
        guard parts.count == 2 else {
            return ActionName(about).flatMap { definition?.actions[$0]?.title(language) } ?? about
        }
        if parts[0] == "adjusted" { return say("时限或归属有调整", "deadlines or units were adjusted") }
        let clock = ClockName(parts[0]).flatMap { definition?.clocks[$0]?.title(language) } ?? parts[0]
        return switch TimerStep(code: parts[1]) {
        case .warning: say("\(clock)将到", "\(clock): due soon")
        case .expiry: say("\(clock)已到", "\(clock): overdue")
        case .rung: say("\(clock)超时升级", "\(clock): escalated")
        case nil: clock
        }
    }

    /// The category; of what is restricted (受限) nothing but that it is.
    private func category(_ ticket: Ticket) -> String {
        let field = definition(ticket)?.privacy.restriction
        if let field, ticket.facts[field] != nil { return say("受限工单", "restricted") }
        return ticket.category
    }

    /// Clocks that a lamp shows and that run, the next first.
    private func running(_ ticket: Ticket) -> [(clock: ClockName, countdown: Countdown)] {
        ticket.clocks.filter { $0.value.isLit && !$0.value.isWindow && $0.value.paused == nil }
            .map { ($0.key, $0.value) }.sorted { $0.countdown.due < $1.countdown.due }
    }

    private func isPressing(_ ticket: Ticket) -> Bool {
        let today = calendar.local(now).date
        return running(ticket).contains { calendar.local($0.countdown.due).date <= today }
    }

    /// The deadline that comes next, else the one longest over; nil where no clock runs.
    private func deadline(_ ticket: Ticket) -> String? {
        let clocks = running(ticket)
        guard let next = clocks.first(where: { $0.countdown.due >= now }) ?? clocks.first else { return nil }
        let title = definition(ticket)?.clocks[next.clock]?.title(language) ?? next.clock.text
        let minutes = (next.countdown.due.microseconds - now.microseconds) / 60_000_000
        let rest =
            next.countdown.due >= now
            ? say("还剩\(span(minutes))", "\(span(minutes)) left")
            : say("已超\(span(-minutes))", "\(span(-minutes)) late")
        return say(
            "\(title) \(calendar.shown(next.countdown.due))（\(rest)）",
            "\(title) \(calendar.shown(next.countdown.due)) (\(rest))"
        )
    }

    /// A span in the largest unit that it fills: minutes up to two hours, hours up to two days.
    private func span(_ minutes: Int64) -> String {
        switch minutes {
        case ..<120: say(" \(minutes) 分钟", "\(minutes) min")
        case ..<2_880: say(" \(minutes / 60) 小时", "\(minutes / 60) h")
        default: say(" \(minutes / 1_440) 天", "\(minutes / 1_440) days")
        }
    }
}
