import ArgumentParser
import Dispatcher
import PGStore
import Workflow

extension AccountCommand {
    /// `whistle account sessions`.
    struct Sessions: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "sessions",
            abstract: localized("列出或结束一个账号的会话", "List or end the sessions of an account.")
        )

        @Flag(help: ArgumentHelp(localized("全部结束", "end all of them"))) var end = false
        @Flag(help: ArgumentHelp(localized("JSON，每行一个会话", "JSON, one session a line"))) var json = false
        @OptionGroup var options: AccountOptions

        func run() async throws {
            let (end, json) = (end, json)
            try await options.run { accounts, configuration, person, authority in
                guard !end else {
                    let count = try await accounts.endSessions(
                        of: person,
                        in: configuration.id,
                        by: authority,
                        from: .program
                    )
                    return Terminal.line(localized("已结束 \(count) 个会话", "\(count) sessions were ended"))
                }
                for row in try await accounts.sessions(of: person, in: configuration.id) {
                    Terminal.line(json ? row.json(configuration).canonicalText : row.line(configuration))
                }
            }
        }
    }

    /// `whistle account log`.
    struct Log: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "log",
            abstract: localized("查看安全日志，最近的在前", "Show the security log, the latest first.")
        )

        @Argument(help: ArgumentHelp(localized("只看这个账号", "this account only"), valueName: "account"))
        var account: String?
        @Option(help: ArgumentHelp(localized("列出几条", "how many lines"), valueName: "count")) var limit = 50
        @Flag(help: ArgumentHelp(localized("JSON，每行一条", "JSON, one event a line"))) var json = false
        @OptionGroup var database: DatabaseOptions

        func validate() throws {
            guard (1...100_000).contains(limit) else {
                throw ValidationError(localized("--limit 为 1 到 100000", "--limit takes 1 to 100000"))
            }
        }

        func run() async throws {
            let (account, limit, json) = (account, limit, json)
            try await database.withAccounts { accounts, configuration in
                let person = try account.map { try configuration.required(person: $0) }
                for event in try await accounts.log(configuration.id, of: person, limit: limit) {
                    Terminal.line(json ? event.json(configuration).canonicalText : event.line(configuration))
                }
            }
        }
    }
}

extension SessionRow {
    fileprivate func line(_ configuration: DistrictConfiguration) -> String {
        let times =
            localized("始 ", "since ") + configuration.shown(madeAt) + localized("，最近 ", ", seen ")
            + configuration.shown(seenAt)
        let desk = unit.map { configuration.unitName($0) } ?? ""
        return ["\(id)", kind.rawValue, desk, times, address, agent].filter { !$0.isEmpty }.joined(separator: "  ")
    }

    fileprivate func json(_ configuration: DistrictConfiguration) -> JSONValue {
        [
            "id": .int(id.rawValue), "kind": .string(kind.rawValue),
            "unit": unit.map { configuration.json($0) } ?? .null,
            "made_at": Instant.json(madeAt), "seen_at": Instant.json(seenAt), "expires_at": Instant.json(expiresAt),
            "address": .string(address), "agent": .string(agent),
        ]
    }
}

extension SecurityEvent {
    fileprivate func line(_ configuration: DistrictConfiguration) -> String {
        let title = SecurityEventKind(rawValue: kind)?.title(.current) ?? kind
        let doer = by == person ? "" : localized("由 ", "by ") + configuration.shown(by)
        let facts = detail == .object([:]) ? "" : detail.canonicalText
        return [configuration.shown(at), title.padded(22), configuration.shown(person), doer, address, facts]
            .filter { !$0.isEmpty }.joined(separator: "  ")
    }

    fileprivate func json(_ configuration: DistrictConfiguration) -> JSONValue {
        [
            "id": .int(id.rawValue), "at": Instant.json(at), "kind": .string(kind),
            "person": configuration.json(person),
            "by": configuration.json(by), "session": session.map { .int($0.rawValue) } ?? .null,
            "token": token.map { .int($0.rawValue) } ?? .null, "address": .string(address), "detail": detail,
        ]
    }
}
