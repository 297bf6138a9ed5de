import ArgumentParser
import Dispatcher
import PGStore
import Tabular
import Workflow

/// `whistle tickets`: lists tickets.
struct TicketsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tickets",
        abstract: localized("列出工单，可按单位、状态、灯、类别、天数、词语筛选", "List tickets by unit, state, lamp, category, age, words."),
        discussion: localized(
            "--json 每行一单，--csv 可用 Excel 打开；多少都行，内存不涨。",
            "--json prints one ticket a line, --csv opens in Excel; any number, in bounded memory."
        )
    )

    @Option(
        help: ArgumentHelp(localized("单位及其下级（编码或名称）", "a unit with all below it (code or name)"), valueName: "unit")
    )
    var unit: String?
    @Option(help: ArgumentHelp(localized("责任人的账号", "the account of the person responsible"), valueName: "account"))
    var owner: String?
    @Option(help: ArgumentHelp(localized("状态，可重复", "state; may be repeated"), valueName: "state"))
    var state: [String] = []
    @Option(help: ArgumentHelp(localized("灯：green、yellow、red", "lamp: green, yellow, red"), valueName: "lamp"))
    var lamp: [String] = []
    @Option(help: ArgumentHelp(localized("类别及其下级", "a category with all below it"), valueName: "category"))
    var category: String?
    @Option(help: ArgumentHelp(localized("上报至少这么多天了", "reported at least so many days ago"), valueName: "days"))
    var age: Int?
    @Option(help: ArgumentHelp(localized("标题或内容里的词", "words in title or text"), valueName: "words"))
    var words: String?
    @Flag(help: ArgumentHelp(localized("只列未办结的", "open ones only"))) var open = false
    @Flag(help: ArgumentHelp(localized("JSON，每行一单", "JSON, one ticket a line"))) var json = false
    @Flag(help: ArgumentHelp(localized("CSV（带 BOM 的 UTF-8）", "CSV (UTF-8 with BOM)"))) var csv = false
    @OptionGroup var database: DatabaseOptions

    func validate() throws {
        guard !(json && csv) else {
            throw ValidationError(localized("--json 与 --csv 二选一", "--json or --csv, not both"))
        }
        guard (0...100_000).contains(age ?? 0) else {
            throw ValidationError(localized("--age 是 0 到 100000 的天数", "--age is a number of days from 0 to 100000"))
        }
    }

    func run() async throws {
        let command = self
        try await database.withDistrict { engine, configuration in
            let filter = try command.filter(configuration, now: try await engine.now())
            let list = try command.list(configuration)
            try await engine.lines(filter, in: configuration.id) { try list.write($0) }
            try list.finish()
        }
    }

    private func list(_ configuration: DistrictConfiguration) throws -> any TicketList {
        if json { return try JSONTicketList(configuration) }
        if csv { return try CSVTicketList(configuration) }
        return TextTicketList(configuration)
    }

    private func filter(_ configuration: DistrictConfiguration, now: Instant) throws -> TicketFilter {
        var filter = TicketFilter()
        if let unit {
            guard let found = configuration.unit(called: unit) else {
                throw Complaint(
                    "unknown_unit",
                    zh: "没有单位“\(unit)”",
                    en: "no unit is called “\(unit)”",
                    exit: ExitCodes.usage
                )
            }
            filter.units = Set(configuration.territory.subtree(of: found.id))
        }
        filter.owner = try owner.map { account in
            guard let person = try configuration.party(account).person else {
                throw Complaint(
                    "unknown_account",
                    zh: "没有账号“\(account)”",
                    en: "there is no account “\(account)”",
                    exit: ExitCodes.usage
                )
            }
            return person
        }
        filter.states = try state.map { try stateName($0, configuration) }
        filter.lamps = try lamp.map { try lampNamed($0) }
        filter.category = category
        filter.reportedBefore = age.map { now.advanced(bySeconds: -Int64($0) * 86_400) }
        filter.grams = words.map { Bigrams.wanted($0) } ?? []
        filter.isOpenOnly = open
        return filter
    }

    private func stateName(_ word: String, _ configuration: DistrictConfiguration) throws -> StateName {
        for machine in configuration.machines.values {
            for (name, state) in machine.definition.states
            where name.text == word || state.title.zh == word || state.title.en == word {
                return name
            }
        }
        throw Complaint("unknown_state", zh: "没有状态“\(word)”", en: "no state is called “\(word)”", exit: ExitCodes.usage)
    }

    private func lampNamed(_ word: String) throws -> Lamp {
        for lamp in Lamp.allCases where "\(lamp)" == word || lamp.sign.hasSuffix(word) { return lamp }
        throw Complaint(
            "unknown_lamp",
            zh: "没有“\(word)”这种灯；有 green、yellow、red",
            en: "no lamp is called “\(word)”; there are green, yellow and red",
            exit: ExitCodes.usage
        )
    }
}
