import ArgumentParser
import Dispatcher
import PGStore
import Workflow

extension AccountCommand {
    /// `whistle account list`.
    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "list",
            abstract: localized("列出账号：密码、双因素、会话、停用", "List accounts: password, second factor, sessions, locks.")
        )

        @Argument(help: ArgumentHelp(localized("只列这个账号", "this account only"), valueName: "account"))
        var account: String?
        @Flag(help: ArgumentHelp(localized("JSON，每行一个账号", "JSON, one account a line"))) var json = false
        @OptionGroup var database: DatabaseOptions

        func run() async throws {
            let (account, json) = (account, json)
            try await database.withAccounts { accounts, configuration in
                if let account { _ = try configuration.required(person: account) }
                let pageSize = 500
                var after: String?
                repeat {
                    let rows = try await accounts.list(
                        configuration.id,
                        account: account,
                        after: after,
                        limit: pageSize
                    )
                    for row in rows {
                        Terminal.line(json ? row.json.canonicalText : row.line(configuration))
                    }
                    after = rows.count == pageSize ? rows.last?.account : nil
                } while after != nil
            }
        }
    }
}

extension AccountRow {
    fileprivate func line(_ configuration: DistrictConfiguration) -> String {
        let facts = [
            passwordSetAt == nil ? localized("未设密码", "no password") : localized("有密码", "password"),
            mustChange ? localized("须改密码", "must change it") : nil,
            hasSecondFactor ? localized("双因素", "second factor") : nil,
            hasPIN ? "PIN" : nil,
            slipUntil.map { localized("凭条至 ", "slip until ") + configuration.shown($0) },
            sessions > 0 ? localized("会话 \(sessions)", "sessions \(sessions)") : nil,
            tokens > 0 ? localized("令牌 \(tokens)", "tokens \(tokens)") : nil,
            blockedAt.map { localized("停用于 ", "locked since ") + configuration.shown($0) },
        ]
        return account.padded(24) + " " + name.padded(12) + " "
            + facts.compactMap(\.self).joined(separator: localized("，", ", "))
    }

    fileprivate var json: JSONValue {
        [
            "account": .string(account), "name": .string(name), "password_set_at": Instant.json(passwordSetAt),
            "must_change": .bool(mustChange), "second_factor": .bool(hasSecondFactor), "pin": .bool(hasPIN),
            "slip_until": Instant.json(slipUntil), "sessions": .int(Int64(sessions)), "tokens": .int(Int64(tokens)),
            "blocked_at": Instant.json(blockedAt),
        ]
    }
}
