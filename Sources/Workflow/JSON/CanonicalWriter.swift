/// Writes canonical JSON straight into bytes, with no tree of values between.
///
/// Whoever writes an object gives its members in the order of their keys; debug builds stop where one does not.
public struct CanonicalWriter: Sendable {
    /// What has been written.
    public private(set) var bytes: [UInt8] = []
    private var isFirst = true
    #if DEBUG
        private var lastKeys: [String] = []
    #endif

    /// Begins with room for so many bytes.
    public init(capacity: Int = 256) {
        bytes.reserveCapacity(capacity)
    }

    /// Writes an object.
    public mutating func object(_ members: (inout CanonicalWriter) -> Void) {
        bytes.append(UInt8(ascii: "{"))
        isFirst = true
        #if DEBUG
            lastKeys.append("")
            members(&self)
            lastKeys.removeLast()
        #else
            members(&self)
        #endif
        isFirst = false
        bytes.append(UInt8(ascii: "}"))
    }

    /// Writes an object with one member.
    public mutating func object(_ key: StaticString, _ value: some CanonicalWritable) {
        object { $0.member(key, value) }
    }

    /// Writes a list.
    public mutating func array<Values: Sequence>(
        _ values: Values,
        _ write: (inout CanonicalWriter, Values.Element) -> Void
    ) {
        bytes.append(UInt8(ascii: "["))
        var isFirst = true
        for value in values {
            if !isFirst { bytes.append(UInt8(ascii: ",")) }
            isFirst = false
            write(&self, value)
        }
        bytes.append(UInt8(ascii: "]"))
    }

    /// Writes a member of an object; nil is left out.
    public mutating func member(_ key: StaticString, _ value: (some CanonicalWritable)?) {
        guard let value else { return }
        self.key(key)
        value.write(to: &self)
    }

    /// Writes a member of an object by hand.
    public mutating func member(_ key: StaticString, _ write: (inout CanonicalWriter) -> Void) {
        self.key(key)
        write(&self)
    }

    /// Writes a member that is left out where it is false.
    public mutating func flag(_ key: StaticString, _ value: Bool) {
        if value { member(key, true) }
    }

    /// Writes a list as a member; an empty one is left out.
    public mutating func list(_ key: StaticString, _ values: some Collection<some CanonicalWritable>) {
        guard !values.isEmpty else { return }
        self.key(key)
        array(values) { $1.write(to: &$0) }
    }

    private mutating func key(_ key: StaticString) {
        separate(key.withUTF8Buffer { String(decoding: $0, as: UTF8.self) })
        bytes.append(UInt8(ascii: "\""))
        key.withUTF8Buffer { bytes.append(contentsOf: $0) }
        bytes.append(UInt8(ascii: "\""))
        bytes.append(UInt8(ascii: ":"))
    }

    /// Writes a member whose key is not known beforehand.
    public mutating func member(named key: String, _ value: some CanonicalWritable) {
        separate(key)
        self.text(key)
        bytes.append(UInt8(ascii: ":"))
        value.write(to: &self)
    }

    /// Writes a member under a name, which has nothing to escape.
    mutating func member(named key: Name<some Any>, _ value: some CanonicalWritable) {
        separate(key.text)
        name(key)
        bytes.append(UInt8(ascii: ":"))
        value.write(to: &self)
    }

    private mutating func separate(_ key: @autoclosure () -> String) {
        #if DEBUG
            let key = key()
            precondition(isFirst || lastKeys.last?.precedesByBytes(key) == true, "“\(key)” is written out of order")
            lastKeys[lastKeys.count - 1] = key
        #endif
        if !isFirst { bytes.append(UInt8(ascii: ",")) }
        isFirst = false
    }
}

extension CanonicalWriter {
    // MARK: - Plain values

    /// Writes `null`.
    public mutating func null() { bytes.append(contentsOf: "null".utf8) }

