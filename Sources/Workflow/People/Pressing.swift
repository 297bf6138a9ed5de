/// How much the message of an event presses: decided with the event, from what the ticket is then.
public struct Pressing: Hashable, Sendable {
    /// Whether it goes out at once, at whatever hour; all else waits for the next digest.
    public let isUrgent: Bool
    /// Whether it is a step after the expiry of a limit of up to 24 hours: on days off those go to the duty roster.
    public let goesToDuty: Bool

    /// Describes how a message presses.
    public init(isUrgent: Bool, goesToDuty: Bool) {
        self.isUrgent = isUrgent
        self.goesToDuty = goesToDuty
    }

    /// Values that a ticket keeps and that press: 应急哨, 敏感.
    ///
    /// Not a part of the definition: tickets that run by one published before must press as well.
    static let choices: [FieldName: JSONValue] = ["whistle_kind": "emergency", "restriction": "sensitive"]
}

extension Event {
    /// How its message presses.
    ///
    /// Urgent are: urgent tickets, an emergency whistle (应急哨), what is sensitive (敏感), and steps after the expiry of a
    /// limit of up to 24 hours around the clock, which tell the duty leader by telephone (the domain's ladder). What an
    /// adjustment tells never is.
    ///
    /// - Parameters:
    ///   - before: the ticket before it: a clock may be over after its own expiry.
    ///   - after: the ticket after it.
    /// - Returns: as it was decided; it stands in the message from then on.
    public func pressing(before: Ticket?, after: Ticket) -> Pressing {
        // What changed around many tickets at once is read with the next digest, however urgent one of them is.
        guard adjustment == nil else { return Pressing(isUrgent: false, goesToDuty: false) }
        let limit = timer.flatMap { after.clocks[$0.clock]?.limit ?? before?.clocks[$0.clock]?.limit }
        let isStep = timer.map { !$0.step.isWarning } ?? false
        let isShort = isStep && limit?.isWithinDay == true
        let isEmergency = Pressing.choices.contains { after.facts[$0] == $1 }
        return Pressing(
            isUrgent: after.urgency == .urgent || isEmergency || (isShort && limit?.measure == .elapsed),
            goesToDuty: isShort
        )
    }
}

extension TimerStep {
    fileprivate var isWarning: Bool {
        switch self {
        case .warning: true
        case .expiry, .rung: false
        }
    }
}

extension Limit {
    /// Whether it is no longer than 24 hours, of working time or around the clock.
    var isWithinDay: Bool {
        switch form {
        case .atOnce: true
        case .seconds(let count), .workingSeconds(let count): count <= 86_400
        case .minutes(let count), .workingMinutes(let count): count <= 1_440
        case .hours(let count), .workingHours(let count): count <= 24
        case .clockDays(let count): count <= 1
        case .workingDays, .businessDays, .calendarDays: false
        }
    }
}
