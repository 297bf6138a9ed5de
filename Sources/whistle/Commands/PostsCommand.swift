import ArgumentParser
import Dispatcher
import PGStore
import Workflow

/// `whistle posts`: who is responsible where.
struct PostsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "posts",
        abstract: localized("岗位一览：哪里由谁负责，哪些空岗", "Who is responsible where, and which posts are empty."),
        discussion: localized(
            """
            在任、不在岗（代岗人）、空岗（由谁承接）、尚未到任。空岗由代岗人、再由上级承接。
            示例：whistle posts --unit 柳汀街道 --empty
            """,
            """
            Held, away (who stands in), empty (who answers), not begun yet. An empty post falls to who stands in, then to \
            the unit above.
            Example: whistle posts --unit 柳汀街道 --empty
            """
        )
    )

    @Option(
        help: ArgumentHelp(localized("单位及其下级（编码或名称）", "a unit with all below it (code or name)"), valueName: "unit")
    )
    var unit: String?
    @Option(help: ArgumentHelp(localized("哪一天（正午）；不写为现在", "on which day (at noon); now without it"), valueName: "day"))
    var day: String?
    @Flag(help: ArgumentHelp(localized("只列空岗和不在岗", "only what is empty or away"))) var empty = false
    @Flag(help: ArgumentHelp(localized("JSON，每行一岗", "JSON, one post a line"))) var json = false
    @OptionGroup var database: DatabaseOptions

    func run() async throws {
        let (unit, day, empty, json) = (unit, day, empty, json)
        try await database.withDistrict { engine, configuration in
            let calendar = configuration.calendars.standard
            let noon = try DayOption.day(day).flatMap { day in
                TimeOfDay(hour: 12, minute: 0).map { calendar.instant(LocalDateTime(date: day, time: $0)) }
            }
            let at = if let noon { noon } else { try await engine.now() }
            let list = PostList(configuration, units: try configuration.subtree(called: unit), at: at)
            let view = PostView(configuration: configuration)
            for line in list.lines where !empty || line.state != .held {
                Terminal.line(json ? view.json(line).canonicalText : view.line(line))
            }
            let count = list.lines.count { $0.state == .empty || $0.state == .away }
            if !json {
                Terminal.line(
                    localized(
                        "\(list.lines.count) 岗，空缺 \(count)",
                        "\(list.lines.count) posts, \(count) without anybody"
                    )
                )
            }
        }
    }
}

/// A post on a line.
struct PostView {
    let configuration: DistrictConfiguration

    func line(_ line: PostList.Line) -> String {
        let role = configuration.peopleNames.role(line.post.role)(.current)
        let holders = line.tenures.map { holder($0) }.joined(separator: localized("、", ", "))
        let state =
            switch line.state {
            case .held: ""
            case .away: localized("不在岗；", "away; ") + answers(line)
            case .empty: localized("空岗；", "empty; ") + answers(line)
            case .coming: localized("尚未到任；", "not begun yet; ") + answers(line)
            }
        return [configuration.unitName(line.post.unit).cut(24).padded(24), role.padded(20), holders, state]
            .filter { !$0.isEmpty }.joined(separator: " ")
    }

    private func answers(_ line: PostList.Line) -> String {
        guard let first = line.answers.first else { return localized("无人承接", "nobody answers") }
        let names = line.answers.map { configuration.shown($0.person) }.joined(separator: localized("、", ", "))
        return localized("承接：", "answers: ") + names + localized("（", " (")
            + first.words(configuration.peopleNames)(.current)
            + localized("）", ")")
    }

    private func holder(_ tenure: Tenure) -> String {
        let calendar = configuration.calendars.standard
        let days = [tenure.period.firstDay(in: calendar), tenure.period.lastDay(in: calendar)]
        let period =
            days.allSatisfy { $0 == nil } ? "" : " " + days.map { $0.map { "\($0)" } ?? "" }.joined(separator: "–")
        let notes = [
            tenure.isPartTime ? localized("兼职", "part time") : nil,
            tenure.substitute.map { localized("代岗人 ", "stand-in ") + configuration.name(of: $0) },
        ].compactMap(\.self)
        return configuration.shown(tenure.person) + period
            + (notes.isEmpty ? "" : " [\(notes.joined(separator: localized("，", ", ")))]")
    }

    func json(_ line: PostList.Line) -> JSONValue {
        let calendar = configuration.calendars.standard
        let names = configuration.peopleNames
        return [
            "unit": configuration.json(line.post.unit), "role": .string(line.post.role.text),
            "state": .string(line.state.rawValue),
            "tenures": .array(
                line.tenures.map { tenure in
                    [
                        "person": configuration.json(person: tenure.person),
                        "since": tenure.period.firstDay(in: calendar).map { .string("\($0)") } ?? .null,
                        "until": tenure.period.lastDay(in: calendar).map { .string("\($0)") } ?? .null,
                        "part_time": .bool(tenure.isPartTime),
                        "substitute": tenure.substitute.map { configuration.json(person: $0) } ?? .null,
                    ]
                }
            ),
            "answers": .array(
                line.answers.map { appointee in
                    [
                        "person": configuration.json(person: appointee.person),
                        "unit": configuration.json(appointee.unit), "as": .string(appointee.code),
                        "why": .string(appointee.words(names)(.current)),
                    ]
                }
            ),
        ]
    }
}
