/// Bytes that nobody can guess.
enum Randomness {
    /// So many bytes; the system's generator is the kernel's.
    static func bytes(_ count: Int) -> [UInt8] {
        var generator = SystemRandomNumberGenerator()
        return (0..<count).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
    }
}
