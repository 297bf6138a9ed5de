/// Which of the matters that ended the public may see, and what of them, as data of a definition (公示栏).
///
/// Neither words nor people ever stand there; what is restricted and where secrecy was asked for is left out whole.
public struct Board: Hashable, Sendable {
    /// States in which a matter has been handled.
    public let states: [StateName]
    /// Kinds of unit down to which a place is told.
    public let place: [UnitKind]
    /// The field that keeps what came of it; nil: it is not told.
    public let outcome: FieldName?
    /// The field that keeps what the resident said of that; nil: it is not told.
    public let rating: FieldName?
}

extension Board {
    init(reader: DocumentReader) throws(Problem) {
        try reader.allow(["states", "place", "outcome", "rating"])
        self.init(
            states: try reader.names("states"),
            place: try reader.names("place"),
            outcome: try reader.optional("outcome")?.name(),
            rating: try reader.optional("rating")?.name()
        )
    }
}

extension WorkflowDefinition {
    /// Whether a matter may stand on the public board.
    ///
    /// - Parameters:
    ///   - state: its state.
    ///   - facts: what it keeps of fields.
    /// - Returns: false also where the definition has no board.
    public func isPublic(_ state: StateName, _ facts: NameMap<NameKind.Field, JSONValue>) -> Bool {
        guard let board = privacy.board, board.states.contains(state) else { return false }
        return !isKeptFromOthers(facts)
    }

    /// Whether nobody outside may hear of a matter at all: it is restricted, against somebody, or to be kept secret.
    ///
    /// - Parameter facts: what it keeps of fields.
    /// - Returns: true for one of the three.
    public func isKeptFromOthers(_ facts: NameMap<NameKind.Field, JSONValue>) -> Bool {
        if let restriction = privacy.restriction, facts[restriction] != nil { return true }
        // Who is complained of would be known by place and category.
        for field in [privacy.complainedUnits, privacy.complainedPeople].compactMap(\.self) where facts[field] != nil {
            return true
        }
        guard let secrecy = privacy.secrecy else { return false }
        return facts[secrecy] == true
    }
}
