import ArgumentParser
import Foundation
import Shipped
import Workflow

/// `whistle calendar`: checks and explains deadlines without a database; reckons running clocks anew.
struct CalendarCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "calendar",
        abstract: localized("核对、解释和重算时限", "Check, explain and recompute deadlines."),
        subcommands: [Check.self, Explain.self, Recompute.self]
    )

    /// `whistle calendar check FILE --holidays CSV`.
    struct Check: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "check",
            abstract: localized("按文件逐行核对时限", "Check the deadlines of a file, row by row."),
            discussion: localized(
                "文件的列：kind,profile,start_local,amount,unit,deadline_local。列出每处不符和总数；有不符则以 1 退出。",
                "Columns: kind,profile,start_local,amount,unit,deadline_local. Prints each mismatch and the counts; exits with 1 where there is one."
            )
        )

        @Argument(help: ArgumentHelp(localized("CSV 文件", "CSV file"), valueName: "file")) var file: String
        @Option(
            help: ArgumentHelp(
                localized("节假日 CSV（date,name,is_off_day）", "holidays CSV (date,name,is_off_day)"),
                valueName: "csv"
            )
        )
        var holidays: String?

        func run() async throws {
            try await complaining {
                let list = try Files.holidays(holidays)
                let report = try GoldenDeadlines.check(Files.text(file), holidays: list)
                for row in report.badRows {
                    Terminal.line(
                        localized("第 \(row.line) 行读不懂：\(row.reason)", "line \(row.line) is bad: \(row.reason)")
                    )
                }
                for row in report.mismatches {
                    Terminal.line(
                        localized(
                            "第 \(row.line) 行：应为 \(row.expected)，算得 \(row.got)",
                            "line \(row.line): expected \(row.expected), got \(row.got)"
                        )
                    )
                }
                Terminal.line(
                    localized(
                        "\(report.rows) 行，相等 \(report.equal)，不符 \(report.mismatches.count)，读不懂 \(report.badRows.count)",
                        "\(report.rows) rows: \(report.equal) equal, \(report.mismatches.count) not, \(report.badRows.count) bad"
                    )
                )
                guard report.isClean else { throw ExitCodes.findings }
            }
        }
    }

    /// `whistle calendar explain 5wd 2026-02-13T16:30`.
    struct Explain: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "explain",
            abstract: localized("说明为何在那时到期", "Say why something falls due when it does."),
            discussion: localized(
                "示例：whistle calendar explain 5wd 2026-02-13T16:30",
                "Example: whistle calendar explain 5wd 2026-02-13T16:30"
            )
        )

        @Argument(
            help: ArgumentHelp(
                localized("时限，如 30m、4wh、5wd、5bd、30d", "limit, such as 30m, 4wh, 5wd, 5bd, 30d"),
                valueName: "limit"
            )
        )
        var limit: String
        @Argument(help: ArgumentHelp(localized("起算时间（当地）", "start, local time"), valueName: "start")) var start: String
        @Option(help: ArgumentHelp(localized("节假日 CSV", "holidays CSV"), valueName: "csv")) var holidays: String?

        func run() async throws {
            try await complaining {
                let list = try Files.holidays(holidays)
                let calendar = try WorkCalendar.office(holidays: list)
                let explanation = calendar.explain(limit: try Limit(limit), from: calendar.instant(try time()))
                Terminal.line(Language.current == .zh ? explanation.chinese : explanation.english)
            }
        }

        /// The start as typed, in years that a matter can have: beyond them no calendar knows a day.
        private func time() throws -> LocalDateTime {
            let local = start.replacing(" ", with: "T")
            let full =
                local.contains("T") ? (local.count { $0 == ":" } == 1 ? local + ":00" : local) : local + "T00:00:00"
            guard let time = LocalDateTime(full) else {
                throw Complaint(
                    "bad_time",
                    zh: "“\(start)”不是时间，应写作 2026-02-13T16:30",
                    en: "“\(start)” is not a time; write it as 2026-02-13T16:30",
                    exit: ExitCodes.usage
                )
            }
            guard (1970...2199).contains(time.date.year) else {
                throw Complaint(
                    "time_out_of_range",
                    zh: "时间 \(start) 超出范围（1970–2200年）",
                    en: "the time \(start) is out of range (1970–2200)",
                    exit: ExitCodes.usage
                )
            }
            return time
        }
    }
}

/// Reads files that a person names.
enum Files {
    /// The holidays of a file, or those that ship with the program.
    static func holidays(_ path: String?) throws -> HolidayList {
        guard let path else { return try Shipped.holidays() }
        return try HolidayList(csv: text(path))
    }

    static func text(_ path: String) throws -> String {
        do {
            return try String(contentsOfFile: path, encoding: .utf8)
        } catch {
            throw Complaint(
                "file_not_readable",
                zh: "读不了文件 \(path)",
                en: "the file \(path) cannot be read",
                exit: ExitCodes.noInput
            )
        }
    }
}
