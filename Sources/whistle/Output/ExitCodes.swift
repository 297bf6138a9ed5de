import ArgumentParser

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
