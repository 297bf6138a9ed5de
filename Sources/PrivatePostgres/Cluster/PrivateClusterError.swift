/// Why a private cluster could not be started or stopped, in words for the person who started the program.
package struct PrivateClusterError: Error, CustomStringConvertible {
    /// The kind of trouble.
    package struct Code: Hashable, Sendable, CustomStringConvertible {
        private enum Kind: String {
            case configuration = "private_configuration"
            case binaryMissing = "server_missing"
            case diskFull = "disk_full"
            case folderNotWritable = "folder_not_writable"
            case versionMismatch = "version_mismatch"
            case account = "no_server_account"
            case initialize = "server_not_made"
            case start = "server_not_started"
            case stop = "server_not_stopped"
            case database = "database_not_made"
        }

        private let kind: Kind

        /// The configuration asks for something that cannot be.
        package static let configuration = Code(kind: .configuration)
        /// The server's programs are not on this machine.
        package static let binaryMissing = Code(kind: .binaryMissing)
        /// The disk has no room left.
        package static let diskFull = Code(kind: .diskFull)
        /// The folder cannot be made or written.
        package static let folderNotWritable = Code(kind: .folderNotWritable)
        /// The data was written by another major version than the programs found.
        package static let versionMismatch = Code(kind: .versionMismatch)
        /// The program runs as root and there is no other user to run the server as.
        package static let account = Code(kind: .account)
        /// The cluster could not be made.
        package static let initialize = Code(kind: .initialize)
        /// The server did not start.
        package static let start = Code(kind: .start)
        /// The server did not stop.
        package static let stop = Code(kind: .stop)
        /// A database could not be made.
        package static let database = Code(kind: .database)

        /// The stable name of the code, which people see.
        package var description: String {
            kind.rawValue
        }
    }

    /// The kind of trouble.
    package let code: Code
    /// What happened, in one sentence.
    package let message: String
    /// What the server's program said, if it said anything.
    package let output: String

    init(_ code: Code, _ message: String, output: String = "") {
        let isFull = (message + output).contains("No space left on device")
        self.code = isFull ? .diskFull : code
        self.message = isFull ? message + ": the disk is full" : message
        self.output = output
    }

    /// The message, and below it the last lines of what the server's program said.
    package var description: String {
        let tail = output.split(separator: "\n").suffix(12).joined(separator: "\n")
        return tail.isEmpty ? message : "\(message)\n\(tail)"
    }
}
