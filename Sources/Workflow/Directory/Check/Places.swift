/// The units of a district numbered in preorder, so that all below a unit is one run of numbers.
struct Places {
    /// The units in the order of their numbers.
    let units: [Unit]
    /// How far below the top each stands.
    let depths: [Int]
    /// Where a matter can be: units of the base, and what is below them.
    let ground: PlaceSet
    /// The units of the ground that stand under none of the ground.
    let tops: [Int]
    private let numbers: [UnitID: Int]
    /// The number after the last one below each.
    private let ends: [Int]
    private let byAttribute: [String: PlaceSet]

    /// Numbers the units.
    ///
    /// - Parameters:
    ///   - territory: the units.
    ///   - base: kinds of unit that hold ground; none: all do.
    init(_ territory: UnitTree, base: Set<UnitKind>) {
        var units: [Unit] = []
        var depths: [Int] = []
        var waiting = territory.all.filter { $0.parent == nil }.reversed().map { (unit: $0, depth: 0) }
        while let (unit, depth) = waiting.popLast() {
            units.append(unit)
            depths.append(depth)
            waiting += territory.children(of: unit.id).reversed().map { ($0, depth + 1) }
        }
        var ends = Array(repeating: 0, count: units.count)
        var open: [Int] = []
        for number in units.indices {
            while let last = open.last, depths[last] >= depths[number] { ends[open.removeLast()] = number }
            open.append(number)
        }
        for number in open { ends[number] = units.count }
        var ground = PlaceSet(capacity: units.count)
        var byAttribute: [String: PlaceSet] = [:]
        var tops: [Int] = []
        for (number, unit) in units.enumerated() {
            let run = number..<ends[number]
            // Where nothing new can be, nobody need be named.
            guard unit.closing == nil else { continue }
            // A unit of another line holds the ground that it stands on, and is no place itself.
            let isHeld =
                base.contains(unit.kind) && unit.grounds.isEmpty
                || territory.standing(on: unit.id).contains { base.contains($0.kind) }
            if base.isEmpty || isHeld, !ground.contains(number) {
                ground.insert(run)
                tops.append(number)
            }
            for attribute in unit.attributes {
                byAttribute[attribute, default: PlaceSet(capacity: units.count)].insert(run)
            }
        }
        self.units = units
        self.depths = depths
        self.ends = ends
        self.ground = ground
        self.tops = tops
        self.byAttribute = byAttribute
        numbers = Dictionary(units.indices.map { (units[$0].id, $0) }, uniquingKeysWith: { $1 })
    }

    var empty: PlaceSet { PlaceSet(capacity: units.count) }

    /// The number of a unit.
    subscript(id: UnitID) -> Int? { numbers[id] }

    /// The unit and all below it.
    func run(_ number: Int) -> PlaceSet {
        var run = empty
        run.insert(number..<ends[number])
        return run
    }

    /// The places that have an attribute, of their own or from above.
    func having(_ attribute: String) -> PlaceSet { byAttribute[attribute] ?? empty }

    /// The names from the top of the ground down to a place, such as `柳汀街道 › 竹影社区`.
    func path(to number: Int) -> String {
        var names: [String] = []
        var next: Int? = number
        while let here = next, ground.contains(here) {
            names.append(units[here].name)
            next = units[here].parent.flatMap { numbers[$0] }
        }
        return names.reversed().joined(separator: " › ")
    }

    /// The lowest place of a set: the longest path there is to show what is meant.
    func lowest(of set: PlaceSet) -> Int? {
        var lowest: Int?
        for number in set where depths[number] > lowest.map({ depths[$0] }) ?? -1 { lowest = number }
        return lowest
    }
}
