import ArgumentParser
import Dispatcher
import PGStore
import Workflow

/// `whistle account`: who can sign in, and what happened to accounts.
struct AccountCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "account",
        abstract: localized("账号：密码、会话、令牌和安全日志", "Accounts: passwords, sessions, tokens, the security log."),
        discussion: localized(
            """
            人员由 whistle import people 导入，账号即其中的账号。密码从标准输入或终端读取，从不写在命令行里。
            """,
            """
            People come by “whistle import people”, accounts with them. A password is read from standard input or the \
            terminal, never from an argument.
            """
        ),
        subcommands: [
            List.self, Password.self, Slip.self, Lock.self, Unlock.self, Sessions.self, Token.self, SecondFactor.self,
            Log.self, Bind.self, Unbind.self, Bindings.self, Providers.self,
        ]
    )
}

/// Which account; and who asks, where that is not whoever runs the program.
struct AccountOptions: ParsableArguments {
    @Argument(help: ArgumentHelp(localized("账号", "the account"), valueName: "account")) var account: String
    @Option(
        name: .customLong("as"),
        help: ArgumentHelp(
            localized(
                "由哪个管理员要求（账号），只能管本级和下级；不写为运行本程序的人",
                "for which administrator, of people below only; else whoever runs this"
            ),
            valueName: "account"
        )
    )
    var administrator: String?
    @OptionGroup var database: DatabaseOptions

    /// Runs a body with the person that is meant and who asks.
    func run<Value: Sendable>(
        _ body: @Sendable (Accounts, DistrictConfiguration, PersonID, Accounts.Authority) async throws -> Value
    ) async throws -> Value {
        let options = self
        return try await database.withAccounts { accounts, configuration in
            let person = try configuration.required(person: options.account)
            let authority = try options.administrator.map { account in
                Accounts.Authority.person(try configuration.required(person: account), configuration)
            }
            return try await body(accounts, configuration, person, authority ?? .program)
        }
    }
}

extension DatabaseOptions {
    /// Runs a body with the accounts of the district that is meant.
    func withAccounts<Value: Sendable>(
        _ body: @Sendable (Accounts, DistrictConfiguration) async throws -> Value
    ) async throws -> Value {
        try await withDistrict { engine, configuration in
            let policy = try await AccountSettings.read().policy
            let accounts = Accounts(pool: engine.pool, policy: policy, logger: engine.logger)
            return try await body(accounts, configuration)
        }
    }
}

extension DistrictConfiguration {
    /// A person as a log names one; `–` for nobody known.
    func shown(_ person: PersonID?) -> String { person.map { shown($0) } ?? "–" }

    func json(_ person: PersonID?) -> JSONValue { person.map { json(person: $0) } ?? .null }

    /// An instant in the district's zone; empty for none.
    func shown(_ instant: Instant?) -> String { instant.map { calendars.standard.shown($0) } ?? "" }
}

extension Instant {
    /// As JSON has it; null for none.
    static func json(_ instant: Instant?) -> JSONValue { instant.map { .string($0.description) } ?? .null }
}
