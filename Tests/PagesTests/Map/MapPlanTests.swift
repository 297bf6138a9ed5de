import Testing
import Workflow

@testable import Pages

/// The drawn plan: every name can be read, and what lies north stands above.
@Suite struct MapPlanTests {
    private static func place(_ name: String, _ latitude: Int32, _ longitude: Int32) throws -> MapPlan.Place {
        .init(name: name, position: try #require(Position(latitude: latitude, longitude: longitude)), open: 3)
    }

    /// Lines of a name, as rectangles: nothing covers anything.
    private static func overlaps(_ plan: MapPlan) -> [String] {
        let boxes = plan.nodes.map { node in
            // At 13 dots a character is so wide, and a letter of the alphabet about half of it.
            let widths = node.name.map { $0.reduce(0.0) { $0 + ($1.isASCII ? 3.5 : 6.5) } }
            let half = max(node.radius, widths.max() ?? 0)
            return (
                node.name.joined(), node.x - half, node.x + half, node.y - node.radius,
                node.y + node.radius + Double(node.name.count) * 15
            )
        }
        var found: [String] = []
        for (index, a) in boxes.enumerated() {
            for b in boxes.dropFirst(index + 1)
            where a.1 < b.2 - 1 && b.1 < a.2 - 1 && a.3 < b.4 - 1 && b.3 < a.4 - 1 {
                found.append("\(a.0) – \(b.0)")
            }
        }
        return found
    }

    @Test func `units that lie apart keep their places`() throws {
        let plan = MapPlan([
            try Self.place("北", 30_100_000, 125_000_000), try Self.place("南", 30_000_000, 125_000_000),
            try Self.place("东", 30_050_000, 125_060_000), try Self.place("西", 30_050_000, 124_940_000),
        ])
        let (north, south, east, west) = (plan.nodes[0], plan.nodes[1], plan.nodes[2], plan.nodes[3])
        #expect(north.y < east.y && east.y < south.y && west.x < north.x && north.x < east.x)
        #expect(abs(north.x - 180) < 1 && abs(east.y - west.y) < 1)
        #expect(Self.overlaps(plan).isEmpty)
    }

    @Test(arguments: [1, 2, 8, 20, 45, 60])
    func `however near they lie, their names can be read, and all stand within`(_ count: Int) throws {
        var generator = Seeded(UInt64(count))
        for spread in [Int32(0), 500, 100_000] {
            let places = try (0..<count).map { index in
                try Self.place(
                    index.isMultiple(of: 3) ? "霁月苑第\(index)网格（三无小区）" : "\(index)号楼",
                    30_000_000 + Int32.random(in: 0...max(1, spread), using: &generator),
                    125_000_000 + Int32.random(in: 0...max(1, spread), using: &generator)
                )
            }
            let plan = MapPlan(places)
            #expect(Self.overlaps(plan).isEmpty, "\(spread): \(Self.overlaps(plan))")
            for node in plan.nodes {
                #expect(node.x - node.radius >= 0 && node.x + node.radius <= MapPlan.width)
                #expect(node.y - node.radius >= 0 && node.y + node.radius < plan.height)
                #expect((1...2).contains(node.name.count))
            }
            #expect(plan.height < Double(count) * 90 + 400, "\(spread): \(plan.height)")
        }
    }

    @Test func `of none there is no picture`() {
        #expect(MapPlan([]).nodes.isEmpty && MapPlan([]).height == 0)
    }
}

/// A generator that rolls the same numbers in every run (SplitMix64).
private struct Seeded: RandomNumberGenerator {
    private var state: UInt64

    init(_ seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
