import ArgumentParser
import Dispatcher
import Foundation
import PGStore
import Workflow

extension AccountCommand {
    /// `whistle account password`.
    struct Password: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "password",
            abstract: localized("设置密码，结束该账号的会话", "Set a password; the account's sessions end."),
            discussion: localized(
                """
                密码从标准输入读一行，或在终端输入两次（不显示）。首次登录须修改，除非写 --lasting。
                示例：whistle account password sysadmin --lasting
                """,
                """
                The password is one line of standard input, or typed twice at the terminal without being shown. It must be \
                changed at the first sign-in unless --lasting is given.
                Example: whistle account password sysadmin --lasting
                """
            )
        )

        @Flag(help: ArgumentHelp(localized("不要求首次登录修改", "it need not be changed at the first sign-in")))
        var lasting = false
        @OptionGroup var options: AccountOptions

        func run() async throws {
            let (options, lasting) = (options, lasting)
            let password = try await complaining { try SecretLine.read() }
            try await options.run { accounts, configuration, person, authority in
                try await accounts.setPassword(
                    of: person,
                    account: options.account,
                    in: configuration.id,
                    to: password,
                    mustChange: !lasting,
                    by: authority,
                    from: .program
                )
                Terminal.line(
                    localized("已设置 \(options.account) 的密码", "the password of \(options.account) is set")
                )
            }
        }
    }

    /// `whistle account slip`.
    struct Slip: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "slip",
            abstract: localized("开具一次性凭条，凭此设新密码", "Make a one-time slip that sets a new password."),
            discussion: localized(
                "凭条只显示这一次，24 小时内有效；用后原密码作废，会话结束。",
                "The code is shown this once and good for 24 hours. Once it is used the old password is void, and sessions end."
            )
        )

        @OptionGroup var options: AccountOptions

        func run() async throws {
            try await options.run { accounts, configuration, person, authority in
                let slip = try await accounts.makeSlip(
                    for: person,
                    in: configuration.id,
                    by: authority,
                    from: .program
                )
                Terminal.line(slip.code)
                let until = configuration.shown(slip.until)
                Terminal.note(localized("有效至 \(until)，只显示这一次", "good until \(until); it is shown this once"))
            }
        }
    }
}

/// A secret from standard input.
enum SecretLine {
    /// One line; at a terminal it is asked for twice and not shown.
    static func read() throws -> String {
        guard isatty(STDIN_FILENO) == 1 else {
            guard let line = readLine() else { throw missing }
            return line
        }
        let first = try ask(localized("新密码：", "new password: "))
        guard try ask(localized("再输一次：", "once more: ")) == first else {
            throw Complaint(
                "passwords_differ",
                zh: "两次输入不同",
                en: "the two are not the same",
                exit: ExitCodes.usage
            )
        }
        return first
    }

    private static func ask(_ question: String) throws -> String {
        FileHandle.standardError.write(Data(question.utf8))
        var before = termios()
        guard tcgetattr(STDIN_FILENO, &before) == 0 else { throw missing }
        var silent = before
        silent.c_lflag &= ~tcflag_t(ECHO)
        guard tcsetattr(STDIN_FILENO, TCSAFLUSH, &silent) == 0 else { throw missing }
        defer {
            tcsetattr(STDIN_FILENO, TCSAFLUSH, &before)
            FileHandle.standardError.write(Data("\n".utf8))
        }
        guard let line = readLine() else { throw missing }
        return line
    }

    private static var missing: Complaint {
        Complaint(
            "no_password",
            zh: "标准输入里没有密码",
            en: "there is no password on standard input",
            exit: ExitCodes.usage
        )
    }
}
