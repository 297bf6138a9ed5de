/// Makes a value of the text of one JSON element, with numbers and the order of keys as they are written.
struct JSONParser {
    private let bytes: [UInt8]
    private let encoding: String
    private var index = 0
    private var depth = 0
    private let line: Int
    private static let deepest = 128

    /// Parses the bytes.
    ///
    /// - Parameters:
    ///   - bytes: One value, with white space around it or not.
    ///   - line: The line on which it begins, for messages.
    ///   - encoding: The encoding of the file, for messages.
    /// - Returns: The value.
    /// - Throws: What is wrong, with its line.
    static func parse(_ bytes: [UInt8], line: Int, encoding: String = "UTF-8") throws(SheetError) -> SheetValue {
        var parser = JSONParser(bytes: bytes, encoding: encoding, line: line)
        let value = try parser.value()
        parser.skipSpace()
        guard parser.index == bytes.count else {
            throw parser.broken(SheetDetail("text after the value", zh: "值的后面还有内容"))
        }
        return value
    }

    private init(bytes: [UInt8], encoding: String, line: Int) {
        self.bytes = bytes
        self.encoding = encoding
        self.line = line
    }
}

extension JSONParser {
    private var current: UInt8? { index < bytes.count ? bytes[index] : nil }

    private func broken(_ detail: SheetDetail) -> SheetError {
        .jsonBroken(line: line + bytes.prefix(index).count { $0 == UInt8(ascii: "\n") }, detail: detail)
    }

    private mutating func skipSpace() {
        while let byte = current, byte == 0x20 || (0x09...0x0D).contains(byte) { index += 1 }
    }

    private mutating func take(_ scalar: Unicode.Scalar) -> Bool {
        skipSpace()
        guard current == UInt8(ascii: scalar) else { return false }
        index += 1
        return true
    }

    private mutating func value() throws(SheetError) -> SheetValue {
        skipSpace()
        switch current {
        case UInt8(ascii: "{"): return try nested { parser throws(SheetError) in try parser.map() }
        case UInt8(ascii: "["): return try nested { parser throws(SheetError) in try parser.list() }
        case UInt8(ascii: "\""): return .text(try string())
        case nil: throw broken(SheetDetail("a value is missing", zh: "缺少值"))
        default: return try word()
        }
    }

    private mutating func nested(
        _ body: (inout JSONParser) throws(SheetError) -> SheetValue
    ) throws(SheetError) -> SheetValue {
        guard depth < Self.deepest else { throw .tooComplex }
        depth += 1
        defer { depth -= 1 }
        index += 1
        return try body(&self)
    }

    private mutating func map() throws(SheetError) -> SheetValue {
        var fields: [SheetValue.Field] = []
        var names: Set<String> = []
        if take("}") { return .map([]) }
        repeat {
            skipSpace()
            guard current == UInt8(ascii: "\"") else {
                throw broken(SheetDetail("a key in quotation marks is missing", zh: "缺少带引号的字段名"))
            }
            let name = try string()
            guard names.insert(name).inserted else { throw .duplicateKey(name: name) }
            guard take(":") else { throw broken(SheetDetail("a colon is missing", zh: "缺少冒号")) }
            fields.append(SheetValue.Field(name, try value()))
        } while take(",")
        guard take("}") else { throw broken(SheetDetail("a comma or a closing brace is missing", zh: "缺少逗号或右花括号")) }
        return .map(fields)
    }

    private mutating func list() throws(SheetError) -> SheetValue {
        var elements: [SheetValue] = []
        if take("]") { return .list([]) }
        repeat {
            elements.append(try value())
        } while take(",")
        guard take("]") else { throw broken(SheetDetail("a comma or a closing bracket is missing", zh: "缺少逗号或右方括号")) }
        return .list(elements)
    }

    /// A number, `true`, `false` or `null`.
    private mutating func word() throws(SheetError) -> SheetValue {
        let start = index
        while let byte = current, !Self.endsWord(byte) { index += 1 }
        let text = String(decoding: bytes[start..<index], as: UTF8.self)
        switch text {
        case "null": return .null
        case "true": return .bool(true)
        case "false": return .bool(false)
        case _ where JSONNumber.isNumber(text): return .number(text)
        default:
            index = start
            throw broken(SheetDetail("not a value: \(text.prefix(20))", zh: "不是有效的值：\(text.prefix(20))"))
        }
    }

