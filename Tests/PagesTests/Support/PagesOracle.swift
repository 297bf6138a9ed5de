import Foundation
import TestSupport

/// Programs beside the tests.
enum PagesOracle {
    /// Runs a program; gives what it printed as bytes.
    static func output(_ program: String, _ arguments: [String]) async throws -> [UInt8] {
        Array(try await PythonOracle.output(of: program, arguments).utf8)
    }
}
