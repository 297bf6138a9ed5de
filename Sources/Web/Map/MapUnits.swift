import Workflow

/// Units on a map: each with what happened there or below it.
struct MapUnits {
    /// In the directory's order: never by their numbers.
    let lines: [Line]
    /// Of which kind they are; nil: no unit says where it lies.
    let kind: UnitKind?
    /// Kinds of which units say where they lie, top down.
    let kinds: [UnitKind]
    /// How many lie nowhere.
    let unplaced: Int

    struct Line {
        let unit: Workflow.Unit
        let location: Workflow.Unit.Location
        var open = 0
        var yellow = 0
        var red = 0
    }

    /// Puts them together.
    ///
    /// - Parameters:
    ///   - territory: the district's units.
    ///   - ladder: kinds of unit that can be the place of a matter, bottom up.
    ///   - ground: units that whoever looks watches over: they stand there with nothing, too.
    ///   - seats: those of them that their posts are of.
    ///   - counts: how many happened at each place, by lamp.
    ///   - box: what of the map is looked at; nil: all.
    ///   - kind: by which kind of unit; nil: the highest below the seats of which two lie in the box.
    init(
        _ territory: UnitTree,
        ladder: [UnitKind],
        ground: Set<UnitID>,
        seats: Set<UnitID>,
        counts: [UnitID: [Lamp: Int]],
        in box: PositionBox?,
        kind: UnitKind?
    ) {
        let located = territory.all.filter { $0.location != nil && $0.closing == nil }
        let present = Set(located.map(\.kind))
        kinds = ladder.reversed().filter(present.contains)
        let near = located.filter { $0.isIn(box, territory) }
        let kind = kind ?? Self.usual(kinds, near.filter { ground.contains($0.id) && !seats.contains($0.id) }, near)
        self.kind = kind
        var lines: [UnitID: Line] = [:]
        for unit in near where unit.kind == kind && ground.contains(unit.id) {
            lines[unit.id] = unit.location.map { Line(unit: unit, location: $0) }
        }
        var unplaced = 0
        for (place, lamps) in counts {
            let open = lamps.values.reduce(0, +)
            let chain = territory.chain(from: place)
            let unit = chain.first { $0.kind == kind && $0.location != nil } ?? chain.first { $0.location != nil }
            guard let unit, let location = unit.location else {
                unplaced += open
                continue
            }
            guard unit.isIn(box, territory) else { continue }
            var line = lines[unit.id] ?? Line(unit: unit, location: location)
            line.open += open
            line.yellow += lamps[.yellow] ?? 0
            line.red += lamps[.red] ?? 0
            lines[unit.id] = line
        }
        self.unplaced = unplaced
        self.lines = lines.values.sorted { $0.unit.code < $1.unit.code }
    }

    /// The highest kind of which two lie there; else the lowest of which one does: first of those watched over, then of any.
    private static func usual(_ kinds: [UnitKind], _ own: [Workflow.Unit], _ all: [Workflow.Unit]) -> UnitKind? {
        for units in [own, all] {
            let counts = Dictionary(grouping: units, by: \.kind).mapValues(\.count)
            let found = kinds.first { counts[$0] ?? 0 > 1 } ?? kinds.last { counts[$0] != nil }
            if let found { return found }
        }
        return kinds.first
    }
}

extension UnitTree {
    /// The lowest unit at or above a place that says where it lies.
    func located(_ place: UnitID) -> Workflow.Unit? { chain(from: place).first { $0.location != nil } }
}

extension Workflow.Unit {
    /// Whether it stands in a box, by its own position or that of the next unit above.
    func isIn(_ box: PositionBox?, _ territory: UnitTree) -> Bool {
        guard let position = territory.located(id)?.location?.position else { return false }
        return box?.holds(position) ?? true
    }
}
