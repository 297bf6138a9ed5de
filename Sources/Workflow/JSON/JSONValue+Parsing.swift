/// Why some bytes are not a JSON document that this project reads.
public struct JSONError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What is wrong.
    public enum Reason: String, Sendable {
        /// The bytes end inside a value.
        case endsEarly = "json_ends_early"
        /// A byte stands where it cannot.
        case unexpected = "json_unexpected"
        /// A number with a fraction or exponent, or beyond 64 bits.
        case notWhole = "json_number_not_whole"
        /// The bytes are not UTF-8, or an escape names half a surrogate pair.
        case badText = "json_bad_text"
        /// Lists and objects are nested too deeply.
        case tooDeep = "json_too_deep"
        /// An object holds the same key twice.
        case twice = "json_key_twice"
    }

    /// What is wrong.
    public var reason: Reason
    /// Where: the byte's place, counted from 0.
    public var offset: Int

    /// Code and place, safe to show.
    public var description: String { "\(reason.rawValue) at byte \(offset)" }
}

extension JSONValue {
    /// Reads a document strictly: RFC 8259, whole numbers only, no key twice, at most 64 levels deep.
    ///
    /// - Parameters:
    ///   - bytes: UTF-8.
    ///   - spellings: which spellings of a whole number are taken.
    /// - Throws: `JSONError` with the place of the first fault.
    public init(
        parsing bytes: some Collection<UInt8>,
        numbers spellings: NumberSpellings = .plain
    ) throws(JSONError) {
        var parser = JSONParser(bytes: Array(bytes), spellings: spellings)
        self = try parser.document()
    }

    /// How whole numbers may be spelt.
    public enum NumberSpellings: Sendable {
        /// By digits alone: what this program writes, where a number has one spelling.
        case plain
        /// As others write them, too: `1.0` and `1e2` are whole (JSON Schema, RFC 8259).
        case any
    }

    /// Reads a document from text.
    public init(parsing text: String) throws(JSONError) {
        try self.init(parsing: Array(text.utf8))
    }
}

struct JSONParser {
    private let bytes: [UInt8]
    private let spellings: JSONValue.NumberSpellings
    private var index = 0

    init(bytes: [UInt8], spellings: JSONValue.NumberSpellings = .plain) {
        self.bytes = bytes
        self.spellings = spellings
    }

    mutating func document() throws(JSONError) -> JSONValue {
        let value = try value(depth: 0)
        skipSpace()
        guard index == bytes.count else { throw fault(.unexpected) }
        return value
    }
}

extension JSONParser {
    private func fault(_ reason: JSONError.Reason) -> JSONError {
        JSONError(reason: reason, offset: index)
    }

    private mutating func skipSpace() {
        while index < bytes.count, bytes[index] <= 0x20 {
            switch bytes[index] {
            case 0x20, 0x09, 0x0A, 0x0D: index += 1
            default: return
            }
        }
    }

    private func peek() throws(JSONError) -> UInt8 {
        guard index < bytes.count else { throw fault(.endsEarly) }
        return bytes[index]
    }

    private mutating func expect(_ text: StaticString, _ value: JSONValue) throws(JSONError) -> JSONValue {
        for offset in 0..<text.utf8CodeUnitCount {
            guard try peek() == text.utf8Start[offset] else { throw fault(.unexpected) }
            index += 1
        }
        return value
    }

    private mutating func value(depth: Int) throws(JSONError) -> JSONValue {
        guard depth < 64 else { throw fault(.tooDeep) }
        skipSpace()
        switch try peek() {
        case UInt8(ascii: "{"): return try object(depth: depth)
        case UInt8(ascii: "["): return try array(depth: depth)
        case UInt8(ascii: "\""): return .string(try text())
        case UInt8(ascii: "t"): return try expect("true", .bool(true))
        case UInt8(ascii: "f"): return try expect("false", .bool(false))
        case UInt8(ascii: "n"): return try expect("null", .null)
        default: return .int(try number())
        }
    }

    private mutating func array(depth: Int) throws(JSONError) -> JSONValue {
        index += 1
        var values: [JSONValue] = []
        skipSpace()
        if try peek() == UInt8(ascii: "]") {
            index += 1
            return .array(values)
        }
        while true {
            values.append(try value(depth: depth + 1))
            if try endOfList(UInt8(ascii: "]")) { return .array(values) }
        }
    }

    private mutating func object(depth: Int) throws(JSONError) -> JSONValue {
        index += 1
        var members = JSONObject()
        skipSpace()
        if try peek() == UInt8(ascii: "}") {
            index += 1
            return .object(members)
        }
        while true {
            skipSpace()
            guard try peek() == UInt8(ascii: "\"") else { throw fault(.unexpected) }
            let key = try text()
            skipSpace()
            guard try peek() == UInt8(ascii: ":") else { throw fault(.unexpected) }
            index += 1
            let value = try value(depth: depth + 1)
            guard members.insert(value, forNew: key) else { throw fault(.twice) }
            if try endOfList(UInt8(ascii: "}")) { return .object(members) }
        }
    }

    private mutating func endOfList(_ end: UInt8) throws(JSONError) -> Bool {
        skipSpace()
        let byte = try peek()
        guard byte == end || byte == UInt8(ascii: ",") else { throw fault(.unexpected) }
        index += 1
        return byte == end
    }

