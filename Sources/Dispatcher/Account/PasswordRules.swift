import Foundation

/// What a password must be: long, and not what everybody tries first.
///
/// No mix of kinds of letters is asked for, which only
/// makes people write `Aa1!` (NIST SP 800-63B §5.1.1.2).
package enum PasswordRules {
    /// The bytes of a password as they are hashed: in the composed form (NFC), so that it does not matter how a keyboard
    /// puts a letter together.
    package static func bytes(_ password: String) -> [UInt8] {
        Array(password.precomposedStringWithCanonicalMapping.utf8)
    }

    /// Finds what is wrong with a password.
    ///
    /// - Parameters:
    ///   - password: the password.
    ///   - account: whose.
    ///   - length: characters that it must have at the least.
    /// - Returns: what is wrong; nil: nothing.
    package static func fault(in password: String, of account: String, length: Int) -> PasswordFault? {
        let password = password.precomposedStringWithCanonicalMapping
        guard password.count >= length else { return .tooShort(length) }
        guard isReadable(password) else { return .tooLong(mostBytes) }
        let folded = password.lowercased()
        let own = account.precomposedStringWithCanonicalMapping.lowercased()
        if own.count >= 3, folded.contains(own), folded.replacing(own, with: "").count < 6 { return .isAccount }
        if folded == own { return .isAccount }
        let isRepeated = Set(folded).count < 4
        return isRepeated || isRun(folded) || commonest.contains(folded) ? .common : nil
    }

    /// Finds what is wrong with a PIN.
    ///
    /// - Parameter pin: as it was typed.
    /// - Returns: what is wrong; nil: nothing.
    package static func fault(inPIN pin: String) -> PasswordFault? {
        let isSixDigits = pin.utf8.count == 6 && pin.utf8.allSatisfy { (48...57).contains($0) }
        guard isSixDigits else { return .notSixDigits }
        return Set(pin).count < 3 || isRun(pin) ? .common : nil
    }

    /// Whether a password, or what was typed for one, is looked at at all: nobody types a book.
    static func isReadable(_ password: String) -> Bool { password.utf8.count <= mostBytes }

    private static let mostBytes = 1_024

    /// Whether each letter follows the one before, up or down: `1234567890`, `0987654321`, `abcdefghij`.
    private static func isRun(_ text: String) -> Bool {
        let codes = text.unicodeScalars.map { Int($0.value) }
        let steps = Set(zip(codes, codes.dropFirst()).map { $1 - $0 }.map { $0 == -9 ? 1 : $0 == 9 ? -1 : $0 })
        return steps == [1] || steps == [-1]
    }

    /// Those of ten characters and more that lists of leaked passwords have first, and what Chinese keyboards suggest.
    private static let commonest: Set = [
        "qwertyuiop", "qwertyuiop123", "qwerty12345", "qwerty123456", "1q2w3e4r5t", "1q2w3e4r5t6y", "q1w2e3r4t5",
        "1qaz2wsx3edc", "1qaz@wsx3edc", "qazwsxedcrfv", "zaq12wsxcde3", "asdfghjkl;", "asdfghjkl123", "zxcvbnm123",
        "zxcvbnm,./", "password12", "password123", "password1234", "password12345", "password@123", "p@ssw0rd123",
        "passw0rd123", "passw0rd@123", "p@ssword123", "admin12345", "admin123456", "admin@12345", "admin@123456",
        "administrator", "administrator1", "letmein123", "welcome123", "welcome@123", "iloveyou123", "iloveyou1314",
        "woaini1314", "woaini520", "woaini5201314", "woaini1314520", "5201314520", "5201314521", "1314520520",
        "abc123456789", "abcd123456", "abcd1234567", "a123456789", "a1234567890", "aa123456789", "aa12345678",
        "123456789a", "1234567890a", "123456789q", "12345678910", "123456123456", "123123123a", "123456abcdef",
        "abcdef123456", "147258369a", "1472583690", "789456123a", "7894561230", "112233445566", "1122334455",
        "asd123456789", "qwe123456789", "qq123456789", "wang123456", "zhang123456", "li123456789", "liu123456789",
        "woshishui123", "dearbook123", "zhongguo123", "beijing2008", "changeme123", "default123", "whistle123",
        "shequ123456", "jiedao123456", "wangge123456", "chuishao123",
    ]
}

/// What is wrong with a password or PIN that somebody wants to have.
package enum PasswordFault: Hashable, Sendable {
    /// It has fewer characters than this.
    case tooShort(Int)
    /// It has more bytes than this.
    case tooLong(Int)
    /// It is the account, or little more.
    case isAccount
    /// Everybody tries it first.
    case common
    /// It is the old one.
    case unchanged
    /// A PIN is six digits.
    case notSixDigits
}
