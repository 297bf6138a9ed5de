import ArgumentParser
import Dispatcher
import PGStore
import Workflow

/// `whistle duty`: who is on duty, and where nobody is.
struct DutyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "duty",
        abstract: localized("值班：谁在班上，哪里无人值守", "Duty: who is on, and where nobody is."),
        subcommands: [List.self, Gaps.self]
    )

    /// `whistle duty list`.
    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "list",
            abstract: localized("列出某天的值班表", "List the duty roster of a day.")
        )

        @Option(help: ArgumentHelp(localized("哪一天；不写为今天", "which day; today without it"), valueName: "day"))
        var day: String?
        @Option(
            help: ArgumentHelp(
                localized("单位及其下级（编码或名称）", "a unit with all below it (code or name)"),
                valueName: "unit"
            )
        )
        var unit: String?
        @Flag(help: ArgumentHelp(localized("JSON，每行一班", "JSON, one shift a line"))) var json = false
        @OptionGroup var database: DatabaseOptions

        func run() async throws {
            let (unit, day, json) = (unit, day, json)
            try await database.withDistrict { engine, configuration in
                let calendar = configuration.calendars.standard
                let today = calendar.local(try await engine.now()).date
                guard let period = calendar.day(try DayOption.day(day) ?? today) else { return }
                let units = try configuration.subtree(called: unit).map { Set($0) }
                let shifts = try await engine.shifts(in: period, of: configuration.id)
                    .filter { units?.contains($0.unit) ?? true }
                for shift in shifts { Terminal.line(configuration.line(shift, json: json)) }
                if !json { Terminal.line(localized("\(shifts.count) 班", "\(shifts.count) shifts")) }
            }
        }
    }

    /// `whistle duty gaps`.
    struct Gaps: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "gaps",
            abstract: localized("列出空岗、不在岗和无人值守的时段", "List empty posts and hours without anybody on duty."),
            discussion: localized(
                """
                有值班表的单位、岗位，在非工作时间须有人值守；曾有人的岗位须有人在任。有空缺时以 1 退出。
                守护进程每天 15:00 把明天的空缺告诉各单位的上级。
                """,
                """
                Where a roster is kept somebody must be on outside working time; a post that somebody held must be held. \
                Exits with 1 where something is empty. At 15:00 the daemon tells the unit above of tomorrow's.
                """
            )
        )

        @Option(help: ArgumentHelp(localized("哪一天；不写为今天", "which day; today without it"), valueName: "day"))
        var day: String?
        @Flag(help: ArgumentHelp(localized("明天", "tomorrow"))) var tomorrow = false
        @Flag(help: ArgumentHelp(localized("JSON，每行一处", "JSON, one gap a line"))) var json = false
        @OptionGroup var database: DatabaseOptions

        func validate() throws {
            guard day == nil || !tomorrow else {
                throw ValidationError(localized("--day 与 --tomorrow 二选一", "--day or --tomorrow, not both"))
            }
        }

        func run() async throws {
            let (day, tomorrow, json) = (day, tomorrow, json)
            let count = try await database.withDistrict { engine, configuration in
                let today = configuration.calendars.standard.local(try await engine.now()).date
                let gaps = configuration.gaps(on: try DayOption.day(day) ?? today.adding(days: tomorrow ? 1 : 0))
                for gap in gaps {
                    Terminal.line(json ? configuration.json(gap).canonicalText : configuration.words(gap)(.current))
                }
                if !json { Terminal.line(localized("空缺 \(gaps.count) 处", "\(gaps.count) gaps")) }
                return gaps.count
            }
            guard count == 0 else { throw ExitCodes.findings }
        }
    }
}

extension DistrictConfiguration {
    fileprivate func line(_ shift: DutyShift, json isJSON: Bool) -> String {
        let (calendar, names) = (calendars.standard, peopleNames)
        guard !isJSON else {
            let json: JSONValue = [
                "unit": json(shift.unit), "role": shift.role.map { .string($0.text) } ?? .null,
                "person": json(person: shift.person), "from": .string(shift.period.from.description),
                "until": .string(shift.period.until.description),
            ]
            return json.canonicalText
        }
        let role = shift.role.map { names.role($0)(.current) } ?? localized("值班", "duty")
        return [
            unitName(shift.unit).cut(24).padded(24), role.padded(18),
            "\(calendar.shown(shift.period.from)) – \(calendar.shown(shift.period.until))", shown(shift.person),
        ].joined(separator: " ")
    }

    fileprivate func json(_ gap: PostBook.Gap) -> JSONValue {
        let (role, period): (RoleName?, Period?) =
            switch gap {
            case .empty(let post), .away(let post, _): (post.role, nil)
            case .nobody: (nil, nil)
            case .duty(_, let role, let period): (role, period)
            }
        return [
            "code": .string(gap.code), "unit": json(gap.unit), "role": role.map { .string($0.text) } ?? .null,
            "from": period.map { .string($0.from.description) } ?? .null,
            "until": period.map { .string($0.until.description) } ?? .null, "what": .string(words(gap)(.current)),
        ]
    }
}
