import ArgumentParser
import Bench
import Dispatcher
import Media
import Messaging
import PGStore
import Postgres
import PrivatePostgres
import Shipped
import Tabular
import Workflow

/// A failure that is told to the person at the terminal.
struct Complaint: Error {
    let code: String
    let message: Bilingual
    let exit: ExitCode

    init(_ code: String, _ message: Bilingual, exit: ExitCode) {
        self.code = code
        self.message = message
        self.exit = exit
    }

    init(_ code: String, zh: String, en: String, exit: ExitCode) {
        self.init(code, Bilingual(zh: zh, en: en), exit: exit)
    }

    /// Says what an error means to the person at the terminal.
    init(_ error: any Error) {
        switch error {
        case let complaint as Complaint: self = complaint
        case let error as DispatchError: self.init(error.code, error.message, exit: Self.exit(error))
        case let error as ImportError: self.init(error.code, error.message, exit: ExitCodes.refused)
        case let error as AccountRefusal: self.init(error.code, error.message, exit: Self.exit(error))
        case let error as LogRefusal: self.init(error.code, error.message, exit: ExitCodes.refused)
        case let error as KeyRingError: self.init(error.code, error.message, exit: ExitCodes.configuration)
        case let error as AttachmentRefusal: self.init(error.code, error.message, exit: ExitCodes.cannotWrite)
        case let error as MediaRefusal:
            let message = Bilingual(zh: error.chineseMessage, en: error.englishMessage)
            self.init(error.code, message, exit: ExitCodes.cannotWrite)
        case let error as StoreError: self.init(error.code, error.message, exit: ExitCodes.refused)
        case let error as PostgresError: self = Self.database(error)
        case let error as PrivateClusterError: self = Self.cluster(error)
        case let error as Webhooks.Fault: self.init(error.code, error.message, exit: ExitCodes.refused)
        case let error as BenchError: self.init(error.code, error.message, exit: Self.exit(error))
        case let error as SheetError:
            let message = Bilingual(zh: error.message(.zh), en: error.message(.en))
            self.init(error.code, message, exit: error.isOfWriting ? ExitCodes.cannotWrite : ExitCodes.noInput)
        case let problems as Problems: self = Self.problems(problems)
        default: self = Self.text(error) ?? Self.listening(error) ?? Self.unforeseen(error)
        }
    }
}

extension Complaint {
    // MARK: - What somebody wrote

    /// Errors about what a person typed or wrote into a file.
    private static func text(_ error: any Error) -> Complaint? {
        switch error {
        case let error as LimitError:
            Complaint("bad_limit", zh: "时限有误：\(error)", en: "\(error)", exit: ExitCodes.usage)
        case let error as HolidayFileError:
            Complaint("bad_holidays", zh: "节假日文件有误：\(error)", en: "the holidays: \(error)", exit: ExitCodes.noInput)
        case let error as CalendarError:
            Complaint(RowFault(error).code, RowFault(error).message, exit: ExitCodes.noInput)
        case let error as YAMLError:
            Complaint("bad_yaml", zh: "不是 YAML：\(error)", en: "not YAML: \(error)", exit: ExitCodes.noInput)
        default: nil
        }
    }

    private static func problems(_ problems: Problems) -> Complaint {
        Complaint(
            problems.all.first?.code ?? "problems",
            zh: problems.all.map { "\($0.path)：\($0.message.zh)" }.joined(separator: "\n"),
            en: problems.all.map { "\($0.path): \($0.message.en)" }.joined(separator: "\n"),
            exit: ExitCodes.findings
        )
    }

    private static func unforeseen(_ error: any Error) -> Complaint {
        Complaint("internal", zh: "内部错误：\(error)", en: "internal error: \(error)", exit: ExitCodes.internalError)
    }
}

extension Complaint {
    // MARK: - The database

    private static func exit(_ error: DispatchError) -> ExitCode {
        switch error {
        case .busy, .stopping, .deadlineExceeded, .idTaken: ExitCodes.tryAgain
        case .unavailable: ExitCodes.unavailable
        case .diskFull: ExitCodes.cannotWrite
        case .noKeys: ExitCodes.configuration
        case .refused, .unknownTicket, .unknownDistrict, .unknownDefinition, .keyReused, .wrongClock, .rejected,
            .store:
            ExitCodes.refused
        }
    }

