import Crypto
import Foundation
package import Workflow

/// Codes that change with time: TOTP (RFC 6238) with SHA-1, 30 s and six digits, which is what every app reads.
package enum TimeCode {
    /// Seconds of a step.
    package static let period: Int64 = 30

    /// The step that an instant lies in.
    package static func step(at instant: Instant) -> Int64 { instant.microseconds / (period * 1_000_000) }

    /// The code of a step: RFC 4226 §5.3, cut to six digits.
    package static func code(_ secret: [UInt8], step: Int64) -> String {
        let mac = Array(
            HMAC<Insecure.SHA1>.authenticationCode(for: step.bytes, using: SymmetricKey(data: secret))
        )
        let offset = Int(mac[mac.count - 1] & 15)
        let number = mac[offset..<offset + 4].reduce(UInt32(0)) { $0 << 8 | UInt32($1) } & 0x7FFF_FFFF
        let digits = String(number % 1_000_000)
        return String(repeating: "0", count: 6 - digits.count) + digits
    }

    /// The step whose code was typed: this one, or one before or after, and later than the last that was taken.
    ///
    /// - Parameters:
    ///   - typed: what was typed; blanks do not count.
    ///   - secret: the secret.
    ///   - now: the database's clock.
    ///   - last: the last step whose code was taken.
    /// - Returns: the step; nil where the code is none of theirs.
    package static func step(of typed: String, _ secret: [UInt8], now: Instant, after last: Int64?) -> Int64? {
        let typed = typed.filter { !$0.isWhitespace }
        let here = step(at: now)
        // All three are looked at, whichever fits.
        let fitting = (here - 1...here + 1).filter { isSame(code(secret, step: $0), typed) && $0 > last ?? .min }
        return fitting.first
    }

    /// Whether somebody typed six digits, and so no recovery code.
    static func isOne(_ typed: String) -> Bool {
        let typed = typed.filter { !$0.isWhitespace }
        return typed.count == 6 && typed.allSatisfy { $0.isASCII && $0.isNumber }
    }

    private static func isSame(_ left: String, _ right: String) -> Bool {
        let (left, right) = (Array(left.utf8), Array(right.utf8))
        guard left.count == right.count else { return false }
        return zip(left, right).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
    }
}
