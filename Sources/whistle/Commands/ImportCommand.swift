import ArgumentParser
import Dispatcher
import PGStore
import Tabular
import Workflow

/// `whistle import`: units, people, calendars, directory and matters from sheets.
struct ImportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: localized(
            "从表格导入单位、人员、日历、派单目录、类别或诉求",
            "Import units, people, calendars, the directory, categories or matters from a sheet."
        ),
        discussion: localized(
            """
            读 CSV（UTF-8 或 GBK）、XLSX（Excel、WPS）、JSON、YAML；“-”为标准输入。逐行报告错误，其余照常导入；\
            再次导入不会重复，中断后再运行一次即可。有错误行时以 1 退出。
            单位先于人员和目录；目录整份替换，有缺口、冲突时给出警告；日历文件是日历文档，或 日期、名称、是否放假 三列，\
            导入后在办工单的时限随即重算，列出有变的（再做一次：whistle calendar recompute）。类别（代码、问题、是否对外开放）用 YAML 或 JSON。
            示例：whistle import matters 诉求.xlsx --as zhuyingdispatch1 --errors 有错的行.xlsx
            """,
            """
            Reads CSV (UTF-8 or GBK), XLSX (Excel, WPS), JSON and YAML; “-” is the standard input. Reports every bad row \
            and takes the others; importing again doubles nothing, so an import that broke off is finished by running it \
            again. Exits with 1 where rows are bad.
            Units come before people and directory; the directory is replaced whole, and what a check finds in it is told; \
            a file of calendars holds calendar documents, or the columns date, name, is_off_day; running clocks are \
            reckoned anew after it and those that moved are listed (once more: whistle calendar recompute). What is said of \
            categories (codes, questions, whether they are public) is written in YAML or JSON.
            Example: whistle import matters matters.xlsx --as zhuyingdispatch1 --errors bad.xlsx
            """
        )
    )

    @Argument(help: ArgumentHelp(localized("导入什么", "what it holds"), valueName: "kind"))
    var kind: ImportKind

    @Argument(help: ArgumentHelp(localized("表格文件", "the sheet"), valueName: "file"))
    var file: String?

    @Option(
        help: ArgumentHelp(
            localized("写出空白模板（.xlsx 或 .csv），不导入", "write an empty template (.xlsx or .csv) instead"),
            valueName: "file"
        )
    )
    var template: String?

    @Flag(help: ArgumentHelp(localized("先检查每一行，有一行不对就什么也不写", "check every row first; write nothing where one is bad")))
    var allOrNothing = false

    @Option(
        help: ArgumentHelp(
            localized("把原表写到这里，加一列错误", "write the sheet back here, with a column of errors"),
            valueName: "file"
        )
    )
    var errors: String?

    @Option(
        help: ArgumentHelp(
            localized("文件格式；不写则由文件自身判断", "kind of file; without it, the file itself tells"),
            valueName: "format"
        )
    )
    var format: SheetKind?

    @Option(help: ArgumentHelp(localized("工作表名称", "the sheet of a workbook"), valueName: "name"))
    var sheet: String?

    @Option(
        name: .customLong("as"),
        help: ArgumentHelp(
            localized(
                "诉求：行内没写上报人时由谁上报；日历：由谁要求重算",
                "matters: who reports where a row does not say; calendars: who has clocks reckoned anew"
            ),
            valueName: "account"
        )
    )
    var account: String?

    @Option(help: ArgumentHelp(localized("诉求：编号出自哪个系统", "matters: whose numbers the ids are"), valueName: "name"))
    var source = "sheet"

    @Option(help: ArgumentHelp(localized("诉求：按哪个定义", "matters: under which definition"), valueName: "name"))
    var definition = "issue"

    @Option(help: ArgumentHelp(localized("节假日：用于哪个日历", "holidays: for which calendar"), valueName: "name"))
    var calendar: String?

    @Option(
        help: ArgumentHelp(
            localized("日历：把到期时间有变的工单全部写到这个 CSV", "calendars: write every ticket whose clocks moved to this CSV"),
            valueName: "file"
        )
    )
    var moves: String?

    @OptionGroup var database: DatabaseOptions

    func validate() throws {
        guard (file == nil) != (template == nil) else {
            throw ValidationError(localized("给出要导入的文件，或 --template", "name a file to import, or --template"))
        }
        guard DefinitionName(definition) != nil else {
            throw ValidationError(localized("“\(definition)”不是定义名", "“\(definition)” is no definition's name"))
        }
        if let errors, errors == file {
            throw ValidationError(localized("--errors 不能是原表", "--errors cannot be the sheet itself"))
        }
    }

    func run() async throws {
        let command = self
        try await database.withDistrict { engine, district in
            try await command.run(Importer(engine: engine, district: district.id), district)
        }
    }
}