    private static func endsWord(_ byte: UInt8) -> Bool {
        byte <= 0x20 || [",", "]", "}", ":", "[", "{", "\""].contains { UInt8(ascii: $0) == byte }
    }
}

// MARK: - Strings

extension JSONParser {
    private mutating func string() throws(SheetError) -> String {
        index += 1
        var text: [UInt8] = []
        while let byte = current, byte != UInt8(ascii: "\"") {
            guard byte >= 0x20 else {
                throw broken(SheetDetail("a line break or control character in a text", zh: "文字中有换行或控制字符"))
            }
            index += 1
            if byte == UInt8(ascii: "\\") {
                try appendEscaped(to: &text)
            } else {
                text.append(byte)
            }
        }
        guard current != nil else { throw broken(SheetDetail("a text is not closed", zh: "文字的引号没有结束")) }
        index += 1
        guard let string = String(validating: text, as: UTF8.self) else { throw .badEncoding(encoding: encoding) }
        return string
    }

    private mutating func appendEscaped(to text: inout [UInt8]) throws(SheetError) {
        guard let byte = current else { throw broken(SheetDetail("a text is not closed", zh: "文字的引号没有结束")) }
        index += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text.append(byte)
        case UInt8(ascii: "b"): text.append(0x08)
        case UInt8(ascii: "f"): text.append(0x0C)
        case UInt8(ascii: "n"): text.append(0x0A)
        case UInt8(ascii: "r"): text.append(0x0D)
        case UInt8(ascii: "t"): text.append(0x09)
        case UInt8(ascii: "u"): text.append(contentsOf: String(try escapedScalar()).utf8)
        default: throw broken(SheetDetail("an unknown escape in a text", zh: "文字中有无法识别的转义"))
        }
    }

    private mutating func escapedScalar() throws(SheetError) -> Unicode.Scalar {
        let first = try fourDigits()
        if let scalar = Unicode.Scalar(first) { return scalar }
        guard first < 0xDC00, current == UInt8(ascii: "\\") else {
            throw broken(SheetDetail("half of a surrogate pair in a text", zh: "文字中有不成对的代理字符"))
        }
        index += 1
        guard current == UInt8(ascii: "u") else {
            throw broken(SheetDetail("half of a surrogate pair in a text", zh: "文字中有不成对的代理字符"))
        }
        index += 1
        let second = try fourDigits()
        guard (0xDC00...0xDFFF).contains(second),
            let scalar = Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00))
        else { throw broken(SheetDetail("half of a surrogate pair in a text", zh: "文字中有不成对的代理字符")) }
        return scalar
    }

    private mutating func fourDigits() throws(SheetError) -> UInt32 {
        let digits = bytes[index..<min(index + 4, bytes.count)]
        guard digits.count == 4, digits.allSatisfy({ Unicode.Scalar($0).properties.isASCIIHexDigit }),
            let number = UInt32(String(decoding: digits, as: UTF8.self), radix: 16)
        else { throw broken(SheetDetail("an escape without four hexadecimal digits", zh: "转义后面不是四位十六进制数")) }
        index += 4
        return number
    }
}

/// The form of a number in JSON.
enum JSONNumber {
    /// Whether a text is a number as JSON writes it.
    static func isNumber(_ text: String) -> Bool {
        var rest = Substring(text)
        if rest.first == "-" { rest.removeFirst() }
        let whole = digits(&rest)
        guard !whole.isEmpty, whole == "0" || whole.first != "0" else { return false }
        if rest.first == "." {
            rest.removeFirst()
            guard !digits(&rest).isEmpty else { return false }
        }
        if rest.first == "e" || rest.first == "E" {
            rest.removeFirst()
            if rest.first == "+" || rest.first == "-" { rest.removeFirst() }
            guard !digits(&rest).isEmpty else { return false }
        }
        return rest.isEmpty
    }

    private static func digits(_ rest: inout Substring) -> Substring {
        let digits = rest.prefix { $0.isASCII && $0.isNumber }
        rest.removeFirst(digits.count)
        return digits
    }
}
