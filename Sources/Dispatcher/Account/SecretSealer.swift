package import Crypto
import Foundation
package import PGStore
import Workflow

/// Seals what must be read again, by a key that the database does not have; whoever makes the program gives it.
package struct SecretSealer: Sendable {
    /// Seals bytes for a purpose; the same purpose must open them.
    package let seal: @Sendable (_ bytes: [UInt8], _ purpose: [UInt8]) throws -> [UInt8]
    /// Opens what was sealed for that purpose; throws where it was not, or by another key.
    package let open: @Sendable (_ sealed: [UInt8], _ purpose: [UInt8]) throws -> [UInt8]

    /// Makes a sealer of two functions, such as a ring of keys has.
    package init(
        seal: @escaping @Sendable (_ bytes: [UInt8], _ purpose: [UInt8]) throws -> [UInt8],
        open: @escaping @Sendable (_ sealed: [UInt8], _ purpose: [UInt8]) throws -> [UInt8]
    ) {
        self.seal = seal
        self.open = open
    }

    /// AES-GCM with one key and a random nonce; the purpose is authenticated with it.
    ///
    /// - Parameter key: 128, 192 or 256 bits.
    /// - Returns: the sealer.
    package static func aesGCM(_ key: SymmetricKey) -> SecretSealer {
        SecretSealer { bytes, purpose in
            let box = try AES.GCM.seal(bytes, using: key, authenticating: purpose)
            return Array(box.nonce) + Array(box.ciphertext) + Array(box.tag)
        } open: { sealed, purpose in
            Array(try AES.GCM.open(AES.GCM.SealedBox(combined: sealed), using: key, authenticating: purpose))
        }
    }

    /// By a ring of keys: its first key seals, all open.
    package init(_ keys: KeyRing) {
        self.init { bytes, purpose in
            try keys.seal(bytes, for: purpose)
        } open: { sealed, purpose in
            try keys.open(sealed, for: purpose)
        }
    }

    /// What the secret of a person's second factor is sealed for: another's does not open.
    static func secondFactor(of person: PersonID, in district: DistrictID) -> [UInt8] {
        Array("whistle second factor".utf8) + district.rawValue.bytes + person.rawValue.bytes
    }
}