extension ImportCommand {
    private func run(_ importer: Importer, _ district: DistrictConfiguration) async throws {
        if let template { return try await write(template, importer) }
        guard let file else { return }
        var options = try options()
        if let errors { options.errorsTo = try SheetOutput(argument: errors) }
        let listing = try AdjustmentListing(district, most: 20, csv: moves)
        options.eachAdjusted = { try listing.note($0) }
        let report = try await importer.run(kind, SheetInput(argument: file), options: options) { progress in
            Terminal.progress(Self.line(progress))
        }
        Terminal.progress("")
        try listing.finish()
        show(report)
        if let recomputed = report.recomputed { listing.show(recomputed) }
        guard report.badRows == 0 else { throw ExitCodes.findings }
    }

    private func options() throws -> ImportOptions {
        var options = ImportOptions()
        options.isAllOrNothing = allOrNothing
        options.language = Language.current == .zh ? .zh : .en
        options.fileKind = format
        options.sheet = sheet
        options.account = account
        options.source = source
        options.definition = DefinitionName(definition) ?? options.definition
        options.calendar = calendar
        return options
    }

    private func write(_ path: String, _ importer: Importer) async throws {
        let name = DefinitionName(definition) ?? "issue"
        let template = try await importer.template(kind, definition: name)
        try template.write(format ?? SheetKind(path: path) ?? .csv, to: SheetOutput(argument: path))
    }

    private func show(_ report: ImportReport) {
        for line in report.bad {
            Terminal.line(
                localized(
                    "第 \(line.line) 行：\(line.message.zh)〔\(line.code)〕",
                    "line \(line.line): \(line.message.en) [\(line.code)]"
                )
            )
        }
        if !report.unknownColumns.isEmpty {
            let names = report.unknownColumns.joined(separator: ", ")
            Terminal.note(localized("不认识、未导入的列：\(names)", "columns that mean nothing and were passed over: \(names)"))
        }
        if !report.findings.isEmpty {
            let shown = report.findings.prefix(20)
            for problem in shown { Terminal.note(DirectoryView.line(problem)) }
            let rest = report.findings.count - shown.count
            Terminal.note(
                localized(
                    "警告：目录有 \(report.findings.count) 处缺陷\(rest > 0 ? "（另有 \(rest) 处未列）" : "")；见 whistle directory check",
                    "warning: the directory has \(report.findings.count) findings\(rest > 0 ? ", \(rest) not shown" : ""); see whistle directory check"
                )
            )
        }
        if report.isRefused {
            Terminal.note(localized("有错误行，什么也没有写入", "rows are bad: nothing was written"))
        }
        let corrected =
            report.corrected == 0
            ? "" : localized("，更正时限 \(report.corrected)", ", \(report.corrected) with corrected times")
        Terminal.line(
            localized(
                "\(report.rows) 行：导入 \(report.loaded)，原已有 \(report.alreadyThere)\(corrected)，有错 \(report.badRows)",
                "\(report.rows) rows: \(report.loaded) loaded, \(report.alreadyThere) there already\(corrected), \(report.badRows) bad"
            )
        )
    }

    private static func line(_ progress: ImportProgress) -> String {
        let share = progress.fraction.map { " \(Int($0 * 100))%" } ?? ""
        let phase =
            switch progress.phase {
            case .checking: localized("检查", "checking")
            case .loading: localized("导入", "loading")
            case .recomputing: localized("重算在办时限", "reckoning running clocks anew")
            }
        let bad = progress.badRows == 0 ? "" : localized("，有错 \(progress.badRows)", ", \(progress.badRows) bad")
        return "\(phase)\(share) \(localized("\(progress.rows) 行", "\(progress.rows) rows"))\(bad)"
    }
}

extension ImportKind: ExpressibleByArgument {}

extension SheetKind: ExpressibleByArgument {}
