import Foundation

/// Files that the tests read.
enum Fixture {
    /// The bytes of a file below `Fixtures`.
    static func bytes(_ path: String) throws -> [UInt8] {
        Array(try Data(contentsOf: Bundle.module.bundleURL.appending(path: "Fixtures/" + path)))
    }
}
