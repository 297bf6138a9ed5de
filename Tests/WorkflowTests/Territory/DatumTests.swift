import Testing
import TestSupport
import Workflow

/// Maps of another reckoning: where they draw a position, and which position a point of theirs is.
@Suite struct DatumTests {
    /// Points of the tests of eviltransform (github.com/googollee/eviltransform), and one that a map service's own converter turned
    /// (the test of R's geoChina): the rule is within a metre of all.
    @Test(arguments: [
        ("31.1774276,121.5272106", "31.17530398364597,121.531541859215"),
        ("22.543847,113.912316", "22.540796131694766,113.9171764808363"),
        ("39.911954,116.377817", "39.91334545536069,116.38404722455657"),
        ("39.90734,116.39089", "39.90874539,116.39713623"),
    ])
    func `points that others turned come out where they put them`(wgs84: String, gcj02: String) throws {
        let (position, point) = (try #require(Position(wgs84)), try #require(Position(gcj02)))
        #expect(Datum.gcj02.drawn(position).distance(to: point) < 1)
        #expect(Datum.gcj02.position(drawnAt: point).distance(to: position) < 1)
        #expect(position.distance(to: point) > 100)
        #expect(Datum.wgs84.drawn(position) == position && Datum.wgs84.position(drawnAt: position) == position)
    }

    @Test func `there and back again is the same place`() throws {
        var generator = Seeded(7)
        var farthest = 0.0
        for _ in PropertyRuns.rounds(5_000) {
            // Not at the very edge of the box: there a shift leads out of it.
            let position = try #require(
                Position(
                    latitude: Int32.random(in: 850_000...55_800_000, using: &generator),
                    longitude: Int32.random(in: 72_030_000...137_800_000, using: &generator)
                )
            )
            let point = Datum.gcj02.drawn(position)
            farthest = max(farthest, position.distance(to: point))
            #expect(Datum.gcj02.position(drawnAt: point).distance(to: position) < 0.25, "\(position)")
        }
        #expect((300...1_500).contains(farthest))
    }

    @Test func `beyond the box nothing is shifted`() throws {
        var generator = Seeded(8)
        for _ in PropertyRuns.rounds(2_000) {
            let position = try #require(
                Position(
                    latitude: Int32.random(in: -90_000_000...90_000_000, using: &generator),
                    longitude: Int32.random(in: -180_000_000...180_000_000, using: &generator)
                )
            )
            let isWithin =
                (829_300...55_827_100).contains(position.latitude)
                && (72_004_000...137_834_700).contains(position.longitude)
            #expect((Datum.gcj02.drawn(position) == position) != isWithin, "\(position)")
        }
    }

    @Test func `a box of a city shows what it showed`() throws {
        let box = try #require(PositionBox("121.4,31.1,121.6,31.3"))
        let turned = Datum.gcj02.box(drawnAt: box)
        #expect(turned != box && Datum.wgs84.box(drawnAt: box) == box)
        var generator = Seeded(9)
        for _ in 0..<1_000 {
            let point = try #require(
                Position(
                    latitude: Int32.random(in: 31_101_000...31_299_000, using: &generator),
                    longitude: Int32.random(in: 121_401_000...121_599_000, using: &generator)
                )
            )
            #expect(turned.holds(Datum.gcj02.position(drawnAt: point)), "\(point)")
        }
    }
}
