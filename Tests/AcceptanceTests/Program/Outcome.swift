import Foundation

/// What a run of the program came to.
struct Outcome: Sendable, CustomStringConvertible {
    /// The exit code; of a program that a signal ended, the signal's number below zero.
    let status: Int32
    /// What it wrote to standard output.
    let output: String
    /// What it wrote to standard error.
    let errors: String

    /// The lines of standard output.
    var lines: [String] { output.split(whereSeparator: \.isNewline).map(String.init) }

    /// For a failing test: all of it.
    var description: String { "exit \(status)\n\(output)\(errors)" }

    /// Whether it complained with a stable code, and the exit code that belongs to it.
    func complains(_ code: String, _ status: Int32) -> Bool {
        self.status == status && errors.contains("[\(code)]")
    }
}

extension Outcome {
    /// Standard output as one JSON object.
    var json: [String: Any] {
        get throws {
            let value = try JSONSerialization.jsonObject(with: Data(output.utf8))
            guard let object = value as? [String: Any] else { throw NotAnObject(text: output) }
            return object
        }
    }

    /// Output that is no JSON object.
    struct NotAnObject: Error {
        let text: String
    }
}
