import Testing

/// What comes from outside comes in by the front door.
@Suite struct PurityTests {
    @Test func `rules have no time, chance, waiting or words of their own`() throws {
        let forbidden = [
            "ContinuousClock", "SuspendingClock", "Date()", "Date.now", "SystemRandomNumberGenerator", "UUID()",
            "async ", "await ", "Logger(",
        ]
        for file in try Repository.files(in: "Sources/Workflow") {
            for (index, line) in file.lines(with: forbidden) { Issue.record("\(file.path):\(index + 1): \(line)") }
        }
    }

    @Test func `nothing is handed around behind the callers' backs`() throws {
        for file in try Repository.files(in: "Sources") {
            for (index, line) in file.lines(with: ["static let shared", "static var", "@TaskLocal"]) {
                let isComputed = line.contains("static var") && !line.contains(#/\s=\s/#)
                #expect(isComputed, "\(file.path):\(index + 1)")
            }
        }
    }

    @Test func `only the program prints; the others are given a logger`() throws {
        for file in try Repository.files(in: "Sources") where !file.path.hasPrefix("Sources/whistle/") {
            for (index, line) in file.lines(with: ["print(", "debugPrint("])
            where line.contains(/(^|[^\w.])(print|debugPrint)\(/) {
                Issue.record("\(file.path):\(index + 1)")
            }
        }
    }

    @Test func `what cannot be is said in a sentence, what can be is an error`() throws {
        for file in try Repository.files(in: "Sources") {
            for (index, _) in file.lines(with: ["fatalError(", "assertionFailure(", "preconditionFailure()"]) {
                Issue.record("\(file.path):\(index + 1)")
            }
        }
    }
}
