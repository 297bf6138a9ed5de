/// What a reorganisation of units left behind: who follows whom, and where units stood before.
///
/// With the tree as it is afterwards it says all that a ticket needs to know, also long after: it is kept with the plan.
public struct Succession: Hashable, Sendable {
    /// Who follows a closed unit; the first of them where no other stands over the place.
    public let heirs: [UnitID: [UnitID]]
    /// Where units that stand under another one now stood before; nil: at the top.
    public let parents: [UnitID: UnitID?]

    /// Notes who follows whom.
    public init(heirs: [UnitID: [UnitID]], parents: [UnitID: UnitID?]) {
        self.heirs = heirs
        self.parents = parents
    }

    /// The open unit that follows one, for matters at a place; the unit itself where it is open.
    ///
    /// - Parameters:
    ///   - unit: the unit.
    ///   - place: where the matter lies; of several that follow, the one that stands over it counts.
    ///   - territory: the units afterwards.
    /// - Returns: nil where nobody follows.
    public func heir(of unit: UnitID, at place: UnitID, in territory: UnitTree) -> UnitID? {
        var here = unit
        var seen: Set<UnitID> = []
        while let closing = territory[here]?.closing {
            guard seen.insert(here).inserted else { return nil }
            let next = heirs[here] ?? closing.successor.map { [$0] } ?? []
            guard let first = next.first else { return nil }
            here = next.first { $0 == place || territory.isAbove($0, of: place) } ?? first
        }
        return here
    }

    /// Whether a unit stood at or above another before.
    func stood(_ upper: UnitID, above lower: UnitID, in territory: UnitTree) -> Bool {
        var next: UnitID? = lower
        var seen: Set<UnitID> = []
        while let here = next, seen.insert(here).inserted {
            if here == upper { return true }
            next = parents[here] ?? territory[here]?.parent
        }
        return false
    }
}

extension Succession {
    // MARK: - JSON

    /// As the database keeps it beside the plan.
    public var json: JSONValue {
        let heirs = heirs.map { ($0.key.description, JSONValue.array($0.value.map { .int($0.rawValue) })) }
        let parents = parents.map { ($0.key.description, JSONValue.id($0.value)) }
        return [
            "heirs": .object(JSONObject(heirs, uniquingKeysWith: { $1 })),
            "parents": .object(JSONObject(parents, uniquingKeysWith: { $1 })),
        ]
    }

    /// Reads what `json` wrote.
    ///
    /// - Throws: `Problem` where it is something else.
    public init(json: JSONValue) throws(Problem) {
        let reader = DocumentReader(json)
        var heirs: [UnitID: [UnitID]] = [:]
        for (key, member) in try reader.required("heirs").members() {
            heirs[try Self.id(key, member)] = try member.elements.map { (element) throws(Problem) in try element.id() }
        }
        var parents: [UnitID: UnitID?] = [:]
        for (key, member) in try reader.required("parents").members() {
            parents.updateValue(try member.idOrNull(), forKey: try Self.id(key, member))
        }
        self.init(heirs: heirs, parents: parents)
    }

    private static func id(_ key: String, _ member: DocumentReader) throws(Problem) -> UnitID {
        guard let number = Int64(key) else { throw member.wrongType("编号", "a number") }
        return UnitID(number)
    }
}
