/// What a definition says of acts that are entered after they were done (补录): telephone first, paper later.
public struct Backdating: Hashable, Sendable {
    /// The field that says when it was done (occurred_at); acts that take it can be entered later.
    public let field: FieldName
    /// How much later at the most.
    public let within: Limit
    /// What must be given with it: number, person, outcome of the call.
    public let needs: [FieldName]
    /// Such entries are counted apart.
    public let counter: CounterName
    /// Runs where one would turn late into in time, until a level up has decided.
    public let review: ClockName
}

extension Backdating {
    init(reader: DocumentReader) throws(Problem) {
        try reader.allow(["field", "within", "needs", "counts", "review"])
        self.init(
            field: try reader.required("field").name(),
            within: try reader.required("within").limit(),
            needs: try reader.names("needs"),
            counter: try reader.required("counts").name(),
            review: try reader.required("review").name()
        )
    }
}

/// What becomes of the claim that a clock was kept by what was entered later.
public enum Claim: String, Hashable, Sendable, CaseIterable {
    /// It is asked.
    case asked
    /// A level up granted it: the clock was not late.
    case granted
    /// It was refused, or not decided in time.
    case refused
}
