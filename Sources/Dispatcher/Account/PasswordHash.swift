import Crypto
import CryptoExtras
import Foundation

/// A password as it is stored: scrypt's cost, salt and result, written `$scrypt$ln=15,r=8,p=1$salt$hash` as PHC strings are.
package struct PasswordHash: Hashable, Sendable {
    /// What it cost.
    package let cost: PasswordCost
    private let salt: [UInt8]
    private let key: [UInt8]

    /// Bytes of salt, and of the result.
    private static let lengths = (salt: 16, key: 32)

    /// Hashes a password with a salt of its own; takes the cost's time and memory, on the thread that calls.
    ///
    /// - Throws: where scrypt finds no memory.
    package init(of password: [UInt8], cost: PasswordCost) throws {
        let salt = Randomness.bytes(Self.lengths.salt)
        self.init(cost: cost, salt: salt, key: try Self.derive(password, salt, cost, Self.lengths.key))
    }

    /// One that no password fits, for accounts that have none: looking at it costs the same.
    static func unfitting(_ cost: PasswordCost) -> PasswordHash {
        PasswordHash(
            cost: cost,
            salt: Randomness.bytes(Self.lengths.salt),
            key: Randomness.bytes(Self.lengths.key)
        )
    }

    private init(cost: PasswordCost, salt: [UInt8], key: [UInt8]) {
        self.cost = cost
        self.salt = salt
        self.key = key
    }

    /// Reads a stored hash; nil where it is none, or costs more than this program bears.
    package init?(_ text: String) {
        let parts = text.split(separator: "$", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 5, parts[0].isEmpty, parts[1] == "scrypt", let cost = PasswordCost(phc: parts[2]),
            let salt = Base64.bytes(parts[3], .standard), let key = Base64.bytes(parts[4], .standard),
            (8...64).contains(salt.count), (16...64).contains(key.count)
        else { return nil }
        self.init(cost: cost, salt: salt, key: key)
    }

    /// As it is stored.
    package var text: String {
        "$scrypt$\(cost.phc)$\(Base64.text(salt, .standard))$\(Base64.text(key, .standard))"
    }

    /// Whether a password is this one; takes the cost's time and memory, on the thread that calls.
    ///
    /// - Throws: where scrypt finds no memory.
    package func fits(_ password: [UInt8]) throws -> Bool {
        // Keys compare in constant time.
        SymmetricKey(data: try Self.derive(password, salt, cost, key.count)) == SymmetricKey(data: key)
    }

    private static func derive(
        _ password: [UInt8],
        _ salt: [UInt8],
        _ cost: PasswordCost,
        _ length: Int
    ) throws -> [UInt8] {
        let key = try KDF.Scrypt.deriveKey(
            from: password,
            salt: salt,
            outputByteCount: length,
            rounds: 1 << cost.logN,
            blockSize: cost.r,
            parallelism: cost.p
        )
        return key.withUnsafeBytes { Array($0) }
    }
}

extension PasswordCost {
    fileprivate var phc: String { "ln=\(logN),r=\(r),p=\(p)" }

    fileprivate init?(phc text: String) {
        guard let match = text.wholeMatch(of: /ln=(\d{1,2}),r=(\d{1,2}),p=(\d{1,2})/),
            let logN = Int(match.1), let r = Int(match.2), let p = Int(match.3)
        else { return nil }
        self.init(logN: logN, r: r, p: p)
        guard isBearable else { return nil }
    }
}
