import Testing
import Workflow

/// Pieces of a map.
@Suite struct PositionBoxTests {
    @Test func `a box is read as GeoJSON orders its edges, and written so`() throws {
        let box = try #require(PositionBox(" 124.9, 29.95 ,125.1,30.05"))
        #expect(box.description == "124.9,29.95,125.1,30.05")
        #expect(PositionBox(box.description) == box)
        #expect(box.southWest == Position("29.95,124.9") && box.northEast == Position("30.05,125.1"))
        for (point, isHeld) in [
            ("30,125", true), ("29.95,124.9", true), ("30.05,125.1", true), ("30.050001,125", false),
            ("29.949999,125", false), ("30,125.100001", false), ("30,124.899999", false), ("125,30", false),
        ] {
            #expect(
                box.holds(try #require(Position(point.starts(with: "125") ? "30,30" : point))) == isHeld,
                "\(point)"
            )
        }
    }

    @Test(arguments: [
        "", "1,2,3", "1,2,3,4,5", "a,2,3,4", "10,20,5,30", "10,30,20,20", "-181,0,0,0", "0,-91,0,0", "0,0,0,nan", ",,,",
    ])
    func `what is none is refused`(text: String) {
        #expect(PositionBox(text) == nil)
    }

    @Test func `the box around some positions is the smallest`() throws {
        let points = try ["30,125", "29,126", "31,124.5"].map { try #require(Position($0)) }
        let box = try #require(PositionBox(around: points))
        #expect(box.description == "124.5,29,126,31")
        #expect(points.allSatisfy(box.holds) && box.corners.allSatisfy(box.holds) && Set(box.corners).count == 4)
        #expect(PositionBox(around: [points[0]])?.description == "125,30,125,30")
        #expect(PositionBox(around: []) == nil)
    }
}
