/// A message read by the grammar of RFC 5424, section 6, letter by letter: nothing is taken that it does not say.
struct ParsedSyslog: Hashable, Sendable {
    /// What the grammar does not know.
    struct Malformed: Error, CustomStringConvertible {
        let description: String
    }

    var facility = 0
    var severity = 0
    var time = ""
    var host = ""
    var program = ""
    var process = ""
    var kind = ""
    /// Structured data by SD-ID and PARAM-NAME.
    var data: [String: [String: String]] = [:]
    /// Whether the text says that it is UTF-8.
    var hasMark = false
    var text = ""

    init(_ bytes: [UInt8]) throws {
        var reader = Reader(rest: bytes[...])
        try reader.take("<")
        let priority = try reader.digits(1...3)
        guard priority <= 191 else { throw Malformed(description: "PRIVAL \(priority)") }
        (facility, severity) = (priority / 8, priority % 8)
        try reader.take(">1 ")
        time = try reader.printable(32)
        guard
            time.wholeMatch(of: /\d{4}-(0\d|1[0-2])-[0-3]\d[T]([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d{1,6})?Z/) != nil
        else { throw Malformed(description: "TIMESTAMP \(time)") }
        try reader.take(" ")
        host = try reader.printable(255)
        try reader.take(" ")
        program = try reader.printable(48)
        try reader.take(" ")
        process = try reader.printable(128)
        try reader.take(" ")
        kind = try reader.printable(32)
        try reader.take(" ")
        if reader.rest.first == UInt8(ascii: "-") {
            try reader.take("-")
        } else {
            repeat { try element(&reader) } while reader.rest.first == UInt8(ascii: "[")
        }
        guard !reader.rest.isEmpty else { return }
        try reader.take(" ")
        hasMark = reader.rest.starts(with: [0xEF, 0xBB, 0xBF])
        guard let text = String(validating: reader.rest.dropFirst(hasMark ? 3 : 0), as: UTF8.self) else {
            throw Malformed(description: "MSG is no UTF-8")
        }
        self.text = text
    }

    private mutating func element(_ reader: inout Reader) throws {
        try reader.take("[")
        let id = try reader.name()
        guard data[id] == nil else { throw Malformed(description: "SD-ID \(id) twice") }
        data[id] = [:]
        while reader.rest.first != UInt8(ascii: "]") {
            try reader.take(" ")
            let name = try reader.name()
            try reader.take("=\"")
            data[id]?[name] = try reader.value()
        }
        try reader.take("]")
    }

    private struct Reader {
        var rest: ArraySlice<UInt8>

        mutating func take(_ word: String) throws {
            guard rest.starts(with: word.utf8) else {
                throw Malformed(
                    description: "“\(word)” wanted at “\(String(decoding: rest.prefix(20), as: UTF8.self))”"
                )
            }
            rest = rest.dropFirst(word.utf8.count)
        }

        mutating func digits(_ count: ClosedRange<Int>) throws -> Int {
            let digits = rest.prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
            guard count.contains(digits.count), let number = Int(String(decoding: digits, as: UTF8.self)) else {
                throw Malformed(description: "no number")
            }
            rest = rest.dropFirst(digits.count)
            return number
        }

        mutating func printable(_ most: Int) throws -> String {
            let word = rest.prefix { (33...126).contains($0) }
            guard (1...most).contains(word.count) else { throw Malformed(description: "\(word.count) of \(most)") }
            rest = rest.dropFirst(word.count)
            return String(decoding: word, as: UTF8.self)
        }

        mutating func name() throws -> String {
            let ends = [UInt8(ascii: "="), UInt8(ascii: "]"), UInt8(ascii: "\""), UInt8(ascii: " ")]
            let word = rest.prefix { (33...126).contains($0) && !ends.contains($0) }
            guard (1...32).contains(word.count) else { throw Malformed(description: "SD-NAME") }
            rest = rest.dropFirst(word.count)
            return String(decoding: word, as: UTF8.self)
        }

        mutating func value() throws -> String {
            var bytes: [UInt8] = []
            while let byte = rest.popFirst() {
                switch byte {
                case UInt8(ascii: "\""):
                    guard let text = String(validating: bytes, as: UTF8.self) else {
                        throw Malformed(description: "PARAM-VALUE is no UTF-8")
                    }
                    return text
                case UInt8(ascii: "]"): throw Malformed(description: "] not escaped")
                case UInt8(ascii: "\\"):
                    guard let next = rest.popFirst() else { throw Malformed(description: "ends in \\") }
                    let isEscape = [UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "]")].contains(next)
                    bytes += isEscape ? [next] : [byte, next]
                default: bytes.append(byte)
                }
            }
            throw Malformed(description: "PARAM-VALUE without an end")
        }
    }
}
