/// All units of a district, with who stands above whom.
///
/// Of any depth, free of loops.
public final class UnitTree: Hashable, Sendable {
    /// All units, in the order of their ids.
    public let all: [Unit]
    private let codes: [String: UnitID]
    /// Each unit with what stands around it: asked for with every decision.
    private let standpoints: IDTable<IdentifierKind.Unit, Standpoint>
    /// Open units by where they lie.
    let places: PlaceGrid

    /// Builds the tree.
    ///
    /// - Throws: `Problems` with codes `unit_twice`, `unit_unknown_parent`, `unit_unknown_pair`, `unit_unknown_ground` and
    ///   `unit_loop`, each naming the unit.
    public init(_ list: [Unit]) throws(Problems) {
        var problems: [Problem] = []
        var units: [UnitID: Unit] = [:]
        var codes: [String: UnitID] = [:]
        for unit in list
        where units.updateValue(unit, forKey: unit.id) != nil || codes.updateValue(unit.id, forKey: unit.code) != nil {
            problems.append(.unit("unit_twice", unit, zh: "单位重复", en: "the unit is there twice"))
        }
        for unit in list {
            guard let parent = unit.parent, units[parent] == nil else { continue }
            problems.append(.unit("unit_unknown_parent", unit, zh: "上级单位不存在", en: "the unit above is unknown"))
        }
        for unit in list {
            guard let pair = unit.pair, units[pair] == nil else { continue }
            problems.append(.unit("unit_unknown_pair", unit, zh: "结对单位不存在", en: "the unit paired is unknown"))
        }
        for unit in list where unit.grounds.contains(where: { units[$0] == nil }) {
            problems.append(
                .unit("unit_unknown_ground", unit, zh: "对应地域不存在", en: "ground that it stands on is unknown")
            )
        }
        problems += Self.loops(list, units)
        guard problems.isEmpty else { throw Problems(problems) }
        let all = list.sorted { $0.id < $1.id }
        self.all = all
        self.codes = codes
        let children = Dictionary(grouping: all.filter { $0.parent != nil }) { $0.parent ?? $0.id }
        let standing = Dictionary(grouping: all.flatMap { unit in unit.grounds.map { (ground: $0, unit: unit) } }) {
            $0.ground
        }
        let standpoints = units.mapValues { unit in
            Standpoint(
                chain: Self.chain(from: unit, units),
                children: children[unit.id] ?? [],
                standing: standing[unit.id]?.map(\.unit) ?? []
            )
        }
        self.standpoints = IDTable(standpoints)
        places = PlaceGrid(list) { standpoints[$0.id]?.chain.count ?? 0 }
    }

    /// A unit with what stands around it.
    private final class Standpoint: Sendable {
        let unit: Unit
        /// The unit and all above it, from the bottom up.
        let chain: [Unit]
        /// The units directly below, in the order of their ids.
        let children: [Unit]
        /// Units of other lines that stand on exactly its ground, in the order of their ids.
        let standing: [Unit]

        init(chain: [Unit], children: [Unit], standing: [Unit]) {
            unit = chain[0]
            self.chain = chain
            self.children = children
            self.standing = standing
        }
    }

    /// A unit by id.
    public subscript(id: UnitID) -> Unit? { standpoints[id]?.unit }

    /// A unit by the city's code.
    public func unit(code: String) -> Unit? { codes[code].flatMap { self[$0] } }

    /// The units directly below, in the order of their ids.
    public func children(of id: UnitID) -> [Unit] { standpoints[id]?.children ?? [] }

    /// The unit and all above it, from the bottom up.
    public func chain(from id: UnitID) -> [Unit] { standpoints[id]?.chain ?? [] }

    private static func chain(from unit: Unit, _ units: [UnitID: Unit]) -> [Unit] {
        var chain: [Unit] = []
        var next: Unit? = unit
        while let unit = next {
            chain.append(unit)
            next = unit.parent.flatMap { units[$0] }
        }
        return chain
    }

