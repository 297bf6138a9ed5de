import Foundation

/// Mutants that nothing catches, each with the reason why that is right.
///
/// They stand in `Survivors.txt`, one a line, `id # reason`; a `*` stands for any text.
struct Survivors {
    let patterns: [(pattern: String, reason: String)]

    init() throws {
        let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Survivors.txt")
        patterns = try String(contentsOf: file, encoding: .utf8).split(separator: "\n").compactMap { line in
            guard !line.hasPrefix("#"), let cut = line.range(of: " # ", options: .backwards) else { return nil }
            return (line[..<cut.lowerBound].trimmed, line[cut.upperBound...].trimmed)
        }
    }

    /// The pattern that lists a mutant; nil: none.
    func pattern(of id: String) -> String? { patterns.first { Self.matches(id[...], $0.pattern[...]) }?.pattern }

    /// Whether it is listed as one that should be caught, and is not.
    func isUncovered(_ pattern: String) -> Bool {
        patterns.contains { $0.pattern == pattern && $0.reason.hasPrefix("not yet covered") }
    }

    private static func matches(_ text: Substring, _ pattern: Substring) -> Bool {
        guard let star = pattern.firstIndex(of: "*") else { return text == pattern }
        let head = pattern[..<star]
        guard text.hasPrefix(head) else { return false }
        let rest = pattern[star...].dropFirst()
        var tail = text.dropFirst(head.count)
        while true {
            if matches(tail, rest) { return true }
            guard !tail.isEmpty else { return false }
            tail = tail.dropFirst()
        }
    }
}
