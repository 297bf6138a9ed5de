import Testing
import Workflow

@Suite struct ObstacleTests {
    private static let unit = Unit(id: UnitID(3), code: "A", kind: "grid", name: "甲网格", parent: nil)

    /// Every case with its code: programs rely on these.
    private static let table: [(Obstacle, String)] = [
        (.state("signed"), "no_counterpart_state"), (.clock("whole"), "no_counterpart_clock"),
        (.fact("grade"), "no_counterpart_fact"), (.counter("calls"), "no_counterpart_counter"),
        (.mark("handler"), "no_counterpart_mark"), (.wayBack("parked"), "no_way_back"),
        (.holder("signed"), "no_responsible"), (.desk(UnitID(3)), "level_gone"), (.children, "children_unheard"),
        (.nothingRuns("signed"), "no_clock_runs"), (.successor(unit), "no_successor"),
        (.offLadder(UnitID(3)), "off_ladder"), (.lead(unit), "successor_cannot_lead"),
    ]

    @Test func `every obstacle has its own code, and words in both languages`() {
        for (obstacle, code) in Self.table {
            #expect(obstacle.code == code)
            #expect(Refusal.immovable(obstacle).code == code)
            #expect(obstacle.message.zh.unicodeScalars.contains { $0.properties.isIdeographic })
            #expect(obstacle.message.zh != obstacle.message.en && !obstacle.message.en.isEmpty)
        }
        #expect(Set(Self.table.map(\.1)).count == 13)
        #expect(Set(Self.table.map(\.0.message.zh)).count == 13)
    }
}