    /// Writes a whole number.
    public mutating func number(_ value: Int64) {
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 20) { digits in
            var rest = value.magnitude
            var start = digits.count
            // Most numbers are times of sixteen digits: two are taken at once.
            while rest >= 10 {
                let (quotient, pair) = rest.quotientAndRemainder(dividingBy: 100)
                start -= 2
                digits[start] = Self.digit(pair / 10)
                digits[start + 1] = Self.digit(pair % 10)
                rest = quotient
            }
            if rest > 0 || start == digits.count {
                start -= 1
                digits[start] = Self.digit(rest)
            }
            if value < 0 {
                start -= 1
                digits[start] = UInt8(ascii: "-")
            }
            bytes.append(contentsOf: digits[start...])
        }
    }

    /// Writes a text; most have nothing to escape: those are taken whole.
    public mutating func text(_ text: String) {
        var text = text
        bytes.append(UInt8(ascii: "\""))
        text.withUTF8 { utf8 in
            if Self.mustEscape(utf8) {
                for byte in utf8 { escaped(byte) }
            } else {
                bytes.append(contentsOf: utf8)
            }
        }
        bytes.append(UInt8(ascii: "\""))
    }

    /// Writes a name as a text.
    mutating func name(_ name: Name<some Any>) {
        bytes.append(UInt8(ascii: "\""))
        name.withBytes { bytes.append(contentsOf: $0) }
        bytes.append(UInt8(ascii: "\""))
    }

    private static func digit(_ value: UInt64) -> UInt8 { UInt8(ascii: "0") + UInt8(truncatingIfNeeded: value) }

    /// Looks at every byte without leaving early: so it is done many at a time.
    private static func mustEscape(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
        var found: UInt8 = 0
        for byte in text {
            found |= byte < 0x20 ? 1 : 0
            found |= byte == UInt8(ascii: "\"") ? 1 : 0
            found |= byte == UInt8(ascii: "\\") ? 1 : 0
        }
        return found != 0
    }

    private mutating func escaped(_ byte: UInt8) {
        switch byte {
        case UInt8(ascii: "\""): bytes.append(contentsOf: #"\""#.utf8)
        case UInt8(ascii: "\\"): bytes.append(contentsOf: #"\\"#.utf8)
        case 0x08: bytes.append(contentsOf: #"\b"#.utf8)
        case 0x09: bytes.append(contentsOf: #"\t"#.utf8)
        case 0x0A: bytes.append(contentsOf: #"\n"#.utf8)
        case 0x0C: bytes.append(contentsOf: #"\f"#.utf8)
        case 0x0D: bytes.append(contentsOf: #"\r"#.utf8)
        case 0..<0x20:
            let hex = String(byte, radix: 16)
            bytes.append(contentsOf: ("\\u00" + (hex.utf8.count == 1 ? "0" : "") + hex).utf8)
        default: bytes.append(byte)
        }
    }
}

/// What writes itself as canonical JSON.
public protocol CanonicalWritable {
    /// Writes this value.
    func write(to writer: inout CanonicalWriter)
}

extension CanonicalWritable {
    /// The canonical UTF-8 bytes of this value.
    public var canonicalBytes: [UInt8] {
        var writer = CanonicalWriter(capacity: 1_024)
        write(to: &writer)
        return writer.bytes
    }

    /// The canonical text of this value.
    public var canonicalText: String { String(decoding: canonicalBytes, as: UTF8.self) }

    /// The same as a value.
    public var json: JSONValue {
        do {
            return try JSONValue(parsing: canonicalBytes)
        } catch {
            preconditionFailure("what was written is no JSON: \(error)")
        }
    }
}

extension String: CanonicalWritable {
    /// Writes a text.
    public func write(to writer: inout CanonicalWriter) { writer.text(self) }
}

extension Int: CanonicalWritable {
    /// Writes a whole number.
    public func write(to writer: inout CanonicalWriter) { writer.number(Int64(self)) }
}

extension Int64: CanonicalWritable {
    /// Writes a whole number.
    public func write(to writer: inout CanonicalWriter) { writer.number(self) }
}

extension Bool: CanonicalWritable {
    /// Writes a truth value.
    public func write(to writer: inout CanonicalWriter) { writer.literal(self ? "true" : "false") }
}

extension CanonicalWriter {
    fileprivate mutating func literal(_ text: StaticString) {
        text.withUTF8Buffer { bytes.append(contentsOf: $0) }
    }
}
