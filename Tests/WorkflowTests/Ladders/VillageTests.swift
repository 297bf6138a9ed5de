import Shipped
import Testing
import Workflow

/// 村: the shipped definition where a town has villages, beside a community that has none.
@Suite struct VillageTests {
    private static let village = UnitID(21)
    private static let grid = UnitID(22)
    private static let gridWorker = World.person(201, "grid_worker", grid)
    private static let dispatcher = World.person(202, "community_dispatcher", village)

    private static func world() throws -> World {
        var world = try World()
        let all =
            world.context.territory.all + [
                Unit(id: village, code: "990191", kind: "village", name: "一村", parent: World.street),
                Unit(id: grid, code: "99019101", kind: "grid", name: "村网格", parent: village),
            ]
        world.context.territory = try UnitTree(all)
        return world
    }

    @Test func `a matter goes through a village as it goes through a community`() throws {
        var world = try Self.world()
        var ticket = try world.filed(by: Self.gridWorker, place: Self.grid)
        #expect(ticket.desk == Self.grid)
        ticket = try world.after("elevate", by: Self.gridWorker, on: ticket)
        #expect(ticket.desk == Self.village && ticket.responsible == Self.village)
        ticket = try world.after("accept", by: Self.dispatcher, on: ticket)
        #expect(ticket.state == "awaiting_dispatch", "a village dispatches itself")
        ticket = try world.after("dispatch", by: Self.dispatcher, on: ticket)
        ticket = try world.after("sign", by: World.liaison, on: ticket)
        let solved: [FieldName: JSONValue] = ["outcome": "solved"]
        ticket = try world.after("submit_result", by: World.liaison, on: ticket, input: solved, words: ["text": .some])
        ticket = try world.after("verify", by: Self.dispatcher, on: ticket)
        let pleased: [FieldName: JSONValue] = ["callback": "satisfied"]
        ticket = try world.after("call_back", by: Self.dispatcher, on: ticket, input: pleased)
        #expect(ticket.state == "closed")
    }

    @Test func `above a village stands the street, and below a community no village is missed`() throws {
        var world = try Self.world()
        var ticket = try world.filed(by: Self.dispatcher, place: Self.village)
        ticket = try world.after("elevate", by: Self.dispatcher, on: ticket)
        #expect(ticket.desk == World.street)
        ticket = try world.after(
            "send_down",
            by: World.streetDispatcher,
            on: ticket,
            input: ["unit_below": .int(Self.village.rawValue)]
        )
        #expect(ticket.desk == Self.village)
        let other = try world.filed(by: World.gridWorker, place: World.grid)
        #expect(try world.after("elevate", by: World.gridWorker, on: other).desk == World.community)
    }
}
