import Crypto
import Workflow

/// The code by which a resident without an account shows that a matter is theirs: eight letters in two halves, `K7QM-2XWD`.
///
/// The letters can be read out on the telephone: no 0 and O, no 1 and I. 32^8 codes are 40 bits; guesses are counted.
package struct ResidentCode: Hashable, Sendable, CustomStringConvertible {
    /// The letters without the stroke.
    package let letters: String

    static let alphabet = Array("23456789ABCDEFGHJKLMNPQRSTUVWXYZ".utf8)
    static let length = 8

    /// As people write it.
    package var description: String { "\(letters.prefix(4))-\(letters.suffix(4))" }

    /// Reads what somebody typed: small letters, blanks and strokes do not matter; nil where it can be no code.
    package init?(typed: String) {
        let letters = typed.uppercased().utf8.filter { $0 != UInt8(ascii: "-") && $0 != UInt8(ascii: " ") }
        guard letters.count == Self.length, letters.allSatisfy(Self.alphabet.contains) else { return nil }
        self.letters = String(decoding: letters, as: UTF8.self)
    }

    /// The code of a ticket.
    ///
    /// - Parameters:
    ///   - ticket: the ticket.
    ///   - secret: its district's.
    init(of ticket: TicketID, secret: [UInt8]) {
        let message = Array("code".utf8) + withUnsafeBytes(of: ticket.rawValue.bigEndian) { Array($0) }
        let digest = HMAC<SHA256>.authenticationCode(for: message, using: SymmetricKey(data: secret))
        // 256 divides by 32: every letter is as likely as every other.
        letters = String(decoding: digest.prefix(Self.length).map { Self.alphabet[Int($0 & 31)] }, as: UTF8.self)
    }

    /// Whether two are the same, in a time that says nothing of where they differ.
    func equals(_ other: ResidentCode) -> Bool {
        zip(letters.utf8, other.letters.utf8).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
    }
}
