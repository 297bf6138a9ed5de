import Crypto
import Foundation
package import Workflow

/// A random secret of a session or a token; it names its district, so that one look at one district finds it or nothing.
///
/// A session's is base64url of the district's number (8 bytes) and 256 random bits. A token's is `wst_` and the same with
/// a check of 4 bytes: whoever looks through files for lost secrets can tell one from a chance likeness.
package struct DistrictSecret: Hashable, Sendable {
    /// Whose.
    package let district: DistrictID
    /// What it opens.
    package let use: Use
    private let random: [UInt8]

    /// What a secret can open; the other one it never does, however it is spelt.
    package enum Use: UInt8, Hashable, Sendable {
        /// A session.
        case session = 1
        /// A token.
        case token = 2
    }

    private static let mark = "wst_"
    private static let length = 32

    /// A new one.
    package static func make(_ use: Use, in district: DistrictID) -> DistrictSecret {
        DistrictSecret(use, district: district, random: Randomness.bytes(length))
    }

    private init(_ use: Use, district: DistrictID, random: [UInt8]) {
        self.use = use
        self.district = district
        self.random = random
    }

    /// Reads a session's secret; nil where it is none.
    package init?(session text: String) {
        guard text.utf8.count == 54, let bytes = Base64.bytes(text, .url) else { return nil }
        self.init(.session, payload: bytes)
    }

    /// Reads a token; nil where it is none.
    package init?(token text: String) {
        guard text.utf8.count == Self.mark.utf8.count + 59, text.hasPrefix(Self.mark),
            let bytes = Base64.bytes(text.dropFirst(Self.mark.count), .url),
            bytes.suffix(4).elementsEqual(Self.check(Array(bytes.dropLast(4))))
        else { return nil }
        self.init(.token, payload: Array(bytes.dropLast(4)))
    }

    private init?(_ use: Use, payload: [UInt8]) {
        guard payload.count == 8 + Self.length else { return nil }
        let number = payload.prefix(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        self.init(use, district: DistrictID(Int64(bitPattern: number)), random: Array(payload.dropFirst(8)))
    }

    /// As a session is given to a browser.
    package var sessionText: String { Base64.text(payload, .url) }

    /// As a token is shown, once.
    package var tokenText: String { Self.mark + Base64.text(payload + Self.check(payload), .url) }

    /// SHA-256, which is all that is stored: what is random needs nothing slower.
    package var hash: [UInt8] { Array(SHA256.hash(data: [use.rawValue] + payload)) }

    private var payload: [UInt8] { district.rawValue.bytes + random }

    private static func check(_ payload: [UInt8]) -> [UInt8] {
        Array(SHA256.hash(data: Array("whistle token".utf8) + payload).prefix(4))
    }
}

extension Int64 {
    /// Its bytes, the greatest first.
    var bytes: [UInt8] { withUnsafeBytes(of: bigEndian) { Array($0) } }
}

/// What is guessed at, as failures are counted by it.
enum GuessSubject {
    /// The password, or the second factor behind it, of an account.
    case password(String)
    /// The slip of an account.
    case slip(String)
    /// The PIN of an account.
    case pin(String)
    /// The second factor of an account, after a provider had said who it is.
    case factor(String)
    /// The password of an account of a provider's, as that account was typed.
    case external(provider: String, String)

    /// The provider whose password it is; nil: ours.
    var provider: String? {
        guard case .external(let provider, _) = self else { return nil }
        return provider
    }

    /// SHA-256 of kind and account, known or not: what people type there may be a password.
    func hash(in district: DistrictID) -> [UInt8] {
        let (kind, account) =
            switch self {
            case .password(let account): ("password", account)
            case .slip(let account): ("slip", account)
            case .pin(let account): ("pin", account)
            case .factor(let account): ("factor", account)
            case .external(let provider, let account): ("external/\(provider)", account)
            }
        return Array(SHA256.hash(data: district.rawValue.bytes + Array("\(kind)\0\(account)".utf8)))
    }
}
