/// Letters of five by seven dots, one row a byte, the leftmost dot in bit 4: those that nobody takes for another.
enum ChallengeFont {
    /// The rows of a letter, from the top; a full square for what is not among them.
    static func rows(_ letter: UInt8) -> [UInt8] {
        letters[letter] ?? [UInt8](repeating: 0b11111, count: 7)
    }

    private static let letters: [UInt8: [UInt8]] = {
        var letters: [UInt8: [UInt8]] = [:]
        for line in drawn.split(separator: "\n") {
            let words = line.split(separator: " ")
            guard let letter = words.first?.utf8.first else { continue }
            letters[letter] = words.dropFirst().compactMap { UInt8($0, radix: 2) }
        }
        return letters
    }()

    private static let drawn = """
        3 11110 00001 00001 01110 00001 00001 11110
        4 00010 00110 01010 10010 11111 00010 00010
        6 01110 10000 10000 11110 10001 10001 01110
        7 11111 00001 00010 00100 01000 01000 01000
        A 01110 10001 10001 11111 10001 10001 10001
        C 01110 10001 10000 10000 10000 10001 01110
        E 11111 10000 10000 11110 10000 10000 11111
        F 11111 10000 10000 11110 10000 10000 10000
        H 10001 10001 10001 11111 10001 10001 10001
        J 00111 00010 00010 00010 00010 10010 01100
        K 10001 10010 10100 11000 10100 10010 10001
        L 10000 10000 10000 10000 10000 10000 11111
        M 10001 11011 10101 10101 10001 10001 10001
        N 10001 11001 10101 10011 10001 10001 10001
        P 11110 10001 10001 11110 10000 10000 10000
        R 11110 10001 10001 11110 10100 10010 10001
        T 11111 00100 00100 00100 00100 00100 00100
        W 10001 10001 10001 10101 10101 11011 10001
        X 10001 10001 01010 00100 01010 10001 10001
        Y 10001 10001 01010 00100 00100 00100 00100
        """
}
