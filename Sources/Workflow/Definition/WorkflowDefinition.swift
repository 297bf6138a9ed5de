/// The life of a kind of ticket, as data: states, acts, clocks, ladders of escalation and the fields that acts take.
///
/// A definition is read from a document (`init(document:)`), checked (`problems()`), hashed and published under a
/// version; published versions never change, and each ticket is pinned to the one it began with.
public struct WorkflowDefinition: Hashable, Sendable {
    /// Its name, such as `issue`.
    public let name: DefinitionName
    /// What people call it.
    public let title: Bilingual
    /// Kinds of unit that can hold a ticket, bottom up; a level that a place lacks is skipped.
    public let ladder: [UnitKind]
    /// Kinds of unit that can be given a ticket as its lead (主办).
    public let leads: [UnitKind]
    /// The act that a child does as it ends; nil: tickets have no children.
    public let childEnded: ActionName?
    /// What open children are told of that was not known when they were made; nil: nothing.
    public let passingOn: PassingOn?
    /// The act that forms and sheets file tickets by, where there are several.
    public let filing: ActionName?
    /// What happens to tickets that are merged; nil: none are.
    public let merging: Merging?
    /// What can be entered after it was done; nil: nothing.
    public let backdating: Backdating?
    /// What platforms above wait for; nil: its tickets come from none.
    public let upper: UpperMatters?
    /// Who is kept away from its tickets.
    public let privacy: Privacy
    /// Who in a responsible unit is personally responsible (责任人); nil: nobody is named.
    public let owners: OwnerRules?
    /// What acts take, by name.
    public let fields: [FieldName: FieldDefinition]
    /// Clocks (时限), by name.
    public let clocks: [ClockName: ClockDefinition]
    /// Clocks that go on in every state that is not final: each state's `keeps` holds them, too.
    public let keeps: [ClockName]
    /// Ladders of escalation after a clock's expiry, by name.
    public let ladders: [LadderName: [Rung]]
    /// States, by name.
    public let states: [StateName: StateDefinition]
    /// Acts, by name.
    public let actions: [ActionName: ActionDefinition]
    /// The document that this was read from, for storing and hashing.
    public let document: JSONValue

    init(
        name: DefinitionName,
        title: Bilingual,
        ladder: [UnitKind],
        leads: [UnitKind],
        childEnded: ActionName?,
        passingOn: PassingOn? = nil,
        filing: ActionName?,
        merging: Merging?,
        backdating: Backdating?,
        upper: UpperMatters? = nil,
        privacy: Privacy,
        owners: OwnerRules? = nil,
        fields: [FieldName: FieldDefinition],
        clocks: [ClockName: ClockDefinition],
        keeps: [ClockName],
        ladders: [LadderName: [Rung]],
        states: [StateName: StateDefinition],
        actions: [ActionName: ActionDefinition],
        document: JSONValue
    ) {
        self.name = name
        self.title = title
        self.ladder = ladder
        self.leads = leads
        self.childEnded = childEnded
        self.passingOn = passingOn
        self.filing = filing
        self.merging = merging
        self.backdating = backdating
        self.upper = upper
        self.privacy = privacy
        self.owners = owners
        self.fields = fields
        self.clocks = clocks
        self.keeps = keeps
        self.ladders = ladders
        self.states = states
        self.actions = actions
        self.document = document
    }
}

/// A published version of a definition.
public struct DefinitionRef: Hashable, Sendable, CustomStringConvertible {
    /// The definition's name.
    public let name: DefinitionName
    /// Its version: 1 and up.
    public let version: Int

    /// Names a version.
    public init(name: DefinitionName, version: Int) {
        self.name = name
        self.version = version
    }

    /// Such as `issue@1`.
    public var description: String { "\(name)@\(version)" }
}

extension WorkflowDefinition {
    /// Finds an act by its name, its Chinese title, or another of its names.
    ///
    /// - Returns: nil where no act bears that name.
    public func action(called word: String) -> ActionName? {
        if let name = ActionName(word), actions[name] != nil { return name }
        return actions.filter { $0.value.words.contains(word) }.keys.min()
    }
}

extension ActionDefinition {
    /// What a person may type for it, besides its name.
    var words: Set<String> { Set([title.zh, title.en] + also) }
}

extension WorkflowDefinition {
    /// The act that forms and sheets file tickets by: the one that the definition names, or else the first that makes a
    /// ticket; nil where none does.
    public var filingAct: ActionName? { filing ?? births.first }
}

extension WorkflowDefinition {
    /// Acts that make children for those whom the directory names as co-handlers, where nobody else is named.
    public var actsAskingForHelp: Set<ActionName> {
        Set(
            actions.filter { _, action in
                action.allEffects.contains { effect in
                    guard case .spawn(let brood) = effect else { return false }
                    return brood.asksDirectory
                }
            }.keys
        )
    }
}
