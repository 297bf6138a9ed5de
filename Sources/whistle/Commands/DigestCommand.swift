import ArgumentParser
import Dispatcher
import PGStore
import Workflow

/// `whistle digest`: when people are told what does not press.
struct DigestCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "digest",
        abstract: localized("汇总消息：何时发、免打扰时段", "Digests: when people are told, and when never."),
        subcommands: [Show.self, Set.self]
    )

    /// `whistle digest show`.
    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "show",
            abstract: localized("查看发送时间和在等的消息", "Show the times, and what waits.")
        )

        @Flag(help: ArgumentHelp(localized("JSON 输出", "print JSON"))) var json = false
        @OptionGroup var database: DatabaseOptions

        func run() async throws {
            let json = json
            try await database.withDistrict { engine, configuration in
                let waiting = try await engine.waiting(in: configuration.id)
                let calendar = configuration.calendars.standard
                let rules = configuration.messages
                guard !json else {
                    let value: JSONObject = [
                        "people": .int(Int64(waiting.people)), "messages": .int(Int64(waiting.messages)),
                        "next": waiting.next.map { .string($0.description) } ?? .null,
                    ]
                    let times = rules.json.object ?? [:]
                    return Terminal.line(JSONValue.object(times.merging(value) { $1 }).canonicalText)
                }
                Terminal.line(configuration.messageTimes)
                let next = waiting.next.map { localized("，最早 ", ", the first at ") + calendar.shown($0) } ?? ""
                Terminal.line(
                    localized(
                        "在等：\(waiting.people) 人，\(waiting.messages) 条",
                        "waiting: \(waiting.people) people, \(waiting.messages) messages"
                    ) + next
                )
            }
        }
    }

    /// `whistle digest set`.
    struct Set: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "set",
            abstract: localized("设定发送时间和免打扰时段", "Set the times of digests and the quiet hours."),
            discussion: localized(
                """
                紧急的随时立即发；其余到点汇总，每人一封。不写的不变；写 none 为没有。
                示例：whistle digest set --times 08:30,14:00 --quiet 20:00-08:00 --gaps-at 15:00
                """,
                """
                What presses goes out at once; all else at these times, one letter a person. What is not given stays; none \
                means none.
                Example: whistle digest set --times 08:30,14:00 --quiet 20:00-08:00 --gaps-at 15:00
                """
            )
        )

        @Option(help: ArgumentHelp(localized("汇总时间，逗号分隔", "times of digests, by commas"), valueName: "times"))
        var times: String?
        @Option(help: ArgumentHelp(localized("免打扰时段", "quiet hours"), valueName: "from-until"))
        var quiet: String?
        @Option(
            help: ArgumentHelp(
                localized("何时把明天的空缺告诉上级", "when units above are told of tomorrow's gaps"),
                valueName: "time"
            )
        )
        var gapsAt: String?
        @OptionGroup var database: DatabaseOptions

        func run() async throws {
            let typed = MessageTimes(times: times, quiet: quiet, gapsAt: gapsAt)
            try await database.withDistrict { engine, configuration in
                let rules = try typed.rules(before: configuration.messages)
                Terminal.line(try await engine.tell(by: rules, in: configuration.id).messageTimes)
            }
        }
    }
}

/// Times as typed: `none` is none, and what is not typed stays.
struct MessageTimes: Sendable {
    let times: String?
    let quiet: String?
    let gapsAt: String?

    /// The rules that are meant.
    func rules(before: MessageRules) throws -> MessageRules {
        do throws(Problem) {
            return try before.with(
                times: times.map { $0 == "none" ? [] : $0.split(separator: ",").map(String.init) },
                quiet: quiet.map { $0 == "none" ? nil : $0 },
                gapsAt: gapsAt.map { $0 == "none" ? nil : $0 }
            )
        } catch {
            throw Complaint(error.code, zh: error.message.zh, en: error.message.en, exit: ExitCodes.usage)
        }
    }
}

extension DistrictConfiguration {
    /// When people are told, on a line.
    fileprivate var messageTimes: String {
        let none = localized("无", "none")
        let digests = messages.digests.map(\.description).joined(separator: localized("、", ", "))
        let quiet = messages.quiet.map { "\($0.from)–\($0.until)" } ?? none
        return localized(
            "汇总：\(digests.isEmpty ? "无，随时发" : digests)；免打扰：\(quiet)；空缺通知：\(messages.gapsAt.map { "\($0)" } ?? none)",
            "digests: \(digests.isEmpty ? "none, all at once" : digests); quiet: \(quiet); gaps: \(messages.gapsAt.map { "\($0)" } ?? none)"
        )
    }
}
