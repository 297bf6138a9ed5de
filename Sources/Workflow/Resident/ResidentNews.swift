/// What the resident whose matter it is learns of its events: what they were told, and what they did themselves.
///
/// Which events are told is the definition's to say (`tell: [resident]`). What an act must say (`needs`) it says to whoever is
/// told; a note on the side (`may`) stays among those who work on it.
public struct ResidentNews: Sendable {
    /// The events, in their order.
    public let events: [Event]
    /// The answer of whoever handled it last, once it had been verified; nil: there is none yet.
    public let answer: Event?

    /// Chooses among the events of a ticket.
    ///
    /// - Parameter events: all of them, in their order.
    public init(_ events: [Event]) {
        self.events = events.filter { $0.isToldToResident || $0.by.identity == .resident || $0.seq == 1 }
        // Told as it entered a state: what is handed in and not yet looked at is no answer.
        let lastTold = events.last { $0.isToldToResident && $0.hasEntered }?.seq ?? 0
        answer = events.last { $0.remembers("handler") && $0.seq <= lastTold }
    }

    /// The words of an event that the resident may read.
    ///
    /// - Parameters:
    ///   - event: one of the events, or the answer.
    ///   - definition: the rules that the ticket is pinned to.
    /// - Returns: names of fields, in the order of the definition.
    public static func fields(of event: Event, _ definition: WorkflowDefinition) -> [FieldName] {
        guard let act = event.act, let action = definition.actions[act] else { return [] }
        let needed = event.by.identity == .resident ? action.needs + action.may : action.needs
        return needed.filter { name in
            switch definition.fields[name]?.form {
            case .words, .choice, .choices: true
            case .contact, .position, .flag, .number, .unit, .units, .people, .category, .instant, .limit, .ticket,
                .code,
                nil:
                false
            }
        }
    }
}

extension WorkflowDefinition {
    /// Acts that are the resident's to do, in the order of their names; none for what no resident ever hears of.
    var residentActs: [ActionName] {
        actions.filter { $0.value.by.contains { $0.relation == .resident } }.keys.sorted()
    }

    /// The clock by which a resident is told until when: the earliest of those that rule for all who are merged.
    ///
    /// - Parameter ticket: the ticket.
    /// - Returns: when it is due, or was; nil: none of them runs, or it stands still.
    public func residentDue(of ticket: Ticket) -> Instant? {
        (merging?.clocks ?? []).compactMap { ticket.clocks[$0] }.filter { $0.paused == nil }.map(\.due).min()
    }

    /// Until when a resident is told that the step at which their matter stands is taken: by the first of its state's clocks.
    ///
    /// - Parameter ticket: the ticket.
    /// - Returns: when it is due, or was; nil: none of them runs.
    public func residentStep(of ticket: Ticket) -> Instant? {
        let clocks = (states[ticket.state]?.clocks ?? []).compactMap { ticket.clocks[$0] }
        return clocks.first { $0.paused == nil }?.due
    }
}

extension Event {
    fileprivate var isToldToResident: Bool { outcomes.contains(.told(.resident)) }

    fileprivate var hasEntered: Bool {
        outcomes.contains { outcome in
            if case .entered = outcome { true } else { false }
        }
    }
}
