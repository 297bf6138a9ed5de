/// Reads the small grammar that header values share: tokens, quoted strings, parameters.
struct HeaderScanner {
    /// A parameter: its name in small letters, its value as bytes, since they may be in any encoding.
    struct Parameter {
        let name: String
        let value: [UInt8]
    }

    private var rest: ArraySlice<UInt8>

    init(_ bytes: [UInt8]) { rest = bytes[...] }

    /// The token that comes next; nil where there is none.
    mutating func token(or more: Unicode.Scalar? = nil) -> String? {
        skipSpace()
        let end = rest.firstIndex { !Self.isToken($0) && $0 != more.map(UInt8.init(ascii:)) } ?? rest.endIndex
        guard end > rest.startIndex else { return nil }
        defer { rest = rest[end...] }
        return String(decoding: rest[..<end], as: UTF8.self)
    }

    /// All parameters to the end, each after a semicolon; nil where something else stands there.
    mutating func parameters() -> [Parameter]? {
        var found: [Parameter] = []
        while true {
            skipSpace()
            if rest.isEmpty { return found }
            guard take(";") else { return nil }
            skipSpace()
            // Some senders close the list with a semicolon.
            if rest.isEmpty { return found }
            guard let name = token(), take("="), let value = value() else { return nil }
            found.append(Parameter(name: name.lowercased(), value: value))
        }
    }

    /// Whether a byte may stand in a token (RFC 9110, 5.6.2).
    static func isToken(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"),
            UInt8(ascii: "A")...UInt8(ascii: "Z"):
            true
        default: "!#$%&'*+-.^_`|~".utf8.contains(byte)
        }
    }
}

extension HeaderScanner {
    private mutating func skipSpace() { rest = rest.drop { $0 == 0x20 || $0 == 0x09 } }

    private mutating func take(_ character: Unicode.Scalar) -> Bool {
        guard rest.first == UInt8(ascii: character) else { return false }
        rest.removeFirst()
        return true
    }

    private mutating func value() -> [UInt8]? {
        guard rest.first == UInt8(ascii: "\"") else {
            // Beyond tokens: old senders leave names in other scripts, and boundaries with other signs, unquoted.
            let end = rest.firstIndex { $0 <= 0x20 || $0 == 0x7F || ";,\"".utf8.contains($0) } ?? rest.endIndex
            guard end > rest.startIndex else { return nil }
            defer { rest = rest[end...] }
            return Array(rest[..<end])
        }
        rest.removeFirst()
        var text: [UInt8] = []
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "\"") { return text }
            // Only these two are ever escaped: browsers write other backslashes as they are, in names of folders.
            if byte == UInt8(ascii: "\\"), let next = rest.first, "\"\\".utf8.contains(next) {
                text.append(next)
                rest.removeFirst()
            } else {
                text.append(byte)
            }
        }
        return nil
    }
}
