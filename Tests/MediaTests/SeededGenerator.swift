/// Chance that comes out the same on every run (SplitMix64).
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(_ seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
        return value ^ (value >> 31)
    }
}

extension [UInt8] {
    /// The bytes with some of them changed, taken out, doubled or cut off.
    func damaged(by generator: inout SeededGenerator) -> [UInt8] {
        var result = self
        for _ in 0..<Int.random(in: 1...6, using: &generator) where !result.isEmpty {
            let place = Int.random(in: 0..<result.count, using: &generator)
            switch Int.random(in: 0..<5, using: &generator) {
            case 0: result[place] = UInt8.random(in: 0...255, using: &generator)
            case 1: result[place] ^= 1 << UInt8.random(in: 0...7, using: &generator)
            case 2: result.removeSubrange(place..<Swift.min(result.count, place + 8))
            case 3: result.insert(contentsOf: result[place..<Swift.min(result.count, place + 8)], at: place)
            default: result.removeSubrange(place...)
            }
        }
        return result
    }
}
