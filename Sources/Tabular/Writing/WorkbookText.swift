/// The text of a cell as a workbook writes it.
///
/// What XML cannot hold is written as `_x000D_`, and a text that looks like that has its underscore written so. The
/// library does the first and not the second: it would make `A` of `_x0041_`.
enum WorkbookText {
    /// The text with all that needs it escaped.
    static func escape(_ text: String) -> String {
        let bytes = Array(text.utf8)
        guard bytes.contains(where: needsCare) else { return text }
        var escaped: [UInt8] = []
        escaped.reserveCapacity(bytes.count + 16)
        var index = 0
        while index < bytes.count {
            let byte = bytes[index]
            if isControl(byte) || (byte == underscore && looksEscaped(bytes, at: index)) {
                append(byte, to: &escaped)
            } else if byte == 0xEF, bytes[index...].starts(with: [0xEF, 0xBF, 0xBE]) {
                escaped.append(contentsOf: replacement)
                index += 2
            } else if byte == 0xEF, bytes[index...].starts(with: [0xEF, 0xBF, 0xBF]) {
                escaped.append(contentsOf: replacement)
                index += 2
            } else {
                escaped.append(byte)
            }
            index += 1
        }
        return String(decoding: escaped, as: UTF8.self)
    }

    private static let underscore = UInt8(ascii: "_")
    private static let replacement: [UInt8] = [0xEF, 0xBF, 0xBD]
    private static let digits = Array("0123456789ABCDEF".utf8)

    private static func needsCare(_ byte: UInt8) -> Bool {
        byte == underscore || byte == 0xEF || isControl(byte)
    }

    private static func isControl(_ byte: UInt8) -> Bool {
        byte < 0x20 && byte != UInt8(ascii: "\n") && byte != UInt8(ascii: "\t")
    }

    /// Whether `_x` and four digits stand here, and then what is, or will be written with, an underscore.
    private static func looksEscaped(_ bytes: [UInt8], at index: Int) -> Bool {
        guard index + 6 < bytes.count, bytes[index + 1] == UInt8(ascii: "x") else { return false }
        let isNumber = bytes[(index + 2)..<(index + 6)].allSatisfy { Unicode.Scalar($0).properties.isASCIIHexDigit }
        return isNumber && (bytes[index + 6] == underscore || isControl(bytes[index + 6]))
    }

    private static func append(_ byte: UInt8, to escaped: inout [UInt8]) {
        escaped.append(contentsOf: "_x00".utf8)
        escaped.append(contentsOf: [digits[Int(byte >> 4)], digits[Int(byte & 15)], underscore])
    }
}
