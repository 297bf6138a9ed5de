import Configuration
import Foundation
import SystemPackage

/// Settings from the environment and a file; flags go before both.
///
/// | key | variable | meaning |
/// |---|---|---|
/// | `whistle.database` | `WHISTLE_DATABASE` | how to reach PostgreSQL: a URL or key=value as libpq takes it |
/// | `whistle.district` | `WHISTLE_DISTRICT` | the district's code |
/// | `whistle.var` | `WHISTLE_VAR` | the folder for the private PostgreSQL, the outbox's file and locks |
/// | `whistle.log.level` | `WHISTLE_LOG_LEVEL` | trace … critical |
/// | `whistle.connections` | `WHISTLE_CONNECTIONS` | connections to the database at the most |
struct Settings: Sendable {
    let database: String?
    let district: String?
    let folder: String
    let logLevel: String
    let connections: Int

    /// Reads `whistle.json` (or what `WHISTLE_CONFIG` names) and the environment, which goes before the file.
    static func read() async throws -> Settings {
        let environment = EnvironmentVariablesProvider(secretsSpecifier: .specific(["WHISTLE_DATABASE"]))
        let path = ProcessInfo.processInfo.environment["WHISTLE_CONFIG"]
        let file: FileProvider<JSONSnapshot>
        do {
            file = try await FileProvider<JSONSnapshot>(
                filePath: FilePath(path ?? "whistle.json"),
                allowMissing: path == nil
            )
        } catch {
            throw Complaint(
                "bad_configuration",
                zh: "读不懂配置文件 \(path ?? "whistle.json")：\(error)",
                en: "the configuration file \(path ?? "whistle.json") cannot be read: \(error)",
                exit: ExitCodes.configuration
            )
        }
        let reader = ConfigReader(providers: [environment, file]).scoped(to: "whistle")
        return Settings(
            database: reader.string(forKey: "database", isSecret: true),
            district: reader.string(forKey: "district"),
            folder: reader.string(forKey: "var", default: "var"),
            logLevel: reader.string(forKey: "log.level", default: "warning"),
            connections: reader.int(forKey: "connections", default: 8)
        )
    }

    /// Where `whistle up` notes how its database is reached, for the commands of other terminals.
    var noteOfDatabase: String { folder + "/database" }

    /// How to reach the database: what was set, else what `whistle up` noted.
    func connection(_ flag: String?) throws -> String {
        if let flag { return flag }
        if let database { return database }
        if let note = try? String(contentsOfFile: noteOfDatabase, encoding: .utf8) {
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
