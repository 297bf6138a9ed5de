import ArgumentParser
import Dispatcher
import Foundation
import PGStore
import Postgres
import Shipped
import Workflow

/// `whistle doctor`: says what is missing or wrong.
struct DoctorCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract: localized("体检：设置、数据库、结构、时钟、死信", "Examine settings, database, schema, clock and dead letters."),
        discussion: localized("有毛病则以 1 退出，每项说明怎么办。", "Exits with 1 where something is wrong, and says what to do.")
    )

    @OptionGroup var database: DatabaseOptions

    func run() async throws {
        try await complaining {
            var examination = Examination()
            let settings = try await Settings.read()
            examination.note(
                true,
                localized(
                    "语言 \(Language.current.rawValue)，文件夹 \(settings.folder)",
                    "language \(Language.current.rawValue), folder \(settings.folder)"
                )
            )
            let problems = try ["issue", "task"].flatMap { try Shipped.definition($0).problems() }
            examination.note(
                problems.isEmpty,
                localized("随程序的定义：\(problems.count) 处缺陷", "shipped definition: \(problems.count) findings")
            )
            let found = try await database.withEngine { engine in
                (
                    verdicts: try await Self.examine(engine) + (await Self.examineMedia(engine, settings)),
                    advice: try await Self.adviceOnLog(engine)
                )
            }
            for (isWell, words) in found.verdicts { examination.note(isWell, words) }
            if let advice = found.advice { examination.advise(advice) }
            guard examination.isWell else { throw ExitCodes.findings }
        }
    }

    private struct Examination {
        var isWell = true

        mutating func note(_ isWell: Bool, _ words: String) {
            self.isWell = self.isWell && isWell
            Terminal.line((isWell ? "✓ " : "✗ ") + words)
        }

        /// What could be better, and is not wrong.
        func advise(_ words: String) { Terminal.line("→ " + words) }
    }

    private static func examine(_ engine: Engine) async throws -> [(Bool, String)] {
        var found: [(Bool, String)] = []
        let server: String = try await engine.pool.query("SELECT current_setting('server_version')").only()[0]
        found.append((true, localized("PostgreSQL \(server)", "PostgreSQL \(server)")))
        let applied: Int64 = try await engine.pool.query("SELECT count(*) FROM schema_migration").only()[0]
        let known = try DatabaseSetup.migrations().count
        found.append(
            (
                applied == Int64(known),
                localized(
                    "结构：\(applied)/\(known) 个迁移" + (applied < known ? "；请运行 whistle migrate" : ""),
                    "schema: \(applied) of \(known) migrations" + (applied < known ? "; run whistle migrate" : "")
                )
            )
        )
        let isDurable: Bool = try await engine.pool.query(
            "SELECT current_setting('fsync') = 'on' AND current_setting('synchronous_commit') <> 'off'"
        ).only()[0]
        found.append(
            (
                isDurable,
                localized(
                    "提交后断电不丢：\(isDurable ? "是" : "否（fsync 或 synchronous_commit 关着）")",
                    "durable commits: \(isDurable ? "yes" : "no (fsync or synchronous_commit is off)")"
                )
            )
        )
        let offset = try await clockOffset(engine)
        found.append(
            (
                abs(offset) < 5,
                localized("本机与数据库时钟相差 \(offset) 秒", "this machine's clock and the database's differ by \(offset) s")
            )
        )
        for district in try await engine.districts() { found.append(try await examine(district, engine)) }
        found.append(try await contacts(engine))
        return found
    }

    /// What its log could be compressed by, where that is not what it does; nil: nothing better is there.
    private static func adviceOnLog(_ engine: Engine) async throws -> String? {
        guard let setting = try await engine.slowLogCompression() else { return nil }
        return localized(
            "wal_compression = \(setting)：大区办理会明显变慢，建议改为 lz4（见 docs/OPERATIONS.md）",
            "wal_compression = \(setting): acts in a large district are slower by it; lz4 is there (see docs/OPERATIONS.md)"
        )
    }

    /// Whether residents' contacts can be sealed, and none is left in the open.
    private static func contacts(_ engine: Engine) async throws -> (Bool, String) {
        guard let keys = engine.keys else {
            return (
                false,
                localized(
                    "没有密钥，不能登记诉求人的联系方式；见 whistle keys make",
                    "no key: residents' contacts cannot be taken down; see whistle keys make"
                )
            )
        }
        var open = 0
        for district in try await engine.districts() { open += try await engine.openContacts(in: district.id) }
        return (
            open == 0,
            localized(
                "密钥 \(keys.ids.joined(separator: "、"))，未加密的联系方式 \(open) 条"
                    + (open > 0 ? "；请运行 whistle keys rotate" : ""),
                "keys \(keys.ids.joined(separator: ", ")); contacts in the open: \(open)"
                    + (open > 0 ? "; run whistle keys rotate" : "")
            )
        )
    }

    /// The folder of attachments, and what makes pictures anew, tried on one.
    private static func examineMedia(_ engine: Engine, _ settings: Settings) async -> [(Bool, String)] {
        do {
            let media = try await MediaSettings.read(settings)
            let desk = try media.desk(engine)
            let (folder, pictures) = (await desk.trouble(), await desk.troubleWithPictures())
            return [
                (
                    folder == nil,
                    localized("附件文件夹 \(media.folder)：", "attachments in \(media.folder): ")
                        + (folder?.message(.current) ?? localized("可写", "can be written to"))
                ),
                (
                    pictures == nil,
                    localized("图片（whistle-picture）：", "pictures (whistle-picture): ")
                        + (pictures?.message(.current) ?? localized("可以处理", "are made anew"))
                ),
            ]
        } catch {
            return [(false, Complaint(error).message(.current))]
        }
    }

    private static func clockOffset(_ engine: Engine) async throws -> Int {
        let theirs = try await engine.now()
        return Int(Date().timeIntervalSince1970.rounded()) - Int(theirs.seconds)
    }

    private static func examine(
        _ district: (id: DistrictID, code: String, name: String, isGiven: Bool),
        _ engine: Engine
    ) async throws -> (Bool, String) {
        let id = district.id.rawValue
        let dead: Int64 = try await engine.pool.query(
            """
            SELECT (SELECT count(*) FROM timer_dead WHERE district_id = \(id))
                + (SELECT count(*) FROM outbox_dead WHERE district_id = \(id))
            """
        ).only()[0]
        let units = try await engine.configurations.load(district.id).territory.all.count
        return (
            dead == 0,
            localized(
                "\(district.name)（\(district.code)）：\(units) 个单位，死信 \(dead) 件"
                    + (dead > 0 ? "；见 whistle dead list" : ""),
                "\(district.name) (\(district.code)): \(units) units, \(dead) dead letters"
                    + (dead > 0 ? "; see whistle dead list" : "")
            )
        )
    }
}
