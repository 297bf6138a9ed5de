import ArgumentParser
import Dispatcher
import Foundation
import Logging
import Messaging
import PGStore
import Postgres
import PrivatePostgres
import ServiceLifecycle
import Spawning
import Workflow

/// `whistle up`: everything on one machine.
struct UpCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "up",
        abstract: localized(
            "启动自带的 PostgreSQL、示范城区和守护进程",
            "Start a private PostgreSQL, the sample city and the daemon."
        ),
        discussion: localized(
            "数据在 var/ 下，只有 unix 套接字，不占端口。Ctrl-C 全部停下；再次运行接着用。",
            "Data lives under var/, reached by a unix socket only. Ctrl-C stops all of it; run it again to go on."
        )
    )

    @Flag(inversion: .prefixedNo, help: ArgumentHelp(localized("载入示范城区", "load the sample city"))) var sample = true

    func run() async throws {
        try await complaining {
            let settings = try await Settings.read()
            ForeignDatabase.forget()
            let lock = try FileLock(up: settings.folder)
            defer { lock.release() }
            let keys = try settings.keyRingOrNew()
            let database = try PrivateDatabase.start(folder: settings.folder + "/postgres")
            do {
                try await Self.serve(database, keys, settings, loadsSample: sample)
                try database.stop()
            } catch {
                try? database.stop()
                throw error
            }
            Terminal.note(localized("已停下", "stopped"))
        }
    }

    private static func serve(
        _ database: PrivateDatabase,
        _ keys: KeyRing,
        _ settings: Settings,
        loadsSample: Bool
    ) async throws {
        let logger = Composition.logger(settings)
        Terminal.note(
            localized(
                "PostgreSQL 已启动：\(database.cluster.socketFolder)",
                "PostgreSQL runs in \(database.cluster.socketFolder)"
            )
        )
        let applied = try await database.prepare(logger: logger)
        if !applied.isEmpty {
            Terminal.note(localized("数据库结构：应用了 \(applied.count) 个迁移", "schema: \(applied.count) migrations applied"))
        }
        try (database.conninfo + "\n").write(toFile: settings.noteOfDatabase, atomically: true, encoding: .utf8)
        defer { try? FileManager.default.removeItem(atPath: settings.noteOfDatabase) }
        let configuration = try ConnectionConfiguration(database.conninfo)
        if loadsSample { try await loadSample(configuration, keys, logger) }
        let front = try await front(configuration, settings, logger)
        let media = try await MediaSettings.read(settings)
        let book = try settings.identity.map { try ProviderFile.read($0) }
        let daemon = try Daemon(configuration, keys: keys, settings, media) { engine, desk, logger in
            guard let front else { return [] }
            let channels = try settings.channelBook()
            let (web, district) = (front.web, front.district)
            let providers = try book.map { try ProviderFront($0, engine, logger) }
            let service = try web.service(
                engine,
                district: district,
                attachments: desk,
                providers: providers?.desk,
                receipts: channels?.receipts ?? [:],
                logger: logger
            ) { port in
                greet(front.accounts, address: web.address(port))
            }
            return (providers.map { [$0 as any Service] } ?? []) + [service]
        }
        if front == nil { greetWithoutDistrict() }
        try await daemon.run()
    }

    /// What stands before the engine: in which district, and who can sign in.
    private struct Front: Sendable {
        let web: WebSettings
        let district: DistrictID
        let accounts: SampleAccounts?
    }

    /// Nil while there is no district, or more than one and none is chosen.
    private static func front(
        _ configuration: ConnectionConfiguration,
        _ settings: Settings,
        _ logger: Logger
    ) async throws -> Front? {
        let web = try WebSettings(await Settings.reader(), listen: nil)
        return try await Engine.with(database: configuration, logger: logger) { engine in
            let districts = try await engine.districts().filter { !$0.code.hasPrefix(Play.prefix) }
            let chosen = settings.district.map { code in districts.filter { $0.code == code } } ?? districts
            guard chosen.count == 1, let district = chosen.first else { return nil }
            let accounts =
                district.code == SampleCity.code
                ? try await SampleAccounts.prepare(engine, district.id, folder: settings.folder) : nil
            return Front(web: web, district: district.id, accounts: accounts)
        }
    }
}

