/// What a definition says of matters that a platform above sent (上级平台, such as a city's 12345), which waits for an answer.
public struct UpperMatters: Hashable, Sendable {
    /// The field that names the platform.
    public let platform: FieldName
    /// The field that holds the platform's own number (外部工单号).
    public let number: FieldName
    /// The count that says that the answer was given back (回填).
    public let answered: CounterName
}

extension UpperMatters {
    init(reader: DocumentReader) throws(Problem) {
        try reader.allow(["platform", "number", "answered"])
        self.init(
            platform: try reader.required("platform").name(),
            number: try reader.required("number").name(),
            answered: try reader.required("answered").name()
        )
    }
}

extension WorkflowDefinition {
    /// States in which an answer can be given back: those from which an act counts it.
    public var statesToFillBack: [StateName] {
        guard let upper else { return [] }
        let acts = actions.values.filter { $0.allEffects.contains(.count(upper.answered)) }
        return states.keys.filter { state in acts.contains { $0.begins(in: state) } }.sorted()
    }

    /// The platform above that waits for a ticket's answer; nil: none does, or its life is over.
    public func owedAnswer(of ticket: Ticket) -> String? {
        guard let upper, let platform = ticket.facts[upper.platform]?.string,
            ticket.counters[upper.answered, default: 0] == 0, states[ticket.state]?.isFinal == false
        else { return nil }
        return platform
    }
}
