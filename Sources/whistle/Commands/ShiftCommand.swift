import ArgumentParser
import Dispatcher
import PGStore
import Workflow

/// `whistle shift`: a desk's log from one shift to the next.
struct ShiftCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "shift",
        abstract: localized("交接班：值班日志", "Shifts of a desk: hand over, and the log."),
        subcommands: [HandOver.self, Log.self]
    )

    /// `whistle shift hand-over`.
    struct HandOver: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "hand-over",
            abstract: localized(
                "交班：记下未结事项、本班情况和交代",
                "Hand over to the next shift: what is open, what happened, a note."
            )
        )

        @Option(help: ArgumentHelp(localized("哪个单位的值班台", "whose desk"), valueName: "unit")) var unit: String
        @Option(help: ArgumentHelp(localized("交班人（账号）", "who goes (account)"), valueName: "account")) var from: String
        @Option(help: ArgumentHelp(localized("接班人（账号）", "who comes (account)"), valueName: "account")) var to: String
        @Option(
            help: ArgumentHelp(
                localized(
                    "本班开始时间；不写则按值班表、上一页日志或当天零点",
                    "when the shift began; else by the roster, the last page or the day"
                ),
                valueName: "time"
            )
        )
        var since: String?
        @Option(help: ArgumentHelp(localized("交代的话", "what the next should know"), valueName: "text")) var note = ""
        @Flag(help: ArgumentHelp(localized("JSON 输出", "print JSON"))) var json = false
        @OptionGroup var database: DatabaseOptions

        func validate() throws {
            guard from != to else {
                throw ValidationError(localized("不能交给本人", "nobody hands over to themselves"))
            }
            guard note.unicodeScalars.count <= 2_000 else {
                throw ValidationError(localized("--note 最多 2000 字", "--note takes at most 2000 characters"))
            }
        }

        func run() async throws {
            let command = self
            try await database.withDistrict { engine, configuration in
                let desk = try configuration.required(unit: command.unit).id
                let people = try [command.from, command.to].map { try configuration.required(person: $0) }
                let since = try command.since.map { text in
                    guard let instant = configuration.instant(text) else {
                        throw Complaint(
                            "bad_time",
                            zh: "“\(text)”不是时间",
                            en: "“\(text)” is no time",
                            exit: ExitCodes.usage
                        )
                    }
                    return instant
                }
                let page = try await ShiftHandOver(engine: engine, configuration: configuration).write(
                    unit: desk,
                    Workflow.HandOver(from: people[0], to: people[1]),
                    since: since,
                    note: command.note
                )
                let view = ShiftPageView(page: page, configuration: configuration)
                if command.json { return Terminal.line(view.json.canonicalText) }
                for line in view.lines { Terminal.line(line) }
            }
        }
    }

    /// `whistle shift log`.
    struct Log: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "log",
            abstract: localized("查看值班日志，最近的在前", "Show the log, the latest first.")
        )

        @Option(
            help: ArgumentHelp(
                localized("单位及其下级（编码或名称）", "a unit with all below it (code or name)"),
                valueName: "unit"
            )
        )
        var unit: String?
        @Option(help: ArgumentHelp(localized("最多几页", "pages at the most"), valueName: "pages")) var limit = 10
        @Flag(help: ArgumentHelp(localized("JSON，每行一页", "JSON, one page a line"))) var json = false
        @OptionGroup var database: DatabaseOptions

        func validate() throws {
            guard (1...10_000).contains(limit) else {
                throw ValidationError(localized("--limit 是 1 到 10000", "--limit is from 1 to 10000"))
            }
        }

        func run() async throws {
            let (unit, limit, json) = (unit, limit, json)
            try await database.withDistrict { engine, configuration in
                let units = try configuration.subtree(called: unit)
                let log = ShiftHandOver(engine: engine, configuration: configuration)
                for page in try await log.log(units: units, limit: limit) {
                    let view = ShiftPageView(page: page, configuration: configuration)
                    guard !json else {
                        Terminal.line(view.json.canonicalText)
                        continue
                    }
                    for line in view.lines { Terminal.line(line) }
                    Terminal.line("")
                }
            }
        }
    }
}

/// A page of a desk's log, in words.
struct ShiftPageView {
    let page: ShiftLogRow
    let configuration: DistrictConfiguration

    var lines: [String] {
        let calendar = configuration.calendars.standard
        let body = page.body
        func count(_ key: String) -> Int64 { body[key]?.int ?? 0 }
        var lines = [
            localized("值班日志", "Shift log") + " #\(page.id)  \(configuration.unitName(page.unit))  "
                + "\(calendar.shown(page.period.from)) – \(calendar.shown(page.period.until))",
            localized("交班人：", "from: ") + configuration.shown(page.giver) + "  " + localized("接班人：", "to: ")
                + configuration.shown(page.taker),
            localized(
                "未结 \(count("open")) 件（紧急 \(count("urgent"))，红灯 \(count("overdue"))）；本班新增 \(count("filed"))，到期 \(count("expired"))，共 \(count("events")) 步",
                "open: \(count("open")) (urgent \(count("urgent")), red \(count("overdue"))); this shift: \(count("filed")) filed, \(count("expired")) fell due, \(count("events")) steps"
            ),
        ]
        lines += (body["matters"]?.array ?? []).map(line)
        if !page.note.isEmpty { lines.append(localized("交代：", "note: ") + page.note) }
        return lines
    }

    private func line(_ matter: JSONValue) -> String {
        let mark = matter["urgent"] == true ? localized("急 ", "! ") : "  "
        let parts = ["number", "title", "lamp", "due", "owner"].compactMap { matter[$0]?.string }
        return mark + parts.joined(separator: "  ")
    }

    /// The same as JSON.
    var json: JSONValue {
        [
            "id": .int(page.id), "unit": configuration.json(page.unit), "from": configuration.json(person: page.giver),
            "to": configuration.json(person: page.taker), "since": .string(page.period.from.description),
            "at": .string(page.period.until.description), "note": .string(page.note), "log": page.body,
        ]
    }
}
