extension Query {
    private static let controlWords: Set<String> = [
        "ABORT", "BEGIN", "COMMIT", "END", "RELEASE", "ROLLBACK", "SAVEPOINT", "START",
    ]

    /// Whether the statement begins or ends a transaction.
    var controlsTransaction: Bool {
        let word = sql.utf8.drop { $0 == 32 || $0 == 10 || $0 == 9 || $0 == 13 }.prefix(9)
        guard let first = word.first, "abcersABCERS".utf8.contains(first) else { return false }
        let letters = word.prefix { $0 != 32 && $0 != 59 && $0 != 10 }
        return Self.controlWords.contains(String(decoding: letters, as: UTF8.self).uppercased())
    }
}
