package import PGStore
package import Workflow

/// What those above watch in their territory (督查): lists beside those of what waits for them.
package enum WatchList: String, CaseIterable, Sendable {
    /// What a clock has escalated.
    case escalated
    /// What somebody asked for and has not got yet: extensions, parkings.
    case requests
    /// Departments that were whistled for.
    case arrivals
}

/// A ticket as such a list shows it.
package struct WatchedTicket: Sendable {
    /// The ticket.
    package let line: TicketLine
    /// Why it stands there.
    package let sign: Sign

    /// Why a ticket is watched.
    package enum Sign: Sendable {
        /// A clock has climbed so far.
        case escalated(Escalation)
        /// This was asked for, and is to be decided until then.
        case requested(Request, due: Instant)
        /// Somebody was whistled for: whether they have come, and until when they should; nil: their clock has ended.
        case called(hasCome: Bool, due: Instant?)
    }

    /// Finds out why a ticket is watched.
    ///
    /// - Parameters:
    ///   - line: the ticket.
    ///   - list: the list in which it could stand.
    ///   - definition: its rules.
    /// - Returns: one entry, for several requests several; none where it only looked so.
    static func entries(of line: TicketLine, in list: WatchList, by definition: WorkflowDefinition) -> [WatchedTicket] {
        let clocks = line.glance.clocks
        let signs: [Sign]
        switch list {
        case .escalated: signs = definition.escalation(of: clocks).map { [.escalated($0)] } ?? []
        case .requests:
            signs = definition.requests.compactMap { request in
                clocks.first { $0.name == request.clock && !$0.isPaused }.map { .requested(request, due: $0.due) }
            }
        case .arrivals:
            let isAsked = definition.askedStates.contains(line.state) && line.glance.parent != nil
            let hasCome = (line.glance.counters[WorkflowDefinition.arrivals] ?? 0) > 0
            let due = definition.arrivalClock.flatMap { name in clocks.first { $0.name == name }?.due }
            let isCalled = isAsked && line.glance.facts[WorkflowDefinition.whistleKind] != nil
            signs = isCalled ? [.called(hasCome: hasCome, due: due)] : []
        }
        return signs.map { WatchedTicket(line: line, sign: $0) }
    }
}

extension WatchList {
    /// What the body of a ticket must say to stand there, by the versions that are in force.
    func patterns(_ configuration: DistrictConfiguration) -> [String] {
        switch self {
        case .escalated: [#"%"expired":true%"#]
        case .requests:
            Set(configuration.machines.values.flatMap { $0.definition.requests.map(\.clock) }).sorted()
                .map { "%\"clock\":\"\($0.text)\"%" }
        case .arrivals: ["%\"\(WorkflowDefinition.whistleKind.text)\":%\"parent\":%"]
        }
    }

    /// The lamps with which a ticket can stand there.
    var lamps: [Lamp] { self == .escalated ? [.red] : Lamp.allCases }
}
