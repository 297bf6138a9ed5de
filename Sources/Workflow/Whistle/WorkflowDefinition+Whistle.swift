extension WorkflowDefinition {
    /// The field that says of what kind a whistle is (哨种): who blows one must give it, and whoever is whistled for is told.
    public static let whistleKind: FieldName = "whistle_kind"
    /// The field that says of what level it is (哨级).
    public static let whistleLevel: FieldName = "whistle_level"

    /// The states in which a whistle is out (待分哨、部门报到中): where blowing one leads.
    public var whistledStates: Set<StateName> {
        let blowing = actions.values.filter { $0.needs.contains(Self.whistleKind) }
        return Set(blowing.flatMap { $0.cases.compactMap(\.to) }).filter { states[$0]?.isFinal == false }
    }

    /// The states in which a department that was whistled for is still asked; none where tickets are not made by a whistle.
    public var askedStates: Set<StateName> {
        guard actions.values.contains(where: { $0.from == .new && $0.may.contains(Self.whistleKind) }) else {
            return []
        }
        return Set(states.filter { !$0.value.isFinal }.keys)
    }

    /// The count of how often somebody of a department that was whistled for has come (报到).
    public static let arrivals: CounterName = "arrivals"

    /// The clock until which whoever was whistled for has to come: the one that their arrival stops; nil: there is none.
    public var arrivalClock: ClockName? {
        let arriving = actions.values.first { $0.effects.contains(.count(Self.arrivals)) }
        return arriving?.effects.lazy.compactMap { effect in
            guard case .stop(let clock) = effect else { return nil }
            return clock
        }.first
    }
}
