import ArgumentParser
import Dispatcher
import Messaging
import PGStore
import Workflow

extension WebhookCommand {
    /// `whistle webhook add`.
    struct Add: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "add",
            abstract: localized("登记一个推送；密钥只显示一次", "Add a webhook; its secret is shown once."),
            discussion: localized(
                "从登记时起的事件。各条件都满足才推送；不写则不限。",
                "Of events from now on. What is given must all hold; what is not given asks for nothing."
            )
        )

        @Argument(help: ArgumentHelp(localized("接收地址", "where events go"), valueName: "url")) var url: String
        @Option(help: ArgumentHelp(localized("cloudevents 或 json", "cloudevents or json"), valueName: "format"))
        var format = Webhook.Format.cloudevents.rawValue
        @Option(help: ArgumentHelp(localized("流程，可多次", "a definition; may be repeated"), valueName: "name"))
        var definition: [String] = []
        @Option(
            help: ArgumentHelp(
                localized("动作，或时限/步骤如 sign/due，可多次", "an act, or a clock's step as sign/due; may be repeated"),
                valueName: "act"
            )
        )
        var act: [String] = []
        @Option(help: ArgumentHelp(localized("类别及其下级", "a category and those below"), valueName: "path"))
        var category: String?
        @Option(help: ArgumentHelp(localized("单位及其下级", "a unit and those below"), valueName: "unit")) var unit: String?
        @Option(
            help: ArgumentHelp(
                localized("上级平台：只推送回填的答复，连同其内容", "a platform above: told of its answers alone, with what they say"),
                valueName: "name"
            )
        )
        var platform: String?
        @Option(name: .customLong("as"), help: ArgumentHelp(localized("登记人账号", "who adds it"), valueName: "account"))
        var account: String?
        @Flag(help: ArgumentHelp(localized("JSON", "JSON"))) var json = false
        @OptionGroup var database: DatabaseOptions

        func run() async throws {
            let command = self
            let allowsPlain = try await complaining { try await !Settings.read().webhookNetworks.isEmpty }
            try await WebhookCommand.with(database) { webhooks, _, configuration in
                let added = try await webhooks.add(
                    command.url,
                    format: command.chosenFormat(),
                    filter: command.filter(configuration),
                    in: configuration.id,
                    by: try command.account.flatMap { try configuration.party($0).person },
                    allowsPlain: allowsPlain
                )
                guard !command.json else {
                    let value: JSONValue = ["id": .int(added.id), "secret": .string(added.secret)]
                    return Terminal.line(value.canonicalText)
                }
                Terminal.line(
                    localized(
                        "已登记 \(added.id) 号推送；密钥（只显示一次）：\(added.secret)",
                        "webhook \(added.id) was added; its secret, shown once: \(added.secret)"
                    )
                )
            }
        }

        private func chosenFormat() throws -> Webhook.Format {
            guard let chosen = Webhook.Format(rawValue: format) else {
                let known = Webhook.Format.allCases.map(\.rawValue).joined(separator: ", ")
                throw Complaint(
                    "bad_format",
                    zh: "没有形式“\(format)”；有：\(known)",
                    en: "there is no format “\(format)”; there are: \(known)",
                    exit: ExitCodes.usage
                )
            }
            return chosen
        }

        /// What is asked for; what the district does not know would never come.
        private func filter(_ configuration: DistrictConfiguration) throws -> Webhook.Filter {
            let machines = configuration.latestMachines.map(\.definition)
            for name in definition where !machines.contains(where: { $0.name.text == name }) {
                throw Complaint(
                    "unknown_definition",
                    zh: "没有流程“\(name)”",
                    en: "there is no definition “\(name)”",
                    exit: ExitCodes.refused
                )
            }
            var filter = Webhook.Filter()
            filter.definitions = Set(definition)
            filter.acts = Set(act)
            filter.category = category
            if let platform, configuration.platforms[platform] == nil {
                throw Complaint(
                    "unknown_platform",
                    zh: "没有上级平台“\(platform)”；先导入：whistle import platforms",
                    en: "no platform is called “\(platform)”: whistle import platforms first",
                    exit: ExitCodes.refused
                )
            }
            filter.platform = platform
            filter.unit = try unit.map { try configuration.required(unit: $0).id }
            return filter
        }
    }

    /// `whistle webhook list`.
    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "list",
            abstract: localized("列出推送及其条件、死信数", "List webhooks with what they ask for, and their dead letters.")
        )

        @Flag(help: ArgumentHelp(localized("JSON 输出，每行一个", "print JSON, one a line"))) var json = false
        @OptionGroup var database: DatabaseOptions

        func run() async throws {
            let json = json
            try await WebhookCommand.with(database) { webhooks, engine, configuration in
                for hook in try await webhooks.list(configuration.id) {
                    let dead = try await DeadLetters(engine: engine).postings(configuration.id, channel: hook.channel)
                        .count
                    Terminal.line(
                        json ? Self.json(hook, dead, configuration).canonicalText : Self.text(hook, dead, configuration)
                    )
                }
            }
        }

        private static func text(_ hook: Webhook, _ dead: Int, _ configuration: DistrictConfiguration) -> String {
            let filter = hook.filter
            let state =
                hook.disabledAt.map {
                    localized("停用 ", "disabled ") + configuration.calendars.standard.shown($0) + " " + hook.disabledWhy
                } ?? localized("启用", "enabled")
            return [
                "\(hook.id)", hook.url, hook.format.rawValue, filter.definitions.sorted().joined(separator: ","),
                filter.acts.sorted().joined(separator: ","), filter.category ?? "",
                filter.unit.map { configuration.unitName($0) } ?? "", filter.platform ?? "", state,
                hook.madeBy.map { configuration.name(of: $0) } ?? "",
                localized("死信 \(dead)", "dead letters: \(dead)"),
            ].filter { !$0.isEmpty }.joined(separator: "  ")
        }

        private static func json(_ hook: Webhook, _ dead: Int, _ configuration: DistrictConfiguration) -> JSONValue {
            [
                "id": .int(hook.id), "url": .string(hook.url), "format": .string(hook.format.rawValue),
                "definitions": .array(hook.filter.definitions.sorted().map { .string($0) }),
                "acts": .array(hook.filter.acts.sorted().map { .string($0) }),
                "category": hook.filter.category.map { .string($0) } ?? .null,
                "unit": hook.filter.unit.map { configuration.json($0) } ?? .null,
                "platform": hook.filter.platform.map { .string($0) } ?? .null,
                "enabled": .bool(hook.disabledAt == nil), "why": .string(hook.disabledWhy),
                "made_at": .int(hook.madeAt.microseconds),
                "made_by": hook.madeBy.map { configuration.json(person: $0) } ?? .null, "dead": .int(Int64(dead)),
            ]
        }
    }
}
