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

    @Option(
        help: ArgumentHelp(
            localized("查看联系方式的事由，记入查阅记录", "why the contact is looked at, for the access log"),
            valueName: "text"
        )
    )
    var reason: String?

    @Flag(help: ArgumentHelp(localized("JSON 输出", "print JSON"))) var json = false
    @OptionGroup var database: DatabaseOptions

    func run() async throws {
        let (number, json, account, reason) = (number, json, account, reason ?? "whistle show")
        try await database.withDistrict { engine, configuration in
            let dossier = try await engine.dossier(of: number, configuration)
            let ticket = dossier.ticket
            let former = try await engine.formerNames(of: ticket)
            let party = try account.map { try configuration.party($0) }
            let sight = try Self.sight(of: party, on: ticket, configuration)
            let contact = try await Self.contact(ticket, for: party, sight, reason, engine)
            let view = TicketView(dossier, configuration, formerNames: former, contact: contact)
            switch sight {
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

    /// Whom to reach; with stars for whoever runs the program without a name.
    private static func contact(
        _ ticket: Ticket,
        for party: Party?,
        _ sight: Sight,
        _ reason: String,
        _ engine: Engine
    ) async throws -> ResidentContact? {
        guard sight == .full else { return nil }
        guard let party else { return try await engine.maskedContact(of: ticket.id, in: ticket.district) }
        return try await engine.contact(of: ticket.id, in: ticket.district, for: party, via: .cli, reason: reason)
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
