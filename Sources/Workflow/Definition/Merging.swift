/// What a definition says of tickets that are merged (并单).
public struct Merging: Hashable, Sendable {
    /// The main ticket's act as one is taken in.
    public let takenIn: ActionName
    /// The main ticket's act as one parts from it, or ends by itself.
    public let givenUp: ActionName
    /// A merged ticket's act as the main ticket ends.
    public let mainEnded: ActionName
    /// Clocks of which the earliest rules for all that are merged.
    public let clocks: [ClockName]
}

extension Merging {
    init(reader: DocumentReader) throws(Problem) {
        try reader.allow(["taken_in", "given_up", "main_ended", "clocks"])
        self.init(
            takenIn: try reader.required("taken_in").name(),
            givenUp: try reader.required("given_up").name(),
            mainEnded: try reader.required("main_ended").name(),
            clocks: try reader.names("clocks")
        )
    }
}
