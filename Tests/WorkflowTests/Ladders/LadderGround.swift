import Testing
import Workflow

/// Units for a ladder, of our own invention: one place with every level but those left out, and beside each unit of it
/// another that has nothing to do with it.
struct LadderGround {
    let plan: LadderPlan
    private(set) var units: [Unit]
    /// Where matters happen: the lowest ground.
    private(set) var place: UnitID
    /// Who holds a matter from there, bottom up.
    private(set) var steps: [Unit] = []
    /// A unit of the same level beside each step that has one.
    private(set) var strangers: [UnitKind: Unit] = [:]
    private(set) var department: Unit

    /// The way down to the place, and what stands beside it, by kind.
    private var spine: [UnitKind: UnitID] = [:]
    private var beside: [UnitKind: UnitID] = [:]

    /// Grows the units.
    ///
    /// - Parameters:
    ///   - plan: the ladder.
    ///   - missing: levels that the place lacks.
    ///   - real: units that are there already, such as a real district's.
    ///   - anchor: under which of them to grow.
    /// - Throws: `Problems` where the units are no tree, or an expectation where a level found no ground.
    init(_ plan: LadderPlan, without missing: Set<UnitKind> = [], on real: [Unit] = [], at anchor: Unit? = nil) throws {
        self.plan = plan
        units = real
        place = UnitID(0)
        department = Unit(id: UnitID(1_000_000), code: "WATER", kind: "department", name: "水务局", parent: nil)
        for unit in anchor.map({ anchor in try? UnitTree(real).chain(from: anchor.id) }).flatMap(\.self) ?? [] {
            spine[unit.kind] = unit.id
        }
        growGround(missing)
        growLine(missing)
        units.append(department)
        let tree = try UnitTree(units)
        steps = plan.kinds.filter { !missing.contains($0) }.compactMap { spine[$0].flatMap { tree[$0] } }
        for step in steps { strangers[step.kind] = beside[step.kind].flatMap { tree[$0] } }
        try #require(steps.map(\.kind) == plan.kinds.filter { !missing.contains($0) })
    }
}

extension LadderGround {
    private mutating func growGround(_ missing: Set<UnitKind>) {
        var parent: UnitID?
        for kind in plan.ground where !missing.contains(kind) {
            if let known = spine[kind] {
                lift(known, under: parent)
                parent = known
                continue
            }
            if let parent { beside[kind] = add(kind, parent) }
            let unit = add(kind, parent)
            spine[kind] = unit
            parent = unit
        }
        place = parent ?? place
    }

    private mutating func growLine(_ missing: Set<UnitKind>) {
        var parent: UnitID?
        for level in plan.levels.reversed() where !missing.contains(level.kind) {
            guard let ground = level.on.flatMap({ spine[$0] }) else { continue }
            if let other = level.on.flatMap({ beside[$0] }) {
                beside[level.kind] = add(level.kind, parent, on: [other])
            }
            let unit = add(level.kind, parent, on: [ground])
            spine[level.kind] = unit
            parent = unit
        }
    }

    private mutating func add(_ kind: UnitKind, _ parent: UnitID?, on grounds: Set<UnitID> = []) -> UnitID {
        let id = UnitID(Int64(units.count + 1))
        units.append(
            Unit(id: id, code: "X\(id)", kind: kind, name: "\(kind)\(id)", parent: parent, grounds: grounds)
        )
        return id
    }

    /// Puts the topmost unit of a real district under one that was invented above it.
    private mutating func lift(_ id: UnitID, under parent: UnitID?) {
        guard let parent, let index = units.firstIndex(where: { $0.id == id }), units[index].parent == nil else {
            return
        }
        let unit = units[index]
        units[index] = Unit(id: id, code: unit.code, kind: unit.kind, name: unit.name, parent: parent)
    }
}

extension LadderGround {
    // MARK: - People

    /// The person who acts at a unit of the ladder.
    func person(at unit: Unit) throws -> Party {
        let level = try #require(plan.levels.first { $0.kind == unit.kind })
        return World.person(2_000_000 + unit.id.rawValue, level.roles[0], unit.id)
    }

    var liaison: Party { World.person(3_000_000, "department_liaison", department.id) }

    /// The world with these units and people under the plan's definition.
    func world() throws -> World {
        var world = try World(machine: plan.machine())
        let people = try steps.map { try person(at: $0) } + strangers.values.map { try person(at: $0) } + [liaison]
        world.context.territory = try UnitTree(units)
        world.context.directory = try Workflow.Directory([
            DirectoryRule(id: "W1", category: "水务", place: nil, lead: department.id)
        ])
        world.context.people = PostBook(
            tenures: people.flatMap { party in
                party.person.map { id in party.posts.map { Tenure(person: id, post: $0) } } ?? []
            }
        )
        return world
    }
}
