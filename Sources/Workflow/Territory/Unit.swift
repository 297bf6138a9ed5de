/// A unit (单位): a piece of territory with its staff, a department, or a party that is neither.
///
/// It never changes, and is looked at on the way up from every place: so it is handed on by reference.
public final class Unit: Hashable, Sendable {
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
    /// What sets its ground apart (三无, 老旧小区, an area type); all below it has the same attributes and its own.
    public let attributes: Set<String>
    /// The department paired with it (一对一结对包建): asked first where no rule of the directory fits.
    public let pair: UnitID?
    /// Since when it takes nothing new; nil: it is open.
    public let closing: Closing?

    /// The end of a unit: it stands in the tree for what it had, and takes nothing new.
    public struct Closing: Hashable, Sendable {
        /// Since when.
        public let at: Instant
        /// Who follows it; nil: nobody.
        public let successor: UnitID?

        /// Notes an end.
        public init(at: Instant, successor: UnitID?) {
            self.at = at
            self.successor = successor
        }
    }
    /// The ground that it answers for where it belongs to another line than that ground; empty: what lies below it.
    ///
    /// So a second tree maps onto the same ground: the party line (小区党支部 on a compound, 楼栋党小组 on a building;
    /// one 联合党支部 on several), or the tiers of 全程代办.
    public let grounds: Set<UnitID>
    /// Where it lies, so that a position finds it; nil: nobody said so.
    public let location: Location?

    /// Where a unit lies, and how far around a matter is its own.
    public struct Location: Hashable, Sendable {
        /// Its middle, or its door.
        public let position: Position
        /// Metres around within which it can be the place of a matter.
        public let radius: Int

        /// Radii that can be.
        public static let radii = 1...50_000
        /// The radius where somebody says none: it is written down with the unit, and changed there.
        public static let usualRadius = 300

        /// Notes a location; nil where its radius cannot be.
        public init?(position: Position, radius: Int) {
            guard Self.radii.contains(radius) else { return nil }
            self.position = position
            self.radius = radius
        }
    }

    /// Makes a unit.
    public init(
        id: UnitID,
        code: String,
        kind: UnitKind,
        name: String,
        parent: UnitID?,
        attributes: Set<String> = [],
        pair: UnitID? = nil,
        closing: Closing? = nil,
        grounds: Set<UnitID> = [],
        location: Location? = nil
    ) {
        self.id = id
        self.code = code
        self.kind = kind
        self.name = name
        self.parent = parent
        self.attributes = attributes
        self.pair = pair
        self.closing = closing
        self.grounds = grounds
        self.location = location
    }
    /// Whether two say the same.
    public static func == (lhs: Unit, rhs: Unit) -> Bool {
        lhs === rhs
            || (lhs.id == rhs.id
                && lhs.code == rhs.code
                && lhs.kind == rhs.kind
                && lhs.name == rhs.name
                && lhs.parent == rhs.parent
                && lhs.attributes == rhs.attributes
                && lhs.pair == rhs.pair
                && lhs.closing == rhs.closing
                && lhs.grounds == rhs.grounds
                && lhs.location == rhs.location)
    }

    /// Hashes what it says.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(id)
        hasher.combine(code)
        hasher.combine(kind)
        hasher.combine(name)
        hasher.combine(parent)
        hasher.combine(attributes)
        hasher.combine(pair)
        hasher.combine(closing)
        hasher.combine(grounds)
        hasher.combine(location)
    }
}
