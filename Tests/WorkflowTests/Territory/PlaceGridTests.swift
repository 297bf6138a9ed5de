import Testing
import Workflow

/// Which unit a position finds.
@Suite struct PlaceGridTests {
    private static let kinds: [UnitKind] = ["building", "community", "street"]

    private static func unit(
        _ id: Int64,
        _ kind: UnitKind = "building",
        at position: Position,
        _ radius: Int,
        below parent: Int64? = nil,
        closed: Bool = false
    ) throws -> Unit {
        Unit(
            id: UnitID(id),
            code: "U\(id)",
            kind: kind,
            name: "单位\(id)",
            parent: parent.map { UnitID($0) },
            closing: closed ? Unit.Closing(at: Instant(seconds: 0), successor: nil) : nil,
            location: Unit.Location(position: position, radius: radius)
        )
    }

    private static func position(_ text: String) throws -> Position { try #require(Position(text)) }

    @Test func `the nearest unit within its own radius is found, of a kind that can be a place`() throws {
        let tree = try UnitTree([
            // 111 m of latitude are a thousandth of a degree.
            Self.unit(1, "street", at: Self.position("30,125"), 5_000),
            Self.unit(2, "community", at: Self.position("30.01,125"), 800, below: 1),
            Self.unit(3, at: Self.position("30.0105,125"), 40, below: 2),
            Self.unit(4, "department", at: Self.position("30.0103,125"), 800),
            Self.unit(5, at: Self.position("30.0102,125"), 800, below: 2, closed: true),
            Unit(id: UnitID(6), code: "U6", kind: "building", name: "无", parent: UnitID(2)),
        ])
        func found(_ text: String) throws -> Int64? {
            tree.place(at: try Self.position(text), kinds: Self.kinds)?.id.rawValue
        }
        #expect(try found("30.0104,125") == 3)
        #expect(try found("30.0101,125") == 2, "neither a department, nor what is closed, nor a door that is 44 m away")
        #expect(try found("30.012,125") == 2)
        #expect(try found("30.02,125") == 1)
        #expect(try found("30.05,125") == nil)
        #expect(tree.place(at: try Self.position("30.0104,125"), kinds: ["street"])?.id == UnitID(1))
        #expect(tree.place(at: try Self.position("30.0104,125"), kinds: []) == nil)
    }

    @Test func `of several at one point the lowest is meant, then the one of the smallest id`() throws {
        let door = try Self.position("30,125")
        let tree = try UnitTree([
            Self.unit(1, "street", at: door, 500), Self.unit(2, "community", at: door, 500, below: 1),
            Self.unit(9, at: door, 500, below: 2), Self.unit(8, at: door, 500, below: 2),
        ])
        #expect(tree.place(at: door, kinds: Self.kinds)?.id == UnitID(8))
        #expect(tree.place(at: door, kinds: ["street", "community"])?.id == UnitID(2))
    }

    @Test func `the date line and the poles are no edges`() throws {
        let tree = try UnitTree([
            Self.unit(1, at: Self.position("10,-179.999"), 400), Self.unit(2, at: Self.position("90,0"), 2_000),
            Self.unit(3, at: Self.position("-89.999,-170"), 2_000),
        ])
        func found(_ text: String) throws -> Int64? {
            tree.place(at: try Self.position(text), kinds: Self.kinds)?.id.rawValue
        }
        #expect(try found("10,179.999") == 1)
        #expect(try found("89.99,-120") == 2)
        #expect(try found("-89.999,10") == 3)
    }

    @Test func `it finds what looking at every unit finds`() throws {
        var generator = SystemRandomNumberGenerator()
        var hits = 0
        for _ in 0..<60 {
            let middle = try PositionTests.random(&generator)
            let radii = [1, 30, 64, 65, 300, 700, 5_000, 50_000]
            let units = try (1...40).map { id in
                try Self.unit(
                    Int64(id),
                    Self.kinds.randomElement(using: &generator) ?? "street",
                    at: PositionTests.beside(middle, &generator),
                    radii.randomElement(using: &generator) ?? 1,
                    closed: Int.random(in: 0..<8, using: &generator) == 0
                )
            }
            let tree = try UnitTree(units)
            for _ in 0..<40 {
                let point = try PositionTests.beside(middle, &generator)
                let kinds = Array(Self.kinds.shuffled(using: &generator).prefix(2))
                let reaching = units.compactMap { unit -> (way: Double, id: UnitID)? in
                    guard unit.closing == nil, kinds.contains(unit.kind), let location = unit.location else {
                        return nil
                    }
                    let way = location.position.distance(to: point)
                    return way <= Double(location.radius) ? (way, unit.id) : nil
                }
                let nearest = reaching.map(\.way).min()
                let found = tree.place(at: point, kinds: kinds)
                // Of two that are as far to a tenth of a millimetre either may be the nearer.
                let fits = reaching.filter { $0.way <= (nearest ?? 0) + 0.0001 }.map(\.id)
                #expect(found == nil ? reaching.isEmpty : found.map { fits.contains($0.id) } ?? false, "\(point)")
                hits += found == nil ? 0 : 1
            }
        }
        #expect(hits > 500)
    }

    @Test func `among a hundred thousand units a search looks at few`() throws {
        // A city of doors 20 m apart: 6.3 km from end to end.
        let side: Int32 = 316
        let units = try (0..<(side * side)).map { index in
            let position = try #require(
                Position(latitude: 30_000_000 + index / side * 180, longitude: 125_000_000 + index % side * 208)
            )
            return try Self.unit(Int64(index) + 1, at: position, 40)
        }
        let tree = try UnitTree(units)
        let clock = ContinuousClock()
        var found = 0
        let points = try (0..<2_000).map { index in
            try #require(
                Position(
                    latitude: 30_000_000 + Int32(index) * 7_919 % (side * 180),
                    longitude: 125_000_000 + Int32(index) * 104_729 % (side * 208)
                )
            )
        }
        let taken = clock.measure {
            for point in points { found += tree.place(at: point, kinds: Self.kinds) == nil ? 0 : 1 }
        }
        #expect(found == points.count)
        // Looking at each unit for each of them would take minutes in a debug build.
        #expect(taken < .seconds(5), "\(taken)")
    }
}
