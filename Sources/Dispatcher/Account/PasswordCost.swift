/// What it costs to look at a password once: the parameters of scrypt (RFC 7914).
package struct PasswordCost: Hashable, Sendable {
    /// The binary logarithm of N, the number of blocks.
    package var logN: Int
    /// The size of a block, in 128 bytes.
    package var r: Int
    /// How often the whole is done.
    package var p: Int

    package init(logN: Int, r: Int = 8, p: Int = 1) {
        self.logN = logN
        self.r = r
        self.p = p
    }

    /// For people who wait: N = 2^15, r = 8, p = 1, which take 32 MiB; docs/decisions/0018 has the time.
    package static let interactive = PasswordCost(logN: 15)

    /// The memory that it takes, in bytes.
    package var memory: Int { 128 * r * (1 << logN) }

    /// Whether it can be carried out here: a row from elsewhere must not take all memory, nor for ever.
    var isBearable: Bool {
        (1...20).contains(logN) && (1...32).contains(r) && (1...16).contains(p) && memory <= 1 << 30
    }
}
