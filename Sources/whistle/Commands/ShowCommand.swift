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
        help: ArgumentHelp(
            localized("只看此账号能看的，并列出其现在能做的动作", "only what this account may see, and what it may do now"),
            valueName: "account"
        )
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
            let party = try account.map { try configuration.party($0) }
            switch try Self.sight(of: party, on: ticket, configuration) {
            case .nothing:
                throw Complaint(
                    "not_yours",
                    zh: "账号“\(account ?? "")”不能查看这件工单",
                    en: "“\(account ?? "")” may not see this ticket",
                    exit: ExitCodes.refused
                )
            case .summary:
                if json { return Terminal.line(view.summaryJSON.canonicalText) }
                for line in view.summaryLines { Terminal.line(line) }
            case .full:
                if json { return Terminal.line(view.json.canonicalText) }
                for line in view.lines { Terminal.line(line) }
            }
            guard let account, let party, let machine = configuration.machine(ticket.definition) else { return }
            let context = configuration.context(at: try await engine.now())
            let acts = machine.available(to: party, on: ticket, in: context)
            let titles = acts.map { "\(machine.definition.actions[$0]?.title.zh ?? "")（\($0)）" }
            Terminal.line("")
            Terminal.line(localized("\(account) 现在可以：", "\(account) may now: ") + titles.joined(separator: "、"))
        }
    }

    /// What somebody may see; whoever runs the program on this machine without a name sees all.
    private static func sight(
        of party: Party?,
        on ticket: Ticket,
        _ configuration: DistrictConfiguration
    ) throws -> Sight {
        guard let party else { return .full }
        guard let machine = configuration.machine(ticket.definition) else {
            throw DispatchError.unknownDefinition(ticket.definition.name)
        }
        return machine.sight(of: party, on: ticket, in: configuration.territory)
    }
}
