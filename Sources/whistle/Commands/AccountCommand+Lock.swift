import ArgumentParser
import Dispatcher
import PGStore
import Workflow

extension AccountCommand {
    /// `whistle account lock`.
    struct Lock: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "lock",
            abstract: localized("停用账号：会话结束，令牌失效", "Keep somebody out: sessions end, tokens are refused.")
        )

        @OptionGroup var options: AccountOptions

        func run() async throws {
            try await options.set(isBlocked: true)
        }
    }

    /// `whistle account unlock`.
    struct Unlock: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "unlock",
            abstract: localized("恢复账号，失败次数清零", "Let somebody in again; failures are forgotten.")
        )

        @OptionGroup var options: AccountOptions

        func run() async throws {
            try await options.set(isBlocked: false)
        }
    }

    /// `whistle account totp`.
    struct SecondFactor: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "totp",
            abstract: localized("查看或解除动态验证码", "Show or remove the second factor."),
            discussion: localized(
                "手机丢失时用 --remove 解除，本人登录后重新绑定；恢复码一并作废。",
                "Where the telephone is lost, --remove takes it away, with its recovery codes; its person sets up another."
            )
        )

        @Flag(help: ArgumentHelp(localized("解除", "remove it"))) var remove = false
        @OptionGroup var options: AccountOptions

        func run() async throws {
            let (options, remove) = (options, remove)
            try await options.run { accounts, configuration, person, authority in
                guard remove else {
                    let row = try await accounts.list(configuration.id, account: options.account, limit: 1).first
                    return Terminal.line(
                        row?.hasSecondFactor == true ? localized("已绑定", "set up") : localized("未绑定", "not set up")
                    )
                }
                let removed = try await accounts.removeSecondFactor(
                    of: person,
                    in: configuration.id,
                    by: authority,
                    from: .program
                )
                Terminal.line(removed ? localized("已解除", "removed") : localized("未绑定", "not set up"))
            }
        }
    }
}

extension AccountOptions {
    fileprivate func set(isBlocked: Bool) async throws {
        let account = account
        try await run { accounts, configuration, person, authority in
            try await accounts.setBlocked(
                isBlocked,
                person,
                account: account,
                in: configuration.id,
                by: authority,
                from: .program
            )
            Terminal.line(
                isBlocked
                    ? localized("已停用 \(account)", "\(account) is locked")
                    : localized("已恢复 \(account)", "\(account) is unlocked")
            )
        }
    }
}
