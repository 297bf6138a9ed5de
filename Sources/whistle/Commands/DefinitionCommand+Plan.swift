import ArgumentParser
import Dispatcher
import PGStore
import Workflow

extension DefinitionCommand {
    /// `whistle definition plan [HASH]`.
    struct Plan: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "plan",
            abstract: localized("查看迁移和单位调整用过的方案", "Show the plans by which running tickets were moved."),
            discussion: localized(
                """
                迁移（definition migrate）和单位调整（units reorganise）的方案连同要求人存档，只增不改；工单事件里写着方案的摘要。\
                不写摘要则列出全部，写摘要（或其开头）则打印该方案。
                示例：whistle definition plan 5f3a
                """,
                """
                Plans of migrations (definition migrate) and reorganisations (units reorganise) are kept with who ordered \
                them, and never changed; events of tickets name them by their hash. Without a hash all are listed; with one, \
                or its beginning, that plan is printed.
                Example: whistle definition plan 5f3a
                """
            )
        )

        @Argument(
            help: ArgumentHelp(localized("方案摘要或其开头", "the plan's hash, or its beginning"), valueName: "hash")
        )
        var hash: String?
        @Flag(help: ArgumentHelp(localized("JSON 输出", "print JSON"))) var json = false
        @OptionGroup var database: DatabaseOptions

        func run() async throws {
            let command = self
            try await database.withDistrict { engine, configuration in
                let plans = try await engine.plans(in: configuration.id, beginning: command.hash?.lowercased() ?? "")
                guard let hash = command.hash else { return command.list(plans, configuration) }
                guard let plan = plans.first, plans.count == 1 else {
                    throw Complaint(
                        plans.isEmpty ? "unknown_plan" : "ambiguous_plan",
                        zh: plans.isEmpty ? "没有摘要为“\(hash)”的方案" : "以“\(hash)”开头的方案有 \(plans.count) 个",
                        en: plans.isEmpty
                            ? "no plan has the hash “\(hash)”" : "\(plans.count) plans begin with “\(hash)”",
                        exit: ExitCodes.noInput
                    )
                }
                Terminal.line(
                    command.json
                        ? command.json(plan, configuration, whole: true).canonicalText : plan.document.canonicalText
                )
            }
        }

        private func list(_ plans: [StoredPlan], _ configuration: DistrictConfiguration) {
            if json {
                let rows = plans.map { json($0, configuration, whole: false) }
                return Terminal.line(JSONValue.array(rows).canonicalText)
            }
            let calendar = configuration.calendars.standard
            for plan in plans {
                let who = plan.person.map { configuration.shown($0) } ?? localized("时钟", "the clock")
                let source = plan.mark.source.isEmpty ? "" : "  \(plan.mark.source)"
                Terminal.line(
                    "\(plan.mark.hash.prefix(12))  \(title(plan.kind))  \(plan.mark.name)\(source)  \(calendar.shown(plan.orderedAt))  \(who)"
                )
            }
            Terminal.line(localized("\(plans.count) 个方案", "\(plans.count) plans"))
        }

        private func title(_ kind: StoredPlan.Kind) -> String {
            switch kind {
            case .migration: localized("迁移", "migration")
            case .reorganisation: localized("单位调整", "reorganisation")
            }
        }

        private func json(_ plan: StoredPlan, _ configuration: DistrictConfiguration, whole: Bool) -> JSONValue {
            var members: JSONObject = [
                "hash": .string(plan.mark.hash), "kind": .string(plan.kind.rawValue), "name": .string(plan.mark.name),
                "source": .string(plan.mark.source), "ordered_at": .string(plan.orderedAt.description),
                "ordered_by": plan.person.flatMap { configuration.account(of: $0) }.map { .string($0) } ?? .null,
            ]
            if whole { members["plan"] = plan.document }
            return .object(members)
        }
    }
}
