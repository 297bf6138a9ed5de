import Crypto
import Foundation

/// The keys under which residents' names, telephones and addresses are kept: the first seals, all open.
///
/// From each line's bytes two keys are derived (HKDF, RFC 5869), one that seals and one for the index of telephones, so
/// that neither says anything of the other. Nothing prints a ring but the ids of its keys.
package struct KeyRing: Sendable {
    struct Key: Sendable {
        let id: String
        let number: UInt8
        let suite: any SealSuite
        /// HMAC-SHA-256, begun with the key by which telephones and requests are known again: each code goes on from a copy.
        let index: HMAC<SHA256>

        /// The code of some bytes.
        func code(of bytes: [UInt8]) -> [UInt8] {
            var code = index
            code.update(data: bytes)
            return Array(code.finalize())
        }
    }

    let keys: [Key]

    /// Reads a ring: one key a line (or between commas), `id suite base64`; blank lines and those after `#` are skipped.
    ///
    /// - Parameters:
    ///   - text: the lines.
    ///   - suites: those that lines may name.
    /// - Throws: `KeyRingError`.
    package init(_ text: String, suites: SealSuites = .shipped) throws(KeyRingError) {
        var keys: [Key] = []
        let lines = text.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "," || $0 == "\r\n" }
        for (index, line) in lines.enumerated() {
            let words = line.split(whereSeparator: \.isWhitespace).map(String.init)
            guard let first = words.first, !first.hasPrefix("#") else { continue }
            let key = try Self.key(words, line: index + 1, suites)
            guard !keys.contains(where: { $0.id == key.id }) else { throw .twice(id: key.id) }
            keys.append(key)
        }
        guard !keys.isEmpty else { throw .empty }
        self.keys = keys
    }

    /// The id of the key that seals.
    package var sealingID: String { keys.first?.id ?? "" }

    /// The ids of all keys, the sealing one first.
    package var ids: [String] { keys.map(\.id) }

    /// A line for a new key of random bytes.
    ///
    /// - Parameters:
    ///   - id: what it is to be called.
    ///   - suite: the suite's name.
    ///   - suites: those that there are.
    /// - Returns: the line, without its end.
    /// - Throws: `KeyRingError` for a bad id or an unknown suite.
    package static func makeLine(
        id: String,
        suite: String = AES256GCM.name,
        suites: SealSuites = .shipped
    ) throws(KeyRingError) -> String {
        guard isID(id) else { throw .badID(line: 1) }
        guard let type = suites.named(suite) else { throw .unknownSuite(line: 1, known: suites.names) }
        var generator = SystemRandomNumberGenerator()
        let bytes = (0..<type.keyLength).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
        return "\(id) \(suite) \(Data(bytes).base64EncodedString())"
    }
}

extension KeyRing: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The ids of its keys, and nothing of the keys.
    package var description: String { "KeyRing(\(ids.joined(separator: ", ")))" }
    /// The same.
    package var debugDescription: String { description }
    /// Nothing: a mirror would show the keys.
    package var customMirror: Mirror { Mirror(self, children: []) }
}

extension KeyRing {
    // MARK: - Reading a line

    private static func key(_ words: [String], line: Int, _ suites: SealSuites) throws(KeyRingError) -> Key {
        guard words.count == 3 else { throw .malformed(line: line) }
        guard isID(words[0]) else { throw .badID(line: line) }
        guard let type = suites.named(words[1]) else { throw .unknownSuite(line: line, known: suites.names) }
        guard let data = Data(base64Encoded: words[2]), data.count == type.keyLength else {
            throw .badKey(line: line, bytes: type.keyLength)
        }
        let sealing = derived(from: data, for: "whistle seal " + type.name, bytes: type.keyLength)
        return Key(
            id: words[0],
            number: type.number,
            suite: type.init(key: sealing.withUnsafeBytes { Array($0) }),
            index: HMAC(key: derived(from: data, for: "whistle telephone index", bytes: 32))
        )
    }

    private static func isID(_ word: String) -> Bool {
        (1...32).contains(word.utf8.count)
            && word.utf8.allSatisfy {
                (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || [0x2E, 0x2D, 0x5F].contains($0)
            }
    }

    private static func derived(from data: Data, for purpose: String, bytes: Int) -> SymmetricKey {
        HKDF<SHA256>.deriveKey(
            inputKeyMaterial: SymmetricKey(data: data),
            info: Data(purpose.utf8),
            outputByteCount: bytes
        )
    }
}
