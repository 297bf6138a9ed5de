import Workflow

/// Random lives of tickets: any party tries any act at any time, and the clock runs on.
struct RandomLives {
    var world: World
    var random: Seeded
    var events: [Event] = []
    var ticket: Ticket?
    var refusals = 0

    init(seed: UInt64, world: World? = nil) throws {
        self.world = try world ?? World()
        random = Seeded(seed)
    }

    /// One life of so many tries.
    mutating func live(tries: Int) throws {
        world.context.now = World.time("2026-01-05T08:00:00").advanced(
            bySeconds: Int64.random(in: 0...8_000_000, using: &random)
        )
        let first = try world.machine.file(
            report(),
            district: World.district,
            id: TicketID(1),
            in: world.context
        )
        events = first.events
        ticket = first.ticket
        for _ in 0..<tries where ticket?.isFinal == false { try step() }
    }

    /// The life goes on for so many tries more.
    mutating func goOn(tries: Int) throws {
        for _ in 0..<tries where ticket?.isFinal == false { try step() }
    }

    private mutating func report() -> Command {
        let party = World.everybody.filter { $0 != .clock }.randomElement(using: &random) ?? World.leader
        let place = [World.building, World.grid, World.community, World.street].randomElement(using: &random)
        let category = ["水务", "水务/停水", "园林", "其他"].randomElement(using: &random) ?? "水务"
        var input: [FieldName: JSONValue] = ["category": .string(category), "place": .int(place?.rawValue ?? 1)]
        if Bool.random(using: &random) { input["urgency"] = "urgent" }
        return Command(act: "report", by: party, input: input, words: ["text": .some])
    }

    private mutating func step() throws {
        guard let before = ticket else { return }
        let pause = [0, 1, 60, 3_600, 20_000, 90_000, 400_000].randomElement(using: &random) ?? 1
        world.context.now = world.context.now.advanced(bySeconds: Int64.random(in: 0...Int64(pause), using: &random))
        let caught = world.machine.catchUp(before, until: world.context.now, in: world.context)
        if let refused = caught.refused { throw refused.why }
        events += caught.advance.events
        guard let current = caught.advance.ticket, !current.isFinal else {
            ticket = caught.advance.ticket
            return
        }
        ticket = current
        let act = world.machine.definition.actions.keys.sorted().randomElement(using: &random) ?? "note"
        do {
            let advance = try world.machine.decide(command(act), on: current, in: world.context)
            events += advance.events
            ticket = advance.ticket
        } catch {
            refusals += 1
        }
    }

    private mutating func command(_ act: ActionName) -> Command {
        let party = World.everybody.randomElement(using: &random) ?? World.leader
        let action = world.machine.definition.actions[act]
        var input: [FieldName: JSONValue] = [:]
        var words: [FieldName: Words] = [:]
        for field in (action?.needs ?? []) + (action?.may ?? []).filter({ _ in Bool.random(using: &random) }) {
            switch world.machine.definition.fields[field]?.form {
            case .words, .contact: words[field] = .some
            case .position: break
            case .choice(let choices): input[field] = .string(choices.keys.sorted().randomElement(using: &random) ?? "")
            case .unit: input[field] = .int([2, 3, 5, 6, 8, 10].randomElement(using: &random) ?? 5)
            case .category: input[field] = .string(["水务", "园林", "其他"].randomElement(using: &random) ?? "水务")
            case .instant: input[field] = .int(world.context.now.microseconds)
            case .flag: input[field] = true
            case .choices(let choices): input[field] = .array(choices.keys.sorted().prefix(2).map { .string($0) })
            case .people: input[field] = [101, 103]
            case .units: input[field] = [5, 6]
            case .number(let range): input[field] = .int(range.lowerBound)
            case .limit: input[field] = "5wd"
            case .code: input[field] = "12345"
            case .ticket: input[field] = 1
            case nil: break
            }
        }
        return Command(act: act, by: party, input: input, words: words)
    }
}
