import ArgumentParser
import Dispatcher
import PGStore
import Workflow

extension DefinitionCommand {
    /// `whistle definition migrate PLAN`.
    struct Migrate: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "migrate",
            abstract: localized("按方案把在办工单迁移到新版本", "Move running tickets to another version, by a plan."),
            discussion: localized(
                """
                方案（YAML 或 JSON）写明 definition、from、to；states 写改了名的状态；clocks 写不照旧的时限（keep 保留剩余时间、restart 重新起算、\
                recompute 从原起点按新时限重算、drop 舍去，或 {to: 新名, how: …}）；drop 写要舍去的 facts、counters、marks。\
                方案有缺陷则列出、不动任何工单。不能迁移的工单留在原版本，逐件说明原因，并以 1 退出。再运行一次只处理剩下的。
                示例：whistle definition migrate 方案.yaml --dry-run
                """,
                """
                The plan (YAML or JSON) names definition, from and to; states: those with another name; clocks: those that do \
                not simply go on (keep what remains, restart, recompute from their start by the new limit, drop, or \
                {to: NAME, how: …}); drop: facts, counters and marks to be forgotten. A plan with findings moves nothing; \
                they are listed. Tickets that cannot move stay with their version; each is told why, and it exits with 1. \
                Run again, it goes on with those that are left.
                Example: whistle definition migrate plan.yaml --dry-run
                """
            )
        )

        @OptionGroup var planning: PlanOptions
        @OptionGroup var database: DatabaseOptions

        func run() async throws {
            let command = self
            try await database.withDistrict { engine, configuration in
                let planning = command.planning
                let plan = try planning.read { (document) throws(Problem) in try MigrationPlan(document: document) }
                let migration = try configuration.migration(plan)
                let orderer = try planning.account.map { try configuration.party($0).identity } ?? .clock
                try await planning.sweeping.run(.migration(migration), engine, configuration, ordered: orderer)
            }
        }
    }
}
