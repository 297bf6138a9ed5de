import Crypto
import Workflow

/// A code for people to type: groups of four letters and digits that nobody takes for one another.
enum TypedCode {
    /// A new one of so many groups, each 20 bits.
    static func make(groups: Int) -> String {
        let letters = Array(Base32.text(Randomness.bytes((groups * 20 + 7) / 8)).prefix(groups * 4))
        return stride(from: 0, to: letters.count, by: 4).map { String(letters[$0..<min($0 + 4, letters.count)]) }
            .joined(separator: "-").lowercased()
    }

    /// What was typed, as it was meant: blanks and dashes do not count, nor capitals, nor `0`, `1` and `8` for `o`, `l`, `b`.
    static func meant(_ typed: String) -> String {
        String(
            typed.prefix(100).lowercased().compactMap { letter in
                switch letter {
                case "0": "o"
                case "1": "l"
                case "8": "b"
                case let letter where letter.isASCII && (letter.isLetter || letter.isNumber): letter
                default: nil
                }
            }
        )
    }

    /// What is stored of a code: SHA-256 of whose it is and what was meant; 60 random bits and more need nothing slower.
    static func hash(_ typed: String, of person: PersonID, in district: DistrictID) -> [UInt8] {
        let owner = district.rawValue.bytes + person.rawValue.bytes
        return Array(SHA256.hash(data: Array("whistle code".utf8) + owner + Array(meant(typed).utf8)))
    }
}