    private static func exit(_ error: AccountRefusal) -> ExitCode {
        switch error {
        case .busy: ExitCodes.tryAgain
        case .badCredentials, .locked, .secondFactorNeeded, .badSecondFactor, .secondFactorUnavailable, .noPost,
            .signedOut, .restricted, .weak, .badSlip, .badPIN, .wrongKind, .badToken, .tokenExpired, .tokenRevoked,
            .scopeMissing, .badTokenRequest, .unknownAccount, .unknownToken, .unknownSession, .notBelow,
            .unboundIdentity, .postsUnconfirmed, .alreadyBound, .notBound:
            ExitCodes.refused
        }
    }

    private static func exit(_ error: BenchError) -> ExitCode {
        switch error {
        case .alreadyRuns: ExitCodes.tryAgain
        case .folder: ExitCodes.cannotWrite
        case .pgbench, .unequal, .program, .district: ExitCodes.internalError
        }
    }

    private static func database(_ error: PostgresError) -> Complaint {
        // Who waited for a connection in vain wants to hear why there was none.
        let cause = (error.code == .deadlineExceeded ? error.underlying as? PostgresError : nil) ?? error
        let words = cause.serverReport == nil ? cause.message : cause.description
        if error.code == .configuration {
            return Complaint("bad_setting", zh: "数据库的连接串有误：\(words)", en: words, exit: ExitCodes.configuration)
        }
        if cause.sqlState == .lockNotAvailable {
            return Complaint(
                "busy",
                zh: "别的程序正在改同一处，请稍后再试",
                en: "another program is changing the same; try again",
                exit: ExitCodes.tryAgain
            )
        }
        if cause.sqlState == .diskFull { return Complaint(DispatchError.diskFull) }
        guard error.isConnectionLost || error.code == .deadlineExceeded || error.code == .busy else {
            return Complaint(
                "database_error",
                zh: "数据库：\(words)",
                en: "database: \(words)",
                exit: ExitCodes.internalError
            )
        }
        return Complaint(
            "database_unavailable",
            zh: "数据库连不上：\(words)",
            en: "the database cannot be reached: \(words)",
            exit: ExitCodes.unavailable
        )
    }

    private static func cluster(_ error: PrivateClusterError) -> Complaint {
        let tail = error.description.dropFirst(error.message.count)
        let exit =
            switch error.code {
            case .diskFull, .folderNotWritable: ExitCodes.cannotWrite
            case .configuration: ExitCodes.configuration
            default: ExitCodes.unavailable
            }
        return Complaint(
            error.code.description,
            zh: "自带的数据库：\(zh(error.code))。\(error.message)\(tail)",
            en: "private database: \(error.message)\(tail)",
            exit: exit
        )
    }

    private static func zh(_ code: PrivateClusterError.Code) -> String {
        switch code {
        case .configuration: "设置有误"
        case .binaryMissing: "本机缺少 PostgreSQL 的服务程序（Debian 软件包 postgresql）"
        case .diskFull: "磁盘已满，请腾出空间后再运行一次"
        case .folderNotWritable: "文件夹不能写入"
        case .versionMismatch: "数据由另一版本的 PostgreSQL 写成"
        case .account: "PostgreSQL 不能以 root 运行，本机又没有可用的账号"
        case .initialize: "没能建立"
        case .start: "没能启动"
        case .stop: "没能停下"
        case .database: "没能建库"
        default: "出错"
        }
    }
}

extension SheetError {
    /// Whether it is about what was to be written, not about what was read.
    fileprivate var isOfWriting: Bool {
        switch self {
        case .noSpace, .outputClosed, .cannotWrite: true
        default: false
        }
    }
}

/// Runs a command's body; tells failures in words, with their stable code, and exits with a code that says the kind.
func complaining<Value>(_ body: () async throws -> Value) async throws -> Value {
    do {
        return try await body()
    } catch let code as ExitCode {
        throw code
    } catch let error as CleanExit {
        throw error
    } catch {
        let complaint = Complaint(error)
        Terminal.note("whistle: \(complaint.message(.current)) [\(complaint.code)]")
        throw complaint.exit
    }
}
