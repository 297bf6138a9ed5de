import ChaosChecker
import Dispatcher
import Foundation
import PGStore
import Workflow

/// A client: files matters and takes them through their lives, a step at a time; some steps are none of its business.
struct Client {
    private let name: String
    private let settings: CallerSettings
    private var chance: Chance
    private var matters: [Matter] = []
    private var sent = 0

    private static let held = 6

    init(name: String, settings: CallerSettings, chance: Chance) {
        self.name = name
        self.settings = settings
        self.chance = chance
    }

    /// Lives until the desk begins nothing new.
    mutating func live(_ desk: CallerDesk, _ configuration: DistrictConfiguration) async {
        while desk.isOpen {
            if matters.isEmpty || (matters.count < Self.held && chance.once(in: 3)) {
                await file(desk, configuration)
            } else {
                await act(Int.random(in: matters.indices, using: &chance), desk, configuration)
            }
            try? await Task.sleep(for: chance.pause(0...max(1, settings.pause)))
        }
    }

    private mutating func nextKey() -> String {
        sent += 1
        return "\(name).\(sent)"
    }

    // MARK: - Filing

    private mutating func file(_ desk: CallerDesk, _ configuration: DistrictConfiguration) async {
        let key = nextKey()
        let definition = chance.once(in: 3) ? "drill" : "issue"
        let community = Int.random(in: 0..<ChaosDistrict.communities, using: &chance)
        let department = Int.random(in: 0..<ChaosDistrict.departments, using: &chance)
        guard let place = configuration.territory.unit(code: "C\(community)") else { return }
        var values = [
            "i.place": String(place.id.rawValue), "s.category": "类别\(department)",
            "t.text": "楼道漏水" + NotedCommand.marker + key,
        ]
        // A due time from above, seconds away: so the whole of the shipped definition's clocks is in motion.
        if definition == "issue", !chance.once(in: 4) { values["i.target_due"] = dueSoon(300...5_000) }
        if definition == "issue", chance.once(in: 4) { values["s.urgency"] = "urgent" }
        if settings.isPoisonous, chance.once(in: 10) {
            values["t.text"] =
                chance.once(in: 2) ? Errand.poisonedByte : Errand.poisonedWord + NotedCommand.marker + key
        }
        let command = NotedCommand(
            key: key,
            account: "desk\(community)",
            act: "report",
            definition: definition,
            values: values
        )
        if case .done(let receipt) = await desk.send(command, configuration, &chance) {
            let kind: Matter.Kind = definition == "drill" ? .drill : .issue
            matters.append(Matter(kind: kind, ticket: receipt.ticket, community: community, department: department))
        }
    }

    /// So many milliseconds from now, by this machine's clock.
    private mutating func dueSoon(_ milliseconds: ClosedRange<Int>) -> String {
        let now = Int64(Date().timeIntervalSince1970 * 1_000_000)
        return String(now + Int64(Int.random(in: milliseconds, using: &chance)) * 1_000)
    }

    // MARK: - Acting

    private mutating func act(
        _ index: Int,
        _ desk: CallerDesk,
        _ configuration: DistrictConfiguration
    ) async {
        let matter = matters[index]
        let step = chance.once(in: 7) ? matter.note : chance.once(in: 9) ? matter.slip(&chance) : matter.next(&chance)
        guard let step, !matter.isStuck else {
            matters.remove(at: index)
            return
        }
        let key = nextKey()
        var values = step.values
        for field in step.words { values["t.\(field)"] = "已办" + NotedCommand.marker + key }
        if step.asksForHelp, chance.once(in: 5) {
            let helper = (matter.department + 1) % ChaosDistrict.departments
            guard let unit = configuration.territory.unit(code: "D\(helper)") else { return }
            values["l.co_handlers"] = String(unit.id.rawValue)
        }
        let command = NotedCommand(
            key: key,
            account: step.account,
            act: step.act,
            definition: matter.kind.rawValue,
            ticket: matter.ticket.rawValue,
            values: values
        )
        switch await desk.send(command, configuration, &chance) {
        case .refused: matters[index].refusals += 1
        case .left: break
        case .done:
            matters[index].stage += step.leap
            matters[index].refusals = 0
            await takeTasks(of: matter, values, desk, configuration)
        }
    }

    /// Whoever was asked to help is this client, too.
    private mutating func takeTasks(
        of matter: Matter,
        _ values: [String: String],
        _ desk: CallerDesk,
        _ configuration: DistrictConfiguration
    ) async {
        guard values["l.co_handlers"] != nil else { return }
        let helper = (matter.department + 1) % ChaosDistrict.departments
        for task in await desk.openTasks(of: matter.ticket, in: configuration.id) {
            matters.append(Matter(kind: .task, ticket: task, community: matter.community, department: helper))
        }
    }
}
