/// What a definition says of matters that a platform above sent (上级平台, such as a city's 12345), which waits for an answer.
public struct UpperMatters: Hashable, Sendable {
    /// The field that names the platform.
    public let platform: FieldName
    /// The field that holds the platform's own number (外部工单号).
    public let number: FieldName
    /// The count that says that the answer was given back (回填).
    public let answered: CounterName
    /// The clock of the platform's own time (上级时限); nil: there is none.
    public let clock: ClockName?
    /// The clock within which the answer is to be given back once all else is done (待回填); nil: there is none.
    public let fillBack: ClockName?
    /// The count that goes up when somebody speaks with the resident (先行联系); nil: nobody counts that.
    public let contacted: CounterName?
    /// The field with what came of it (办理结果); nil: there is none.
    public let outcome: FieldName?
    /// The field with what the call-back came to (回访结果); nil: there is none.
    public let callback: FieldName?
    /// The field with the end that a matter comes to once it was answered; nil: there is none.
    public let ending: FieldName?
    /// How times that the platform changes are corrected; nil: by hand alone.
    public let correction: Correction?

    /// The act that corrects what the platform had said.
    public struct Correction: Hashable, Sendable {
        /// The act.
        public let act: ActionName
        /// The times that it corrects.
        public let times: [FieldName]
    }
}

extension UpperMatters {
    init(reader: DocumentReader) throws(Problem) {
        try reader.allow([
            "platform", "number", "answered", "clock", "fill_back", "contacted", "outcome", "callback", "ending",
            "corrected",
        ])
        self.init(
            platform: try reader.required("platform").name(),
            number: try reader.required("number").name(),
            answered: try reader.required("answered").name(),
            clock: try reader.optional("clock")?.name(),
            fillBack: try reader.optional("fill_back")?.name(),
            contacted: try reader.optional("contacted")?.name(),
            outcome: try reader.optional("outcome")?.name(),
            callback: try reader.optional("callback")?.name(),
            ending: try reader.optional("ending")?.name(),
            correction: try reader.optional("corrected").map { (member) throws(Problem) in
                try Correction(reader: member)
            }
        )
    }
}

extension UpperMatters.Correction {
    init(reader: DocumentReader) throws(Problem) {
        try reader.allow(["by", "times"])
        self.init(
            act: try reader.required("by").name(),
            times: try reader.list("times").map { (element) throws(Problem) -> FieldName in try element.name() }
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
