import Configuration
import Foundation
import Logging
import SystemPackage

/// Settings from the environment and a file; flags go before both.
///
/// | key | variable | meaning |
/// |---|---|---|
/// | `whistle.database` | `WHISTLE_DATABASE` | how to reach PostgreSQL: a URL or key=value as libpq takes it |
/// | `whistle.district` | `WHISTLE_DISTRICT` | the district's code |
/// | `whistle.var` | `WHISTLE_VAR` | the folder for the private PostgreSQL, the outbox's file and locks |
/// | `whistle.log.level` | `WHISTLE_LOG_LEVEL` | trace … critical |
/// | `whistle.log.format` | `WHISTLE_LOG_FORMAT` | text, or json: a line of JSON each |
/// | `whistle.connections` | `WHISTLE_CONNECTIONS` | connections to the database at the most |
/// | `whistle.keys.file` | `WHISTLE_KEYS_FILE` | the file of the keys of residents' contacts, mode 0600 |
/// | `whistle.channels` | `WHISTLE_CHANNELS` | the file of channels by which messages leave; without one they stay in log and file |
/// | `whistle.webhook.allow` | `WHISTLE_WEBHOOK_ALLOW` | addresses or networks that webhooks may go to besides public ones, by commas |
/// | `whistle.identity` | `WHISTLE_IDENTITY` | the file of identity providers; without one people have passwords of ours only |
/// | `whistle.syslog` | `WHISTLE_SYSLOG` | where both logs go as messages of syslog: see `SyslogSettings` |
/// | | `WHISTLE_KEYS` | the keys themselves, between commas; from the environment only |
struct Settings: Sendable {
    let database: String?
    let district: String?
    let folder: String
    let logLevel: Logger.Level
    let logFormat: LogFormat
    let connections: Int
    /// Where the keys of residents' contacts are.
    let keys: KeySource
    /// The file of channels; nil: there are none.
    let channels: String?
    /// The file of identity providers; nil: there are none.
    let identity: String?
    /// Where webhooks may go besides public addresses; empty: nowhere.
    let webhookNetworks: [String]
    /// Where both logs go.
    let syslog: SyslogSettings

    /// What was set, by keys without `whistle.`: the environment first, then `whistle.json` (or what `WHISTLE_CONFIG` names).
    static func reader() async throws -> ConfigReader {
        let environment = EnvironmentVariablesProvider(
            secretsSpecifier: .specific(["WHISTLE_DATABASE", "WHISTLE_KEYS"])
        )
        let path = ProcessInfo.processInfo.environment["WHISTLE_CONFIG"]
        do {
            let file = try await FileProvider<JSONSnapshot>(
                filePath: FilePath(path ?? "whistle.json"),
                allowMissing: path == nil
            )
            return ConfigReader(providers: [environment, file]).scoped(to: "whistle")
        } catch {
            throw Complaint(
                "bad_configuration",
                zh: "读不懂配置文件 \(path ?? "whistle.json")：\(error)",
                en: "the configuration file \(path ?? "whistle.json") cannot be read: \(error)",
                exit: ExitCodes.configuration
            )
        }
    }

    /// Reads `whistle.json` (or what `WHISTLE_CONFIG` names) and the environment, which goes before the file.
    static func read() async throws -> Settings {
        let reader = try await reader()
        return Settings(
            database: reader.string(forKey: "database", isSecret: true),
            district: reader.string(forKey: "district"),
            folder: reader.string(forKey: "var", default: "var"),
            logLevel: try level(reader.string(forKey: "log.level", default: "warning")),
            logFormat: try format(reader.string(forKey: "log.format", default: "text")),
            connections: try count(reader, "connections", 1...1_000) ?? 8,
            keys: try KeySource(
                keys: ConfigReader(
                    provider: EnvironmentVariablesProvider(secretsSpecifier: .specific(["WHISTLE_KEYS"]))
                ).scoped(to: "whistle").string(forKey: "keys", isSecret: true),
                file: reader.string(forKey: "keys.file")
            ),
            channels: reader.string(forKey: "channels"),
            identity: reader.string(forKey: "identity"),
            webhookNetworks: (reader.string(forKey: "webhook.allow") ?? "").split(separator: ",").map {
                $0.trimmingCharacters(in: .whitespaces)
            },
            syslog: SyslogSettings(reader)
        )
    }

    private static func level(_ word: String) throws -> Logger.Level {
        guard let level = Logger.Level(rawValue: word) else {
            let known = Logger.Level.allCases.map(\.rawValue).joined(separator: ", ")
            throw bad("WHISTLE_LOG_LEVEL", word, known)
        }
        return level
    }

    /// How lines of the log look.
    enum LogFormat: String, CaseIterable, Sendable {
        /// For people.
        case text
        /// For programs.
        case json
    }

    private static func format(_ word: String) throws -> LogFormat {
        guard let format = LogFormat(rawValue: word) else {
            throw bad("WHISTLE_LOG_FORMAT", word, LogFormat.allCases.map(\.rawValue).joined(separator: ", "))
        }
        return format
    }

    /// A whole number, where it is set.
    ///
    /// - Throws: `Complaint` where it is none, or out of its range.
    static func count(_ reader: ConfigReader, _ key: String, _ range: ClosedRange<Int>) throws -> Int? {
        guard let word = reader.string(forKey: ConfigKey(key)) ?? reader.int(forKey: ConfigKey(key)).map(String.init)
        else { return nil }
        guard let count = Int(word), range.contains(count) else {
            throw bad(variable(key), word, "\(range.lowerBound)–\(range.upperBound)")
        }
        return count
    }

    /// A truth value, where it is set.
    ///
    /// - Throws: `Complaint` where it is none.
    static func flag(_ reader: ConfigReader, _ key: String) throws -> Bool? {
        guard let word = reader.string(forKey: ConfigKey(key)) ?? reader.bool(forKey: ConfigKey(key)).map(String.init)
        else { return nil }
        guard let flag = Bool(word) else { throw bad(variable(key), word, "true, false") }
        return flag
    }

    private static func variable(_ key: String) -> String {
        "WHISTLE_" + key.uppercased().replacing(".", with: "_")
    }

    static func bad(_ variable: String, _ word: String, _ known: String) -> Complaint {
        Complaint(
            "bad_setting",
            zh: "\(variable) 不能是“\(word)”；应为：\(known)",
            en: "\(variable) cannot be “\(word)”; wanted: \(known)",
            exit: ExitCodes.configuration
        )
    }

    /// Where `whistle up` notes how its database is reached, for the commands of other terminals.
    var noteOfDatabase: String { folder + "/database" }

    /// How to reach the database: what was set, else what `whistle up` noted.
    func connection(_ flag: String?) throws -> String {
        if let flag { return flag }
        if let database { return database }
        if let note = try? String(contentsOfFile: noteOfDatabase, encoding: .utf8) {
            ForeignDatabase.forget()
            return note.trimmingCharacters(in: .whitespacesAndNewlines)
        }
        throw Complaint(
            "no_database",
            zh: "没有数据库：先运行 whistle up，或设置 WHISTLE_DATABASE",
            en: "no database: run “whistle up” first, or set WHISTLE_DATABASE",
            exit: ExitCodes.configuration
        )
    }
}
