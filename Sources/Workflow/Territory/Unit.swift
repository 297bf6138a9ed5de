/// A unit (单位): a piece of territory with its staff, a department, or a party that is neither.
public struct Unit: Hashable, Sendable {
    /// Its id.
    public let id: UnitID
    /// The code that the city knows it by, such as `610902001`; unique in the district.
    public let code: String
    /// Its kind, such as `street` or `department`.
    public let kind: UnitKind
    /// What people call it.
    public let name: String
    /// The unit above; nil for the district itself.
    public let parent: UnitID?

    /// Makes a unit.
    public init(id: UnitID, code: String, kind: UnitKind, name: String, parent: UnitID?) {
        self.id = id
        self.code = code
        self.kind = kind
        self.name = name
        self.parent = parent
    }
}
