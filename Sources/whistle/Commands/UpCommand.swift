import ArgumentParser
import Dispatcher
import Foundation
import Logging
import PGStore
import Postgres
import PrivatePostgres

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
            let lock = try UpLock(folder: settings.folder)
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
        let daemon = try Daemon(configuration, keys: keys, settings)
        greet(loadsSample)
        try await daemon.run()
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

    private static func greet(_ hasSample: Bool) {
        Terminal.note(localized("守护进程已启动；Ctrl-C 全部停下", "the daemon runs; Ctrl-C stops all of it"))
        guard hasSample else { return }
        Terminal.note(
            localized(
                """
                在另一个终端试试（同一文件夹）：
                  whistle tickets --open --lamp red
                  whistle file --as zhuyingdispatch1 --place 竹影社区 --category 市容环卫/垃圾清运 --text 垃圾三天没清
                账号：社区派单员 zhuyingdispatch1、zhuyingdispatch2，部门联络员 chengguanliaison1，街道派单员 liutingdispatch1
                """,
                """
                Try in another terminal, from this folder:
                  whistle tickets --open --lamp red
                  whistle file --as zhuyingdispatch1 --place 竹影社区 --category 市容环卫/垃圾清运 --text "rubbish lies about"
                Accounts: community dispatchers zhuyingdispatch1 and zhuyingdispatch2, liaison chengguanliaison1, \
                street dispatcher liutingdispatch1
                """
            )
        )
    }
}

/// Keeps a second `whistle up` from the same folder.
struct UpLock {
    private let descriptor: Int32

    init(folder: String) throws {
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
        descriptor = open(folder + "/up.lock", O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw Complaint(
                "cannot_write",
                zh: "不能写入 \(folder)：\(String(cString: strerror(errno)))",
                en: "\(folder) cannot be written to: \(String(cString: strerror(errno)))",
                exit: ExitCodes.cannotWrite
            )
        }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            close(descriptor)
            throw Complaint(
                "already_up",
                zh: "这里已有一个 whistle up 在运行",
                en: "another “whistle up” runs from here already",
                exit: ExitCodes.tryAgain
            )
        }
    }

    func release() {
        close(descriptor)
    }
}
