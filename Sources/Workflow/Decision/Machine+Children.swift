/// Tickets made for another: how they begin, and what the other does when they end.
extension Machine {
    /// Records the children that an act makes; whoever carries the act out begins each under its own definition.
    func spawn(_ brood: Brood, _ command: Command, _ draft: inout Draft) throws(Refusal) {
        var input = NameMap<NameKind.Field, JSONValue>()
        for field in brood.with { input[field] = command.input[field] ?? draft.ticket.facts[field] }
        let words = command.words.filter { brood.with.contains($0.key) }
        for lead in leads(of: brood, command, draft) {
            guard let id = draft.takeID() else { throw .noRoomForChildren }
            try checkTarget(lead, command, draft)
            draft.record(.spawned(id, brood.definition, lead: lead))
            draft.spawns.append(
                Spawn(
                    id: id,
                    definition: brood.definition,
                    act: brood.act,
                    lead: lead,
                    input: input,
                    words: words,
                    by: command.by
                )
            )
        }
    }

    /// The units given; or else those that the directory's rule names, without the lead and whoever is complained of.
    private func leads(of brood: Brood, _ command: Command, _ draft: Draft) -> [UnitID] {
        if let given = command.input[brood.units]?.array { return given.compactMap(\.int).map { UnitID($0) } }
        guard brood.asksDirectory, let rule = draft.ticket.rule else { return [] }
        return rule.coHandlers.filter { unit in
            unit != draft.ticket.lead && draft.context.territory[unit] != nil
                && !isComplainedOf(unit, draft.ticket, draft.context.territory)
        }
    }

    /// Records the ticket that an act splits off (拆单): of the same kind, at the same desk, with the words given.
    func split(_ split: Split, _ command: Command, _ draft: inout Draft) throws(Refusal) {
        guard let id = draft.takeID() else { throw .noRoomForChildren }
        draft.record(.linked(.splitOff(id)))
        var starts: [ClockName: Instant] = [:]
        for clock in split.clocks { starts[clock] = draft.ticket.clocks[clock]?.startedAt }
        draft.spawns.append(
            Spawn(
                id: id,
                definition: definition.name,
                act: split.act,
                lead: nil,
                input: command.input.filter { definition.actions[split.act]?.takes($0.key) == true },
                words: command.words.filter { definition.actions[split.act]?.takes($0.key) == true },
                starts: starts,
                by: command.by
            )
        )
    }

    /// Begins a child, by this machine as its definition's.
    ///
    /// - Parameters:
    ///   - spawn: what the parent's act recorded.
    ///   - parent: the parent after its act: category, place, urgency and desk are its own; of what is split off, the
    ///     urgency and, where it answers for the place, the desk.
    ///   - context: configuration and time.
    /// - Returns: one event, and the new ticket.
    /// - Throws: `Refusal` where the definition cannot begin so.
    public func begin(_ spawn: Spawn, for parent: Ticket, in context: Context) throws(Refusal) -> Advance {
        let action = try action(spawn.act)
        guard action.from == .new else {
            throw .notInThisState(act: action.title, state: Bilingual(zh: "尚未派出", en: "not yet there"))
        }
        let command = Command(beginning: spawn.act, by: spawn.by, with: spawn)
        try check(command, for: action, in: context)
        let filing = try filing(of: spawn, from: parent, command, in: context)
        var draft = Draft(
            filing: filing,
            district: parent.district,
            id: spawn.id,
            ref: ref,
            at: parent.lastAt,
            context: context
        )
        // Who may make children was asked of the parent's act.
        draft.begin(command, post: spawn.by.posts.first)
        draft.starts = NameMap(spawn.starts)
        if spawn.lead == nil { draft.askDirectory() }
        try perform(action, command, &draft)
        return finish(&draft, from: nil)
    }

    private func filing(
        of spawn: Spawn,
        from parent: Ticket,
        _ command: Command,
        in context: Context
    ) throws(Refusal) -> Filing {
        if let lead = spawn.lead {
            return Filing(
                category: parent.category,
                urgency: parent.urgency,
                place: parent.place,
                desk: parent.desk,
                parent: parent.id,
                lead: lead
            )
        }
        let own = try filing(command, in: context)
        let isNear = parent.desk == own.place || context.territory.isAbove(parent.desk, of: own.place)
        return Filing(
            category: own.category,
            urgency: parent.urgency,
            place: own.place,
            desk: isNear ? parent.desk : own.desk,
            origin: Links.Origin(.split, parent.id)
        )
    }
}

/// A ticket to be begun, as another's act says: a child of it, or a part split off from it.
public struct Spawn: Hashable, Sendable {
    /// The id that it is to bear.
    public let id: TicketID
    /// Under which definition.
    public let definition: DefinitionName
    /// By which act.
    public let act: ActionName
    /// Who leads it; nil: it is split off, and no child.
    public let lead: UnitID?
    /// What is handed on.
    public let input: NameMap<NameKind.Field, JSONValue>
    /// Words that are handed on, with the digests that they have there.
    public var words: NameMap<NameKind.Field, Words> = [:]
    /// Since when its clocks run, where that is not its own beginning.
    public var starts: [ClockName: Instant] = [:]
    /// Who made it.
    public let by: Party
}
