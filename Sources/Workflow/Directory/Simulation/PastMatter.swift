/// A matter of the past, as far as the directory looks at it.
public struct PastMatter: Hashable, Sendable {
    /// Its id, to show it as an example.
    public let id: TicketID
    /// What it was about.
    public let category: String
    /// Where it happened.
    public let place: UnitID
    /// How many such matters it stands for.
    public let weight: Int

    /// Describes a matter.
    public init(id: TicketID, category: String, place: UnitID, weight: Int = 1) {
        self.id = id
        self.category = category
        self.place = place
        self.weight = weight
    }
}