    private mutating func number() throws(JSONError) -> Int64 {
        let start = index
        if bytes[index] == UInt8(ascii: "-") { index += 1 }
        let digits = index
        while index < bytes.count, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(bytes[index]) { index += 1 }
        guard index > digits else { throw fault(index == bytes.count ? .endsEarly : .unexpected) }
        guard bytes[digits] != UInt8(ascii: "0") || index == digits + 1 else { throw fault(.unexpected) }
        if index < bytes.count {
            switch bytes[index] {
            case UInt8(ascii: "."), UInt8(ascii: "e"), UInt8(ascii: "E"):
                guard spellings == .any else { throw fault(.notWhole) }
                return try whole(bytes[digits..<index], isNegative: digits > start)
            default: break
            }
        }
        return try value(of: bytes[digits..<index], isNegative: digits > start)
    }

    /// A number with a fraction or an exponent, which must be whole all the same.
    private mutating func whole(_ digits: ArraySlice<UInt8>, isNegative: Bool) throws(JSONError) -> Int64 {
        var digits = Array(digits)
        var exponent = 0
        if bytes[index] == UInt8(ascii: ".") {
            index += 1
            let fraction = try run()
            digits += fraction
            exponent -= fraction.count
        }
        if index < bytes.count, bytes[index] | 0x20 == UInt8(ascii: "e") {
            index += 1
            let sign = try peek()
            if sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-") { index += 1 }
            guard let power = Digits.number(try run()), power < 1_000 else { throw fault(.notWhole) }
            exponent += sign == UInt8(ascii: "-") ? -power : power
        }
        while exponent < 0, digits.last == UInt8(ascii: "0") {
            digits.removeLast()
            exponent += 1
        }
        guard digits.contains(where: { $0 != UInt8(ascii: "0") }) else { return 0 }
        guard (0...18).contains(exponent) else { throw fault(.notWhole) }
        return try value(of: digits + Array(repeating: UInt8(ascii: "0"), count: exponent), isNegative: isNegative)
    }

    /// The digits from here on, at least one.
    private mutating func run() throws(JSONError) -> ArraySlice<UInt8> {
        let start = index
        while index < bytes.count, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(bytes[index]) { index += 1 }
        guard index > start else { throw fault(index == bytes.count ? .endsEarly : .unexpected) }
        return bytes[start..<index]
    }

    private func value(of digits: some Sequence<UInt8>, isNegative: Bool) throws(JSONError) -> Int64 {
        // Below nought from the start, so that the least number is read too.
        var value: Int64 = 0
        for byte in digits {
            let (tens, overflow) = value.multipliedReportingOverflow(by: 10)
            let (less, under) = tens.subtractingReportingOverflow(Int64(byte - UInt8(ascii: "0")))
            guard !overflow, !under else { throw fault(.notWhole) }
            value = less
        }
        if isNegative { return value }
        guard value != .min else { throw fault(.notWhole) }
        return -value
    }

    private mutating func text() throws(JSONError) -> String {
        index += 1
        let start = index
        var all: UInt8 = 0
        while index < bytes.count, bytes[index] != UInt8(ascii: "\""), bytes[index] != UInt8(ascii: "\\"),
            bytes[index] >= 0x20
        {
            all |= bytes[index]
            index += 1
        }
        if try peek() == UInt8(ascii: "\"") {
            let slice = bytes[start..<index]
            index += 1
            // Names, numbers and codes are ASCII, in which nothing can be wrong: most text need not be validated.
            return all < 0x80 ? String(decoding: slice, as: UTF8.self) : try utf8(slice)
        }
        var buffer = Array(bytes[start..<index])
        while true {
            switch try peek() {
            case UInt8(ascii: "\""):
                index += 1
                return try utf8(buffer[...])
            case UInt8(ascii: "\\"): try escape(into: &buffer)
            case 0..<0x20: throw fault(.unexpected)
            case let byte:
                buffer.append(byte)
                index += 1
            }
        }
    }

    private func utf8(_ slice: ArraySlice<UInt8>) throws(JSONError) -> String {
        guard let text = String(validating: slice, as: UTF8.self) else { throw fault(.badText) }
        return text
    }

    private mutating func escape(into buffer: inout [UInt8]) throws(JSONError) {
        index += 1
        let byte = try peek()
        index += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): buffer.append(byte)
        case UInt8(ascii: "b"): buffer.append(0x08)
        case UInt8(ascii: "f"): buffer.append(0x0C)
        case UInt8(ascii: "n"): buffer.append(0x0A)
        case UInt8(ascii: "r"): buffer.append(0x0D)
        case UInt8(ascii: "t"): buffer.append(0x09)
        case UInt8(ascii: "u"): buffer.append(contentsOf: String(Character(try scalar())).utf8)
        default: throw fault(.unexpected)
        }
    }

    private mutating func scalar() throws(JSONError) -> Unicode.Scalar {
        let high = try codeUnit()
        if let scalar = Unicode.Scalar(high) { return scalar }
        guard high < 0xDC00, try peek() == UInt8(ascii: "\\") else { throw fault(.badText) }
        index += 1
        guard try peek() == UInt8(ascii: "u") else { throw fault(.badText) }
        index += 1
        let low = try codeUnit()
        guard (0xDC00..<0xE000).contains(low),
            let scalar = Unicode.Scalar(0x10000 + (UInt32(high) - 0xD800) << 10 + (UInt32(low) - 0xDC00))
        else { throw fault(.badText) }
        return scalar
    }

    private mutating func codeUnit() throws(JSONError) -> UInt16 {
        guard index + 4 <= bytes.count else { throw fault(.endsEarly) }
        let digits = bytes[index..<index + 4]
        guard digits.allSatisfy({ Character(Unicode.Scalar($0)).isHexDigit }),
            let value = UInt16(String(decoding: digits, as: UTF8.self), radix: 16)
        else { throw fault(.badText) }
        index += 4
        return value
    }
}
