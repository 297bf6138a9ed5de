extension Query {
    private static let controlWords: Set<String> = [
        "ABORT", "BEGIN", "COMMIT", "END", "RELEASE", "ROLLBACK", "SAVEPOINT", "START",
    ]

    /// AB, BE, CO, EN, RE, RO, SA, ST.
    private static let beginnings: [UInt16] = [0x4142, 0x4245, 0x434F, 0x454E, 0x5245, 0x524F, 0x5341, 0x5354]

    /// Whether the statement begins or ends a transaction.
    var controlsTransaction: Bool {
        // Nearly every statement is told by its first two letters.
        var letters = sql.utf8.makeIterator()
        if let first = letters.next(), let second = letters.next(), first > 64, second > 64 {
            guard Self.beginnings.contains(UInt16(first & 0xDF) << 8 | UInt16(second & 0xDF)) else { return false }
        }
        let word = sql.utf8.drop { $0 == 32 || $0 == 10 || $0 == 9 || $0 == 13 }.prefix(9)
        guard let first = word.first, "abcersABCERS".utf8.contains(first) else { return false }
        let text = word.prefix { $0 != 32 && $0 != 59 && $0 != 10 }
        return Self.controlWords.contains(String(decoding: text, as: UTF8.self).uppercased())
    }
}
