import ArgumentParser
import Dispatcher
import Messaging
import Workflow

/// `whistle channels`: the file of channels by which messages leave.
struct ChannelsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "channels",
        abstract: localized("短信、电话、群机器人、邮件的通道", "Channels: short messages, calls, groups' robots, mail."),
        subcommands: [Check.self]
    )

    /// `whistle channels check`.
    struct Check: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "check",
            abstract: localized(
                "检查通道文件；有错逐条列出位置和代码，并以 1 退出",
                "Check a file of channels; lists what is wrong with place and code, and exits with 1."
            ),
            discussion: localized(
                "不发送任何消息，不需要数据库。密钥按 secrets 从环境变量或文件读取。写法见 docs/MESSAGES.md。",
                """
                Sends nothing and needs no database. Secrets are read from the environment or files, as the file says. \
                docs/MESSAGES.md shows how one is written.
                """
            )
        )

        @Argument(help: ArgumentHelp(localized("通道文件（YAML）", "the file of channels, YAML"), valueName: "file"))
        var file: String
        @Flag(help: ArgumentHelp(localized("JSON", "JSON"))) var json = false

        func run() async throws {
            try await complaining {
                do {
                    let book = try ChannelFile.read(file)
                    json ? Terminal.line(Self.json(book).canonicalText) : Self.printText(book)
                } catch let problems as Problems {
                    for problem in problems.all {
                        Terminal.line(json ? Self.json(problem).canonicalText : Self.text(problem))
                    }
                    throw ExitCodes.findings
                }
            }
        }

        private static func text(_ problem: Problem) -> String {
            "\(problem.path)  \(problem.message(.current)) [\(problem.code)]"
        }

        private static func json(_ problem: Problem) -> JSONValue {
            [
                "code": .string(problem.code), "path": .string(problem.path), "zh": .string(problem.message.zh),
                "en": .string(problem.message.en),
            ]
        }

        private static func json(_ book: ChannelBook) -> JSONValue {
            [
                "gateways": .array(book.gateways.map { .string($0.name) }),
                "robots": .array(book.robots.map { .string($0.name) }), "mail": .bool(book.mail != nil),
                "duty_phone": .bool(book.duty != nil), "keep_days": .int(Int64(book.keepDays)),
            ]
        }

        private static func printText(_ book: ChannelBook) {
            for gateway in book.gateways {
                let templates = gateway.templates.keys.sorted().joined(separator: ", ")
                Terminal.line("\(gateway.name)  \(gateway.form.rawValue)  \(templates)")
                if let plan = gateway.delivery {
                    Terminal.line("\(gateway.name)  POST /api/v1/receipts/\(plan.channel)/\(plan.pathToken)")
                }
            }
            for robot in book.robots {
                Terminal.line("\(robot.name)  \(robot.kind.rawValue)  \(robot.units.sorted().joined(separator: ", "))")
            }
            if let mail = book.mail { Terminal.line("mail  \(mail.units.keys.sorted().joined(separator: ", "))") }
            if let duty = book.duty {
                Terminal.line("duty  \(duty.gateway)  \(duty.clocks.sorted().joined(separator: ", "))")
            }
            Terminal.line(localized("通道文件没有问题", "nothing is wrong with the file"))
        }
    }
}
