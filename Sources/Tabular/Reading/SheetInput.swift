/// Where a sheet is read from.
package enum SheetInput: Sendable {
    /// A file.
    case path(String)
    /// Bytes in memory.
    case bytes([UInt8])
    /// The standard input.
    case standardInput
    /// What was set aside from a pipe, to be read more than once.
    case spooled(SpooledInput)

    /// The input a person names: a path, or `-` for the standard input.
    package init(argument: String) {
        self = argument == "-" ? .standardInput : .path(argument)
    }

    /// The name whose extension tells the kind of file.
    var name: String? {
        switch self {
        case .path(let path): path
        case .bytes, .standardInput, .spooled: nil
        }
    }
}
