import ArgumentParser
import Dispatcher
import PGStore
import Workflow

/// `whistle file`: files a matter.
struct FileCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "file",
        abstract: localized("上报一件诉求", "File a matter."),
        discussion: localized(
            "打印编号和待办单位。示例：whistle file --as zhuyinggrid1 --place 竹影社区 --category 市容环卫/垃圾清运 --text 垃圾三天没清",
            """
            Prints the number and who holds it. Example: whistle file --as zhuyinggrid1 --place 竹影社区 \
            --category 市容环卫/垃圾清运 --text "rubbish not collected for three days"
            """
        )
    )

    @Option(
        name: .customLong("as"),
        help: ArgumentHelp(localized("谁上报（账号，或 resident）", "who files (account, or resident)"), valueName: "account")
    )
    var account: String

    @Option(help: ArgumentHelp(localized("地点：单位的编码或名称", "place: a unit's code or name"), valueName: "unit"))
    var place: String

    @Option(help: ArgumentHelp(localized("类别", "category"), valueName: "category"))
    var category: String

    @Option(help: ArgumentHelp(localized("内容", "what is wrong"), valueName: "text"))
    var text: String

    @Option(help: ArgumentHelp(localized("标题", "title"), valueName: "title"))
    var title: String?

    @Flag(help: ArgumentHelp(localized("紧急", "urgent")))
    var urgent = false

    @Argument(help: ArgumentHelp(localized("其他 字段=值", "further field=value"), valueName: "field=value"))
    var fields: [String] = []

    @Option(help: ArgumentHelp(localized("定义", "definition"), valueName: "name"))
    var definition = "issue"

    @Option(
        help: ArgumentHelp(
            localized(
                "以哪个动作新建（如 draft、repeat），默认上报",
                "the act that makes it (such as draft, repeat); report if not given"
            ),
            valueName: "act"
        )
    )
    var act: String?

    @Option(help: ArgumentHelp(localized("幂等键", "idempotency key"), valueName: "key"))
    var key: String?

    @OptionGroup var database: DatabaseOptions

    func run() async throws {
        var typed = ["place=\(place)", "category=\(category)", "text=\(text)"] + fields
        if let title { typed.append("title=\(title)") }
        if urgent { typed.append("urgency=urgent") }
        let request = ActRequest(act: act ?? "", fields: typed, account: account)
        let (definition, key) = (definition, key)
        try await database.withDistrict { engine, configuration in
            guard let name = DefinitionName(definition), let machine = configuration.machine(latest: name),
                let usual = machine.definition.filingAct
            else { throw StoreError.unknownDefinition(definition) }
            let named = request.act.isEmpty ? usual : machine.definition.action(called: request.act)
            guard let act = named else { throw DispatchError.refused(.unknownAct(request.act)) }
            let inputs = try Inputs(request.pairs(), definition: machine.definition, configuration: configuration)
            let submission = Submission(
                district: configuration.id,
                target: .filing(name),
                act: act,
                by: try configuration.party(request.account),
                input: inputs.values,
                texts: inputs.texts,
                others: inputs.tickets,
                key: key.map { .given($0) } ?? .made
            )
            let receipt = try await engine.submit(submission)
            guard let dossier = try await engine.dossier(receipt.ticket, in: configuration.id) else {
                throw DispatchError.unknownTicket(receipt.ticket)
            }
            Terminal.line(TicketView(dossier, configuration).headline)
        }
    }
}
