import Testing

/// Structure is the rule; where it is not, the line above says why.
@Suite struct ConcurrencyTests {
    private static let unchecked = ["Sources/Postgres/Reactor/", "Sources/Postgres/Connection/"]

    @Test func `what the compiler cannot check stands in two folders only, each with its reason`() throws {
        for file in try Repository.files(in: "Sources") {
            for (index, _) in file.lines(with: ["@unchecked Sendable", "nonisolated(unsafe)"]) {
                #expect(Self.unchecked.contains { file.path.hasPrefix($0) }, "\(file.path):\(index + 1)")
                let above = file.lines[max(0, index - 4)...index]
                #expect(above.contains { $0.contains("// Safe because") }, "\(file.path):\(index + 1)")
            }
        }
    }

    @Test func `a task without a parent says why`() throws {
        for file in try Repository.files(in: "Sources") {
            for (index, line) in file.lines(with: ["Task"])
            where line.contains(/(^|[^\w.])Task(\.detached)?\s*(\(|\{)/) {
                #expect(index > 0 && file.lines[index - 1].isComment, "\(file.path):\(index + 1)")
            }
        }
    }
}

/// Small pieces, and no back doors.
@Suite struct SizeTests {
    @Test func `files stop at 400 lines, tests at 500`() throws {
        for (folder, limit) in [("Sources", 400), ("Tests", 500)] {
            for file in try Repository.files(in: folder) {
                #expect(file.lines.count <= limit + 1, "\(file.path): \(file.lines.count)")
            }
        }
    }

    private static let statements = ["SELECT ", "INSERT INTO ", "UPDATE ", "DELETE FROM "].map { "\"" + $0 }

    @Test func `no SQL outside PGStore, the client and its callers' fixed questions`() throws {
        let allowed = [
            "Sources/PGStore/", "Sources/Postgres/", "Sources/Dispatcher/Embedded/", "Sources/whistle/Commands/Doctor",
            // What is measured beside the engine is SQL written by hand.
            "Sources/Bench/",
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

extension String {
    var isComment: Bool { trimmingPrefix(while: \.isWhitespace).hasPrefix("//") }
}
