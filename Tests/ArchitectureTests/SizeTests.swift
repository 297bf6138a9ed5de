import Testing

/// Small pieces, and no back doors.
@Suite struct SizeTests {
    @Test func `files stop at 400 lines, tests at 500`() throws {
        for (folder, limit) in [("Sources", 400), ("Tests", 500)] {
            for file in try Repository.files(in: folder) {
                #expect(file.lines.count <= limit + 1, "\(file.path): \(file.lines.count)")
            }
        }
    }

    @Test func `functions stop at 60 lines`() throws {
        for file in try Repository.files(in: "Sources") + Repository.files(in: "Tests") {
            for function in file.functions {
                #expect(function.length <= 60, "\(file.path):\(function.line): \(function.length)")
            }
        }
    }

    private static let statements = ["SELECT ", "INSERT INTO ", "UPDATE ", "DELETE FROM "].map { "\"" + $0 }

    @Test func `no SQL outside PGStore, the client and its callers' fixed questions`() throws {
        let allowed = [
            "Sources/PGStore/", "Sources/Postgres/", "Sources/Dispatcher/Embedded/", "Sources/whistle/Commands/Doctor",
            // What is measured beside the engine is SQL written by hand.
            "Sources/Bench/",
            // Who breaks the database, and who checks it afterwards without the program's own eyes.
            "Sources/Chaos/", "Sources/ChaosChecker/",
        ]
        // Single questions about the server itself, which belong to no table.
        let questions = ["SELECT clock_timestamp()", "SELECT 1"]
        let files = try Repository.files(in: "Sources").filter { file in
            !allowed.contains { file.path.hasPrefix($0) }
        }
        for file in files {
            for (index, line) in file.lines(with: Self.statements) {
                #expect(questions.contains { line.contains($0) }, "\(file.path):\(index + 1): \(line)")
            }
        }
    }
}
