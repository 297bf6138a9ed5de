import ArgumentParser
import Dispatcher
import PGStore
import Postgres
import PrivatePostgres
import Tabular
import Workflow

/// What the program's exit codes mean; `docs/OPERATIONS.md` lists the same.
enum ExitCodes {
    /// Something was checked and is not as it should be.
    static let findings = ExitCode(1)
    /// The rules refuse the command; nothing has happened.
    static let refused = ExitCode(2)
    /// The call itself is wrong.
    static let usage = ExitCode(64)
    /// A file is missing or cannot be read.
    static let noInput = ExitCode(66)
    /// The database cannot be reached.
    static let unavailable = ExitCode(69)
    /// Something that should not happen.
    static let internalError = ExitCode(70)
    /// A file cannot be written: the disk is full, or the folder is closed.
    static let cannotWrite = ExitCode(73)
    /// Too much at once; try again.
    static let tryAgain = ExitCode(75)
    /// A setting makes no sense.
    static let configuration = ExitCode(78)
}

/// A failure that is told to the person at the terminal.
struct Complaint: Error {
    let code: String
    let message: Bilingual
    let exit: ExitCode

    init(_ code: String, zh: String, en: String, exit: ExitCode) {
        self.code = code
        message = Bilingual(zh: zh, en: en)
        self.exit = exit
    }

    /// Says what an error means to the person at the terminal.
    init(_ error: any Error) {
        switch error {
        case let complaint as Complaint: self = complaint
        case let error as DispatchError: self.init(error.code, error.message, exit: Self.exit(error))
        case let error as StoreError: self.init(error.code, error.message, exit: ExitCodes.refused)
        case let error as PostgresError: self = Self.database(error)
        case let error as PrivateClusterError:
            self.init(
                error.code.description,
                zh: "内置数据库：\(error.message)",
                en: "private database: \(error.message)",
                exit: ExitCodes.unavailable
            )
        case let error as SheetError:
            self.init(error.code, Bilingual(zh: error.message(.zh), en: error.message(.en)), exit: ExitCodes.noInput)
        case let problems as Problems:
            self.init(
                problems.all.first?.code ?? "problems",
                Bilingual(
                    zh: problems.all.map { "\($0.path)：\($0.message.zh)" }.joined(separator: "\n"),
                    en: problems.all.map { "\($0.path): \($0.message.en)" }.joined(separator: "\n")
                ),
                exit: ExitCodes.findings
            )
        default:
            self.init(
                "internal",
                zh: "内部错误：\(error)",
                en: "internal error: \(error)",
                exit: ExitCodes.internalError
            )
        }
    }

    private init(_ code: String, _ message: Bilingual, exit: ExitCode) {
        self.code = code
        self.message = message
        self.exit = exit
    }

    private static func exit(_ error: DispatchError) -> ExitCode {
        switch error {
        case .busy, .stopping, .deadlineExceeded: ExitCodes.tryAgain
        case .unavailable: ExitCodes.unavailable
        case .refused, .unknownTicket, .unknownDistrict, .unknownDefinition, .keyReused, .wrongClock, .rejected,
            .store:
            ExitCodes.refused
        }
    }

    private static func database(_ error: PostgresError) -> Complaint {
        let isAway = error.isConnectionLost || error.code == .deadlineExceeded || error.code == .busy
        return Complaint(
            isAway ? "database_unavailable" : "database_error",
            zh: "数据库：\(error)",
            en: "database: \(error)",
            exit: isAway ? ExitCodes.unavailable : ExitCodes.internalError
        )
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
    } catch let error as ValidationError {
        throw error
    } catch {
        let complaint = Complaint(error)
        Terminal.note("whistle: \(complaint.message(.current)) [\(complaint.code)]")
        throw complaint.exit
    }
}
