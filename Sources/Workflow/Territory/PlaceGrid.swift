/// Units by where they lie: finds the nearest whose radius reaches a point without looking at the others.
///
/// Each unit lies in a cell of space of a level whose cells are as wide as its radius, or wider: a point that it reaches lies in
/// the same cell or in one beside it. So a search looks at 27 cells of each level that has units, however many units there are.
struct PlaceGrid: Sendable {
    private struct Entry: Sendable {
        let unit: Unit
        let point: PointOnSphere
        /// Within this square of a chord it is the place of a matter.
        let reach: Double
        /// How many units stand above it.
        let depth: Int
    }

    private struct Cell: Hashable {
        let level: Int
        let x: Int32
        let y: Int32
        let z: Int32
    }

    private let cells: [Cell: [Entry]]
    private let levels: [Int]

    /// Builds it of the open units that have a location.
    ///
    /// - Parameters:
    ///   - units: the units.
    ///   - depth: how many units stand above one.
    init(_ units: [Unit], depth: (Unit) -> Int) {
        var cells: [Cell: [Entry]] = [:]
        for unit in units where unit.closing == nil {
            guard let location = unit.location else { continue }
            let point = PointOnSphere(location.position)
            let reach = PointOnSphere.chordSquared(over: Double(location.radius))
            let cell = Self.cell(of: point, Self.level(of: location.radius), (0, 0, 0))
            cells[cell, default: []].append(Entry(unit: unit, point: point, reach: reach, depth: depth(unit)))
        }
        self.cells = cells
        levels = Set(cells.keys.map(\.level)).sorted()
    }

    /// The nearest unit of some kinds that reaches a point; of several as near the lowest, then the one of the smallest id.
    func nearest(to position: Position, kinds: [UnitKind]) -> Unit? {
        let point = PointOnSphere(position)
        var best: (chord: Double, entry: Entry)?
        for level in levels {
            for dx: Int32 in -1...1 {
                for dy: Int32 in -1...1 {
                    for dz: Int32 in -1...1 {
                        for entry in cells[Self.cell(of: point, level, (dx, dy, dz))] ?? [] {
                            let chord = point.chordSquared(to: entry.point)
                            guard chord <= entry.reach, kinds.contains(entry.unit.kind) else { continue }
                            if let best, !Self.comesFirst(chord, entry, before: best) { continue }
                            best = (chord, entry)
                        }
                    }
                }
            }
        }
        return best?.entry.unit
    }

    private static func comesFirst(_ chord: Double, _ entry: Entry, before best: (chord: Double, entry: Entry)) -> Bool
    {
        (chord, -entry.depth, entry.unit.id) < (best.chord, -best.entry.depth, best.entry.unit.id)
    }

    /// The smallest level whose cells are no narrower than a radius.
    private static func level(of radius: Int) -> Int {
        var level = 0
        while width(level) < Double(radius) { level += 1 }
        return level
    }

    /// Metres: 64, then twice as many each time.
    private static func width(_ level: Int) -> Double { Double(64 << level) }

    private static func cell(of point: PointOnSphere, _ level: Int, _ shift: (Int32, Int32, Int32)) -> Cell {
        let width = width(level)
        func index(_ metres: Double) -> Int32 { Int32((metres / width).rounded(.down)) }
        return Cell(
            level: level,
            x: index(point.x) + shift.0,
            y: index(point.y) + shift.1,
            z: index(point.z) + shift.2
        )
    }
}

extension UnitTree {
    /// The place of a matter that happened at a point: the nearest open unit of some kinds within whose radius it lies.
    ///
    /// - Parameters:
    ///   - position: where.
    ///   - kinds: kinds of unit that can be the place of a matter.
    /// - Returns: of several as near the lowest, then the one of the smallest id; nil where none reaches so far.
    public func place(at position: Position, kinds: [UnitKind]) -> Unit? { places.nearest(to: position, kinds: kinds) }
}
