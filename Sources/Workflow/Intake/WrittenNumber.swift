/// Numbers as people write them: `12`, `１２`, `十二`.
enum WrittenNumber {
    /// The number below 100 that some folded characters write; nil where they write none.
    ///
    /// - Parameter codes: as `MaskScan` folds them.
    /// - Returns: the number.
    static func value(_ codes: some Collection<UInt32>) -> Int? {
        guard !codes.isEmpty, codes.count <= 3 else { return nil }
        if codes.allSatisfy(\.isDigit) {
            return codes.count <= 2 ? codes.reduce(0) { $0 * 10 + Int($1 - 0x30) } : nil
        }
        let values = codes.map { digits[$0] ?? -1 }
        guard let ten = values.firstIndex(of: 10) else { return values.count == 1 && values[0] >= 0 ? values[0] : nil }
        let (before, after) = (values[..<ten], values[(ten + 1)...])
        guard before.count <= 1, after.count <= 1, (before + after).allSatisfy({ 1...9 ~= $0 }) else { return nil }
        return (before.first ?? 1) * 10 + (after.first ?? 0)
    }

    private static let digits: [UInt32: Int] = {
        let words: [(Unicode.Scalar, Int)] = [
            ("〇", 0), ("零", 0), ("一", 1), ("二", 2), ("两", 2), ("三", 3), ("四", 4), ("五", 5), ("六", 6), ("七", 7),
            ("八", 8), ("九", 9), ("十", 10),
        ]
        return Dictionary(uniqueKeysWithValues: words.map { ($0.0.value, $0.1) })
    }()
}
