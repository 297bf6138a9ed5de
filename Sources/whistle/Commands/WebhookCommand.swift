import ArgumentParser
import Dispatcher
import Messaging
import PGStore
import Workflow

/// `whistle webhook`: programs outside that are told of events.
struct WebhookCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "webhook",
        abstract: localized("事件推送：把事件告诉外部程序", "Webhooks: programs outside that are told of events."),
        discussion: localized(
            """
            签名按 Standard Webhooks；正文为 CloudEvents 1.0 或 JSON；失败后三天内重试，再成死信。内网地址须列入 \
            WHISTLE_WEBHOOK_ALLOW。见 docs/MESSAGES.md。
            """,
            """
            Signed as Standard Webhooks has it, CloudEvents 1.0 or JSON, tried for three days, then dead letters. Private \
            networks are named in WHISTLE_WEBHOOK_ALLOW. See docs/MESSAGES.md.
            """
        ),
        subcommands: [Add.self, List.self, Disable.self, Test.self, Resend.self]
    )

    /// Runs a body with the webhooks of the district that is meant.
    static func with(
        _ database: DatabaseOptions,
        _ body: @Sendable @escaping (Webhooks, Engine, DistrictConfiguration) async throws -> Void
    ) async throws {
        let guardian = try await complaining { try await Settings.read().webhookGuard() }
        try await database.withDistrict { engine, configuration in
            try await body(Webhooks(engine: engine, guardian: guardian), engine, configuration)
        }
    }
}

extension WebhookCommand {
    /// `whistle webhook disable`.
    struct Disable: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "disable",
            abstract: localized("停止推送；未送达的成为死信", "Tell it no more; what waits becomes dead letters.")
        )

        @Argument(help: ArgumentHelp(localized("推送的编号", "the webhook's number"), valueName: "number")) var id: Int64
        @OptionGroup var database: DatabaseOptions

        func run() async throws {
            let id = id
            try await WebhookCommand.with(database) { webhooks, _, configuration in
                try await webhooks.disable(id, in: configuration.id)
                Terminal.line(localized("已停止 \(id) 号推送", "webhook \(id) is told no more"))
            }
        }
    }

    /// `whistle webhook test`.
    struct Test: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "test",
            abstract: localized(
                "立即发送一个 whistle.test 事件；没有被接受则以 1 退出",
                "Send an event whistle.test at once; exits with 1 where it is not taken."
            )
        )

        @Argument(help: ArgumentHelp(localized("推送的编号", "the webhook's number"), valueName: "number")) var id: Int64
        @OptionGroup var database: DatabaseOptions

        func run() async throws {
            let id = id
            try await WebhookCommand.with(database) { webhooks, _, configuration in
                switch try await webhooks.test(id, in: configuration) {
                case .accepted(_, let words): Terminal.line(localized("已接受：\(words)", "taken: \(words)"))
                case .limited(_, let words), .refused(let words), .failed(let words):
                    Terminal.line(localized("没有接受：\(words)", "not taken: \(words)"))
                    throw ExitCodes.findings
                }
            }
        }
    }

    /// `whistle webhook resend`.
    struct Resend: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "resend",
            abstract: localized("重新推送一个推送的死信", "Send a webhook's dead letters again.")
        )

        @Argument(help: ArgumentHelp(localized("推送的编号", "the webhook's number"), valueName: "number")) var id: Int64
        @OptionGroup var database: DatabaseOptions

        func run() async throws {
            let id = id
            try await WebhookCommand.with(database) { webhooks, engine, configuration in
                let hook = try await webhooks.webhook(id, in: configuration.id)
                let letters = DeadLetters(engine: engine)
                var count = 0
                while true {
                    let page = try await letters.postings(configuration.id, channel: hook.channel, limit: 500)
                    guard !page.isEmpty else { break }
                    count += try await letters.resend(postings: page.map(\.id), in: configuration.id)
                }
                Terminal.line(localized("重投 \(count) 个事件", "events sent again: \(count)"))
            }
        }
    }
}
