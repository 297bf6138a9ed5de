import Crypto
import Foundation

/// A way to seal a few bytes under a key, together with data that is not hidden but must be the same when it is opened.
///
/// Each ciphertext names its suite by number, so that another (SM4-GCM of GB/T 32907, for one) stands beside this one
/// without a new form of what is stored: it is added to `SealSuites` and named in a key's line.
package protocol SealSuite: Sendable {
    /// What a key's line calls it.
    static var name: String { get }
    /// What a ciphertext calls it; never given to another.
    static var number: UInt8 { get }
    /// How many bytes a key has.
    static var keyLength: Int { get }

    /// Makes it ready for a key of `keyLength` bytes.
    init(key: [UInt8])

    /// Seals: nonce, ciphertext and tag.
    ///
    /// - Throws: what the cryptography says; nothing of the text.
    func seal(_ plain: [UInt8], with data: [UInt8]) throws -> [UInt8]

    /// Opens what `seal` made.
    ///
    /// - Throws: where a byte, the key or the data is another.
    func open(_ sealed: ArraySlice<UInt8>, with data: [UInt8]) throws -> [UInt8]
}

/// AES-256-GCM (NIST SP 800-38D) with a random nonce of 96 bits and a tag of 128.
///
/// A key is good for 2³² texts (SP 800-38D 8.3): three a filing and 60,000 filings a day are 65 years.
package struct AES256GCM: SealSuite {
    /// Its name.
    package static let name = "aes-256-gcm"
    /// Its number.
    package static let number: UInt8 = 1
    /// 256 bits.
    package static let keyLength = 32

    private let key: SymmetricKey

    /// Makes it ready for a key of 32 bytes.
    package init(key: [UInt8]) {
        self.key = SymmetricKey(data: key)
    }

    /// Seals under a random nonce.
    package func seal(_ plain: [UInt8], with data: [UInt8]) throws -> [UInt8] {
        // With a nonce of this length they always lie together.
        guard let bytes = try AES.GCM.seal(plain, using: key, authenticating: data).combined else {
            preconditionFailure("a nonce of 96 bits")
        }
        return Array(bytes)
    }

    /// Opens what was sealed with the same data.
    package func open(_ sealed: ArraySlice<UInt8>, with data: [UInt8]) throws -> [UInt8] {
        Array(try AES.GCM.open(AES.GCM.SealedBox(combined: sealed), using: key, authenticating: data))
    }
}

/// The suites that a ring may use.
package struct SealSuites: Sendable {
    private let all: [any SealSuite.Type]

    /// Those that the program comes with.
    package static let shipped = SealSuites([AES256GCM.self])

    /// Takes suites; of two with the same name or number the first counts.
    package init(_ all: [any SealSuite.Type]) {
        self.all = all
    }

    /// The suite of a name; nil where there is none.
    package func named(_ name: String) -> (any SealSuite.Type)? { all.first { $0.name == name } }

    /// Their names.
    package var names: [String] { all.map { $0.name } }
}
