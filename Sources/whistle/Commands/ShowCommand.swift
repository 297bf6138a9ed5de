import ArgumentParser
import Dispatcher
import PGStore
import Workflow

/// `whistle show 编号`: prints a matter.
struct ShowCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: localized("查看工单：内容、时限、经过、现在谁负责", "Show a ticket: text, clocks, timeline, who is responsible now.")
    )

    @Argument(help: ArgumentHelp(localized("工单编号", "the ticket's number"), valueName: "number"))
    var number: String

    @Option(
        name: .customLong("as"),
        help: ArgumentHelp(localized("并列出此账号现在能做的动作", "also tell what this account may do now"), valueName: "account")
    )
    var account: String?

    @Flag(help: ArgumentHelp(localized("JSON 输出", "print JSON"))) var json = false
    @OptionGroup var database: DatabaseOptions

    func run() async throws {
        let (number, json, account) = (number, json, account)
        try await database.withDistrict { engine, configuration in
            let dossier = try await engine.dossier(of: number, configuration)
            let ticket = dossier.ticket
            let former = try await engine.formerNames(of: ticket)
            let view = TicketView(dossier, configuration, formerNames: former)
            guard !json else { return Terminal.line(view.json.canonicalText) }
            for line in view.lines { Terminal.line(line) }
            guard let account, let machine = configuration.machine(ticket.definition) else { return }
            let context = configuration.context(at: try await engine.now())
            let acts = machine.available(to: try configuration.party(account), on: ticket, in: context)
            let titles = acts.map { "\(machine.definition.actions[$0]?.title.zh ?? "")（\($0)）" }
            Terminal.line("")
            Terminal.line(localized("\(account) 现在可以：", "\(account) may now: ") + titles.joined(separator: "、"))
        }
    }
}
