/// Damages bytes at random, the same way for the same seed: as a broken transfer, a bad disk or an enemy would.
package struct Mangler: RandomNumberGenerator {
    private var state: UInt64

    /// Begins with a seed.
    package init(_ seed: UInt64) { state = seed &* 0xD134_2543_DE82_EF95 }

    /// The next random number (SplitMix64).
    package mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
        return mixed ^ mixed >> 31
    }

    /// Damages bytes in up to six places; what comes of it is never longer than four times as long and 64 KiB.
    ///
    /// - Parameters:
    ///   - bytes: what is valid.
    ///   - tokens: pieces that mean something in its format, to be put in here and there.
    /// - Returns: what is likely not.
    package mutating func mangled(_ bytes: [UInt8], tokens: [String] = []) -> [UInt8] {
        var bytes = bytes
        for _ in 0...Int.random(in: 0...5, using: &self) { mangle(&bytes, tokens) }
        return bytes
    }

    private mutating func mangle(_ bytes: inout [UInt8], _ tokens: [String]) {
        guard !bytes.isEmpty else {
            bytes = (0..<20).map { _ in UInt8.random(in: 0...255, using: &self) }
            return
        }
        let from = Int.random(in: bytes.indices, using: &self)
        let to = min(bytes.count, from + Int.random(in: 1...60, using: &self))
        switch Int.random(in: 0..<8, using: &self) {
        case 0: bytes[from] = UInt8.random(in: 0...255, using: &self)
        case 1: bytes[from] ^= 1 << UInt8.random(in: 0...7, using: &self)
        case 2: bytes.removeSubrange(from..<to)
        case 3: bytes.insert(contentsOf: bytes[from..<to], at: Int.random(in: 0...bytes.count, using: &self))
        case 4: bytes.insert(contentsOf: (tokens.randomElement(using: &self) ?? "\0").utf8, at: from)
        case 5: bytes.removeSubrange(from...)
        case 6:
            let most = min(65_536 + bytes.count * 3, 1 << 20) / max(1, to - from)
            let piece = Array(bytes[from..<to])
            for _ in 0..<min(Int.random(in: 1...800, using: &self), most) { bytes.insert(contentsOf: piece, at: from) }
        default: bytes[from..<to].reverse()
        }
    }
}
