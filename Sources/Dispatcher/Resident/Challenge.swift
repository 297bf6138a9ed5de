import Crypto

/// A riddle that a person can read and a flood of programs finds tedious, bound to its answer without being kept anywhere.
///
/// The answer is derived from the riddle's number; so any process that shares the database can look at it, and none has to
/// remember those that nobody answers.
package struct Challenge: Hashable, Sendable {
    /// In which form it is put.
    package enum Form: UInt8, Hashable, Sendable, CaseIterable {
        /// Letters in a picture.
        case picture = 1
        /// A small sum in words, for those who cannot see the picture: a screen reader says it.
        case words = 2
    }

    /// The form.
    package let form: Form
    /// When it can be answered no more, in seconds since 1970.
    package let end: Int64
    let number: [UInt8]
    private let seed: [UInt8]

    private static let letters = Array("3467ACEFHJKLMNPRTWXY".utf8)
    private static let headLength = 1 + 8 + 12
    private static let sealLength = 16

    /// Makes one.
    ///
    /// - Parameters:
    ///   - form: the form.
    ///   - end: when it can be answered no more, in seconds since 1970.
    ///   - number: random bytes, twelve.
    ///   - secret: the district's.
    init(_ form: Form, end: Int64, number: [UInt8], secret: [UInt8]) {
        self.form = form
        self.end = end
        self.number = number
        seed = Self.mac("riddle", Self.head(form, end, number), secret)
    }

    /// Reads one that came back; nil where it is none of ours.
    init?(token: String, secret: [UInt8]) {
        guard token.utf8.count <= 64, let bytes = Base64.bytes(token, .url),
            bytes.count == Self.headLength + Self.sealLength, let form = Form(rawValue: bytes[0])
        else { return nil }
        let head = Array(bytes.prefix(Self.headLength))
        let seal = Self.mac("seal", head, secret).prefix(Self.sealLength)
        let isOurs = zip(seal, bytes.suffix(Self.sealLength)).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
        guard isOurs else { return nil }
        let end = head[1...8].reduce(Int64(0)) { $0 << 8 | Int64($1) }
        self.init(form, end: end, number: Array(head.suffix(12)), secret: secret)
    }

    /// What goes out and comes back with the answer.
    func token(secret: [UInt8]) -> String {
        let head = Self.head(form, end, number)
        return Base64.text(head + Self.mac("seal", head, secret).prefix(Self.sealLength), .url)
    }

    /// The answer: five letters, or the sum in digits.
    package var answer: String {
        switch form {
        case .picture:
            String(decoding: seed.prefix(5).map { Self.letters[Int($0) % Self.letters.count] }, as: UTF8.self)
        case .words: String(terms.0 + terms.1)
        }
    }

    /// The two numbers of a sum.
    package var terms: (Int, Int) { (11 + Int(seed[0]) % 60, 2 + Int(seed[1]) % 8) }

    /// What else of it is random: how the letters are drawn.
    package var drawing: UInt64 { seed[8..<16].reduce(0) { $0 << 8 | UInt64($1) } }

    /// Whether what somebody typed is the answer.
    func isAnswered(by typed: String) -> Bool {
        typed.uppercased().filter { !$0.isWhitespace } == answer
    }

    private static func head(_ form: Form, _ end: Int64, _ number: [UInt8]) -> [UInt8] {
        [form.rawValue] + withUnsafeBytes(of: end.bigEndian) { Array($0) } + number
    }

    private static func mac(_ purpose: String, _ bytes: [UInt8], _ secret: [UInt8]) -> [UInt8] {
        let key = SymmetricKey(data: secret)
        return Array(HMAC<SHA256>.authenticationCode(for: Array("challenge \(purpose)".utf8) + bytes, using: key))
    }
}
