import ArgumentParser
import Dispatcher
import PGStore
import Workflow

/// `whistle ledger`: who held matters for how long.
struct LedgerCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ledger",
        abstract: localized("各环节用时：谁手里多久，超时算谁的", "Who held matters for how long, and whose the lateness is."),
        discussion: localized(
            """
            给编号则逐段列出；不给则按单位合计全部工单。时间为工作时间（区的日历），各段之和恒等于全程。
            退单待审在受理单位手里，异议待裁在上级手里，待补充在诉求人手里，挂账不在任何人手里。
            示例：whistle ledger --category 市容环卫
            """,
            """
            With a number stretch by stretch, without one the sums of all tickets by unit. Times are working time by the \
            district's calendar; the parts always make the whole.
            A return lies with the desk, a dispute with the level above, a question with the resident; what is parked \
            lies with nobody.
            Example: whistle ledger --category 市容环卫
            """
        )
    )

    @Argument(help: ArgumentHelp(localized("工单编号", "the ticket's number"), valueName: "number"))
    var number: String?

    @Option(help: ArgumentHelp(localized("类别及其下级", "a category with all below it"), valueName: "category"))
    var category: String?
    @Flag(help: ArgumentHelp(localized("只算未办结的", "open ones only"))) var open = false
    @Flag(help: ArgumentHelp(localized("JSON 输出", "print JSON"))) var json = false
    @OptionGroup var database: DatabaseOptions

    func validate() throws {
        guard number == nil || (category == nil && !open) else {
            throw ValidationError(localized("给了编号就不再筛选", "a number leaves nothing to filter"))
        }
    }

    func run() async throws {
        let command = self
        try await database.withDistrict { engine, configuration in
            let now = try await engine.now()
            if let number = command.number {
                try await command.one(number, engine, configuration, now)
            } else {
                var filter = TicketFilter()
                filter.category = command.category
                filter.isOpenOnly = command.open
                let sums = try await engine.ledger(filter, in: configuration, until: now)
                command.show(LedgerView(configuration), sums)
            }
        }
    }

    private func one(
        _ number: String,
        _ engine: Engine,
        _ configuration: DistrictConfiguration,
        _ now: Instant
    ) async throws {
        let dossier = try await engine.dossier(of: number, configuration)
        let calendar = configuration.calendars.standard
        let ledger = try TimeLedger(dossier.events.map(\.event), calendar: calendar, until: now)
        let view = LedgerView(configuration)
        guard !json else { return Terminal.line(view.json(ledger).canonicalText) }
        for line in view.lines(ledger, of: dossier.ticket) { Terminal.line(line) }
    }

    private func show(_ view: LedgerView, _ sums: LedgerSums) {
        guard !json else { return Terminal.line(view.json(sums).canonicalText) }
        for line in view.lines(sums) { Terminal.line(line) }
    }
}
