import ArgumentParser
import Dispatcher
import PGStore
import Workflow

extension AccountCommand {
    /// `whistle account token`.
    struct Token: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "token",
            abstract: localized("程序用的令牌", "Tokens for programs."),
            subcommands: [Make.self, List.self, Revoke.self]
        )

        /// `whistle account token make`.
        struct Make: AsyncParsableCommand {
            static let configuration = CommandConfiguration(
                commandName: "make",
                abstract: localized("新建令牌，只显示这一次", "Make a token; it is shown this once."),
                discussion: localized(
                    """
                    程序以该账号的身份办事，不超出其岗位和所给的权限。
                    示例：whistle account token make zhuyingdispatch1 --title 12345平台 --scope matters:read
                    """,
                    """
                    The program acts for that account, within its posts and the scopes given.
                    Example: whistle account token make zhuyingdispatch1 --title 12345 --scope matters:read
                    """
                )
            )

            @Argument(help: ArgumentHelp(localized("账号", "the account"), valueName: "account")) var account: String
            @Option(help: ArgumentHelp(localized("用途", "what it is for"), valueName: "text")) var title: String
            @Option(
                name: .customLong("scope"),
                help: ArgumentHelp(
                    localized("权限，可写多次：", "what it may do, several times: ")
                        + TokenScope.allCases.map(\.rawValue).joined(separator: ", "),
                    valueName: "scope"
                )
            )
            var scopes: [String] = []
            @Option(help: ArgumentHelp(localized("有效天数，至多 365", "days that it lasts, at most 365"), valueName: "days"))
            var days = 90
            @OptionGroup var database: DatabaseOptions

            func run() async throws {
                let command = self
                try await database.withAccounts { accounts, configuration in
                    let person = try configuration.required(person: command.account)
                    let token = try await accounts.makeToken(
                        of: person,
                        in: configuration.id,
                        title: command.title,
                        scopes: try command.known(),
                        days: command.days,
                        by: nil,
                        from: .program
                    )
                    Terminal.line(token.text)
                    let until = configuration.shown(token.expiresAt)
                    Terminal.note(
                        localized(
                            "令牌 \(token.id)，有效至 \(until)，只显示这一次",
                            "token \(token.id), good until \(until); it is shown this once"
                        )
                    )
                }
            }

            private func known() throws -> Swift.Set<TokenScope> {
                Swift.Set(
                    try scopes.map { word in
                        guard let scope = TokenScope(rawValue: word) else {
                            throw Complaint(
                                "unknown_scope",
                                zh: "没有权限“\(word)”",
                                en: "there is no scope “\(word)”",
                                exit: ExitCodes.usage
                            )
                        }
                        return scope
                    }
                )
            }
        }

        /// `whistle account token list`.
        struct List: AsyncParsableCommand {
            static let configuration = CommandConfiguration(
                commandName: "list",
                abstract: localized("列出令牌，最近的在前", "List tokens, the latest first.")
            )

            @Argument(help: ArgumentHelp(localized("只列这个账号的", "those of this account only"), valueName: "account"))
            var account: String?
            @Flag(help: ArgumentHelp(localized("JSON，每行一个令牌", "JSON, one token a line"))) var json = false
            @OptionGroup var database: DatabaseOptions

            func run() async throws {
                let (account, json) = (account, json)
                try await database.withAccounts { accounts, configuration in
                    let person = try account.map { try configuration.required(person: $0) }
                    for row in try await accounts.tokens(of: person, in: configuration.id) {
                        Terminal.line(json ? row.json(configuration).canonicalText : row.line(configuration))
                    }
                }
            }
        }

        /// `whistle account token revoke`.
        struct Revoke: AsyncParsableCommand {
            static let configuration = CommandConfiguration(
                commandName: "revoke",
                abstract: localized("吊销令牌", "Revoke a token.")
            )

            @Argument(help: ArgumentHelp(localized("令牌号", "the token's number"), valueName: "number")) var number: Int64
            @OptionGroup var database: DatabaseOptions

            func run() async throws {
                let id = TokenID(number)
                try await database.withAccounts { accounts, configuration in
                    try await accounts.revokeToken(id, of: nil, in: configuration.id, by: nil, from: .program)
                    Terminal.line(localized("已吊销令牌 \(id)", "token \(id) is revoked"))
                }
            }
        }
    }
}

extension TokenRow {
    fileprivate func line(_ configuration: DistrictConfiguration) -> String {
        let used = lastUsedOn.map { localized("最近使用 ", "used ") + "\($0)" } ?? localized("未用过", "never used")
        let end =
            revokedAt.map { localized("吊销于 ", "revoked ") + configuration.shown($0) }
            ?? localized("有效至 ", "until ") + configuration.shown(expiresAt)
        return ["\(id)", configuration.shown(person), title, scopes.joined(separator: " "), end, used]
            .joined(separator: "  ")
    }

    fileprivate func json(_ configuration: DistrictConfiguration) -> JSONValue {
        [
            "id": .int(id.rawValue), "person": configuration.json(person: person), "title": .string(title),
            "scopes": .array(scopes.map { .string($0) }), "made_at": Instant.json(madeAt),
            "made_by": configuration.json(madeBy), "expires_at": Instant.json(expiresAt),
            "last_used_on": lastUsedOn.map { .string("\($0)") } ?? .null, "revoked_at": Instant.json(revokedAt),
        ]
    }
}