extension UpCommand {
    private static func loadSample(
        _ configuration: ConnectionConfiguration,
        _ keys: KeyRing,
        _ logger: Logger
    ) async throws {
        let loaded = try await Engine.with(database: configuration, keys: keys, logger: logger) { engine in
            try await SampleCity(engine: engine).load { progress in
                Terminal.progress(
                    localized(
                        "示范城区：\(progress.done)/\(progress.total)",
                        "sample city: \(progress.done) of \(progress.total)"
                    )
                )
            }
        }
        Terminal.progress("")
        Terminal.note(
            loaded.wasThere
                ? localized("示范城区 澄岚区 已在", "the sample city 澄岚区 is there")
                : localized("示范城区 澄岚区 已载入", "the sample city 澄岚区 was loaded")
        )
    }

    private static func greetWithoutDistrict() {
        Terminal.note(
            localized(
                "守护进程已启动；Ctrl-C 全部停下。没有选定的区，接口未启动：用 whistle import 载入，或设置 WHISTLE_DISTRICT",
                """
                the daemon runs; Ctrl-C stops all of it. No district is chosen, so the API is not served: load one by \
                “whistle import”, or set WHISTLE_DISTRICT
                """
            )
        )
    }

    private static func greet(_ sample: SampleAccounts?, address: String) {
        Terminal.note(
            localized(
                "接口：\(address)（文档 \(address)/openapi.json）；守护进程已启动；Ctrl-C 全部停下",
                "the API: \(address) (its document: \(address)/openapi.json); the daemon runs; Ctrl-C stops all of it"
            )
        )
        guard let sample else { return }
        let accounts = sample.accounts.map { "  \($0.account.padded(20))\($0.role(.current))" }
        Terminal.note(
            localized("示范账号，密码都是 \(sample.password)：", "sample accounts, all with the password \(sample.password):")
        )
        for line in accounts { Terminal.note(line) }
        Terminal.note(
            localized(
                """
                在另一个终端试试（同一文件夹）：
                  whistle tickets --open --lamp red
                  whistle file --as zhuyingdispatch1 --place 竹影社区 --category 市容环卫/垃圾清运 --text 垃圾三天没清
                """,
                """
                Try in another terminal, from this folder:
                  whistle tickets --open --lamp red
                  whistle file --as zhuyingdispatch1 --place 竹影社区 --category 市容环卫/垃圾清运 --text "rubbish lies about"
                """
            )
        )
    }
}

extension FileLock {
    /// Keeps a second `whistle up` from the same folder, and makes the folder where it is missing.
    fileprivate init(up folder: String) throws {
        do {
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        } catch {
            throw Complaint(
                "cannot_write",
                zh: "不能建立文件夹 \(folder)：\(error)",
                en: "the folder \(folder) cannot be made: \(error)",
                exit: ExitCodes.cannotWrite
            )
        }
        do throws(FileLockFailure) {
            try self.init(folder + "/up.lock")
        } catch {
            switch error {
            case .held:
                throw Complaint(
                    "already_up",
                    zh: "这里已有一个 whistle up 在运行",
                    en: "another “whistle up” runs from here already",
                    exit: ExitCodes.tryAgain
                )
            case .file(let number):
                throw Complaint(
                    "cannot_write",
                    zh: "不能写入 \(folder)：\(String(cString: strerror(number)))",
                    en: "\(folder) cannot be written to: \(String(cString: strerror(number)))",
                    exit: ExitCodes.cannotWrite
                )
            }
        }
    }
}
