import ArgumentParser
import CityIdentity
import Dispatcher
import PGStore
import Workflow

extension AccountCommand {
    /// `whistle account bind`.
    struct Bind: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "bind",
            abstract: localized("绑定统一身份：平台上的谁是这个账号", "Bind an identity of a provider to an account."),
            discussion: localized(
                "平台见 WHISTLE_IDENTITY 所指的文件（docs/IDENTITY.md）。每人在每个平台只有一个。",
                "Providers are those of the file that WHISTLE_IDENTITY names (docs/IDENTITY.md). One for each person and provider."
            )
        )

        @Option(help: ArgumentHelp(localized("平台的名称", "the provider's name"), valueName: "name")) var provider: String
        @Option(
            help: ArgumentHelp(
                localized("此人在平台上不变的标识", "the person's unchanging name there"),
                valueName: "subject"
            )
        )
        var subject: String
        @OptionGroup var options: AccountOptions

        func run() async throws {
            try await complaining {
                let plan = try await ProviderPlan.named(provider)
                guard (1...255).contains(subject.utf8.count) else {
                    throw Complaint("bad_subject", zh: "标识为 1–255 字节", en: "1 to 255 bytes", exit: ExitCodes.usage)
                }
                let name = ExternalName(provider: plan.name, authority: plan.authority, subject: subject)
                try await options.run { accounts, configuration, person, authority in
                    try await accounts.bind(name, to: person, in: configuration.id, by: authority, from: .program)
                    Terminal.line(localized("已绑定", "bound"))
                }
            }
        }
    }

    /// `whistle account unbind`.
    struct Unbind: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "unbind",
            abstract: localized("解除统一身份；此人的会话结束", "Take an identity of a provider away; sessions end.")
        )

        @Option(help: ArgumentHelp(localized("平台的名称", "the provider's name"), valueName: "name")) var provider: String
        @OptionGroup var options: AccountOptions

        func run() async throws {
            let provider = provider
            try await options.run { accounts, configuration, person, authority in
                try await accounts.unbind(
                    provider: provider,
                    person,
                    in: configuration.id,
                    by: authority,
                    from: .program
                )
                Terminal.line(localized("已解除", "unbound"))
            }
        }
    }

    /// `whistle account bindings`.
    struct Bindings: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "bindings",
            abstract: localized("列出统一身份的绑定", "List identities of providers that are bound.")
        )

        @Argument(help: ArgumentHelp(localized("只列这个账号", "this account only"), valueName: "account"))
        var account: String?
        @Flag(help: ArgumentHelp(localized("JSON，每行一个绑定", "JSON, one binding a line"))) var json = false
        @OptionGroup var database: DatabaseOptions

        func run() async throws {
            let (account, json) = (account, json)
            try await database.withAccounts { accounts, configuration in
                let person = try account.map { try configuration.required(person: $0) }
                for row in try await accounts.bindings(of: person, in: configuration.id) {
                    Terminal.line(json ? row.json(configuration).canonicalText : row.line(configuration))
                }
            }
        }
    }

    /// `whistle account providers`.
    struct Providers: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "providers",
            abstract: localized("检查统一身份文件，列出其中的平台", "Check the file of identity providers and list them.")
        )

        @Argument(
            help: ArgumentHelp(
                localized("文件；不写为 WHISTLE_IDENTITY 所指的", "the file; that of WHISTLE_IDENTITY if not given"),
                valueName: "file"
            )
        )
        var file: String?
        @Flag(help: ArgumentHelp(localized("JSON，每行一个平台", "JSON, one provider a line"))) var json = false

        func run() async throws {
            try await complaining {
                let settings = try await Settings.read()
                let book = try file.map { try ProviderFile.read($0) } ?? settings.providersOrComplain()
                for plan in book.providers {
                    Terminal.line(json ? plan.json(book).canonicalText : plan.line(book))
                }
            }
        }
    }
}

extension Settings {
    /// The providers that are set.
    ///
    /// - Throws: `Complaint` where none are, or the file is wrong.
    func providersOrComplain() throws -> ProviderBook {
        guard let identity else {
            throw Complaint(
                "no_identity",
                zh: "没有统一身份文件：设置 WHISTLE_IDENTITY",
                en: "no file of identity providers: set WHISTLE_IDENTITY",
                exit: ExitCodes.configuration
            )
        }
        return try ProviderFile.read(identity)
    }
}

extension ProviderPlan {
    /// The provider of a name.
    ///
    /// - Throws: `Complaint` where there is none.
    fileprivate static func named(_ name: String) async throws -> ProviderPlan {
        let book = try await Settings.read().providersOrComplain()
        if let plan = book[name] { return plan }
        let all = book.providers.map(\.name).joined(separator: ", ")
        throw Complaint(
            IdentityFault.unknownProvider.code,
            zh: "没有平台“\(name)”；有：\(all)",
            en: "there is no provider “\(name)”, but \(all)",
            exit: ExitCodes.usage
        )
    }

    fileprivate func line(_ book: ProviderBook) -> String {
        let address = takesPasswords ? authority : book.callback(of: name)
        return "\(name.padded(16)) \(word.padded(8)) \(title(.current))  \(address)"
    }

    fileprivate func json(_ book: ProviderBook) -> JSONValue {
        [
            "name": .string(name), "kind": .string(word), "title": ["zh": .string(title.zh), "en": .string(title.en)],
            "authority": .string(authority),
            "callback": takesPasswords ? .null : .string(book.callback(of: name)),
        ]
    }
}

extension ExternalIdentityRow {
    fileprivate func line(_ configuration: DistrictConfiguration) -> String {
        let how =
            isOwn
            ? localized("首次登录时绑定", "by the first sign-in")
            : boundBy.map { localized("由 ", "by ") + configuration.shown($0) } ?? ""
        let used = lastUsedOn.map { localized("最近使用 ", "last used ") + $0.description } ?? ""
        return [
            "\(account.padded(24)) \(name.provider.padded(16)) \(name.subject)", configuration.shown(boundAt), how,
            used,
        ]
        .filter { !$0.isEmpty }.joined(separator: "  ")
    }

    fileprivate func json(_ configuration: DistrictConfiguration) -> JSONValue {
        [
            "person": configuration.json(person), "provider": .string(name.provider),
            "authority": .string(name.authority), "subject": .string(name.subject), "bound_at": Instant.json(boundAt),
            "bound_by": configuration.json(boundBy), "is_own": .bool(isOwn),
            "last_used_on": lastUsedOn.map { .string($0.description) } ?? .null,
        ]
    }
}
