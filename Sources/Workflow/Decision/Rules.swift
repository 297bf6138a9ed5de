/// What decisions look up in a definition by name, made once with its machine.
struct Rules: Sendable {
    /// Acts.
    let actions: NameTable<NameKind.Action, ActionDefinition>
    /// States, with what entering them does to clocks.
    let states: NameTable<NameKind.State, StateRules>
    /// Clocks.
    let clocks: NameTable<NameKind.Clock, ClockDefinition>
    /// Fields.
    let fields: NameTable<NameKind.Field, FieldDefinition>
    /// Ladders of escalation.
    let ladders: NameTable<NameKind.Ladder, [Rung]>

    /// Gathers them.
    init(_ definition: WorkflowDefinition) {
        actions = NameTable(definition.actions)
        var states: [StateName: StateRules] = [:]
        for (name, state) in definition.states { states[name] = StateRules(state, named: name, of: definition) }
        self.states = NameTable(states)
        clocks = NameTable(definition.clocks)
        fields = NameTable(definition.fields)
        ladders = NameTable(definition.ladders)
    }
}