    /// What sets the ground of a place apart: its own attributes and those of all units above it.
    public func attributes(of place: UnitID) -> Set<String> {
        chain(from: place).reduce(into: []) { $0.formUnion($1.attributes) }
    }

    /// Whether one unit stands above the other; nobody stands above themselves.
    public func isAbove(_ upper: UnitID, of lower: UnitID) -> Bool {
        standpoints[lower]?.chain.dropFirst().contains { $0.id == upper } ?? false
    }

    /// Whether two trees are of the same units.
    public static func == (lhs: UnitTree, rhs: UnitTree) -> Bool { lhs === rhs || lhs.all == rhs.all }

    /// Hashes the units.
    public func hash(into hasher: inout Hasher) { hasher.combine(all) }

    /// The open unit that follows a closed one, or those that followed it; nil where nobody does.
    public func successor(of id: UnitID) -> Unit? {
        var here = self[id]
        var seen: Set<UnitID> = []
        while let unit = here, let closing = unit.closing {
            guard seen.insert(unit.id).inserted else { return nil }
            here = closing.successor.flatMap { self[$0] }
        }
        return here
    }

    /// Units of other lines that stand on exactly this ground, in the order of their ids.
    public func standing(on ground: UnitID) -> [Unit] { standpoints[ground]?.standing ?? [] }

    /// The nearest open unit at or above a place that is of one of these kinds (the ladder's lowest step there).
    ///
    /// Where the kinds are of another line, such as the party's, it is the unit of that line that stands on the nearest
    /// ground; from there the ladder follows its own line. Of several on one ground the lowest counts, then the first.
    public func nearest(_ kinds: [UnitKind], from place: UnitID) -> UnitID? {
        for unit in chain(from: place) {
            if kinds.contains(unit.kind), unit.closing == nil { return unit.id }
            let others = standing(on: unit.id).filter { kinds.contains($0.kind) && $0.closing == nil }
            let lowest = others.first { other in !others.contains { isAbove(other.id, of: $0.id) } }
            if let lowest { return lowest.id }
        }
        return nil
    }

    /// The next step of the ladder above a unit; levels that the place lacks, and closed units, are skipped.
    public func next(_ kinds: [UnitKind], above unit: UnitID) -> UnitID? {
        chain(from: unit).dropFirst().first { kinds.contains($0.kind) && $0.closing == nil }?.id
    }

    /// The unit above that decides for one: the next step of a ladder or, above the last one, whichever there is, such as the
    /// district; nil: nobody is above.
    public func decider(_ kinds: [UnitKind], above unit: UnitID) -> UnitID? {
        next(kinds, above: unit) ?? chain(from: unit).dropFirst().first { $0.closing == nil }?.id
    }

    /// The unit and everything below it.
    public func subtree(of id: UnitID) -> [UnitID] {
        guard self[id] != nil else { return [] }
        var found = [id]
        var index = 0
        while index < found.count {
            found += children(of: found[index]).map(\.id)
            index += 1
        }
        return found
    }

    private static func loops(_ list: [Unit], _ units: [UnitID: Unit]) -> [Problem] {
        var safe: Set<UnitID> = []
        var problems: [Problem] = []
        for unit in list {
            var walked: Set<UnitID> = []
            var next: Unit? = unit
            while let here = next, !safe.contains(here.id) {
                guard walked.insert(here.id).inserted else {
                    problems.append(.unit("unit_loop", here, zh: "上级关系成环", en: "the units above run in a loop"))
                    break
                }
                next = here.parent.flatMap { units[$0] }
            }
            safe.formUnion(walked)
        }
        return problems
    }
}

extension Problem {
    fileprivate static func unit(_ code: String, _ unit: Unit, zh: String, en: String) -> Problem {
        Problem(
            code: code,
            path: "units.\(unit.code)",
            message: Bilingual(zh: "\(zh)：\(unit.name)（\(unit.code)）", en: "\(en): \(unit.name) (\(unit.code))")
        )
    }
}
