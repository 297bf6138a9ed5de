/// The text of a cell while it is read, in pieces, no longer than a cell may be.
struct CellText {
    /// The bytes so far.
    private(set) var bytes: [UInt8] = []
    private let limit: Int

    /// Makes an empty text.
    init(limits: SheetLimits) {
        // Room for more characters than are allowed, however many bytes each takes: so that it is seen to be too long.
        limit = min(limits.cellCharacters, 1 << 28) * 4 + 8
    }

    /// Begins anew.
    mutating func clear() {
        bytes.removeAll(keepingCapacity: true)
    }

    /// Appends a piece; what is past the limit is dropped.
    mutating func append(_ piece: UnsafeBufferPointer<UInt8>) {
        bytes.append(contentsOf: piece.prefix(max(0, limit - bytes.count)))
    }

    /// The text as it is.
    var string: String {
        String(decoding: bytes, as: UTF8.self)
    }

    /// The text with what workbooks write as `_x000D_` put back.
    mutating func unescape() {
        guard bytes.contains(UInt8(ascii: "_")) else { return }
        var plain: [UInt8] = []
        plain.reserveCapacity(bytes.count)
        var index = 0
        while index < bytes.count {
            if let scalar = escapedScalar(at: index) {
                plain.append(contentsOf: String(scalar).utf8)
                index += 7
            } else {
                plain.append(bytes[index])
                index += 1
            }
        }
        bytes = plain
    }

    private func escapedScalar(at index: Int) -> Unicode.Scalar? {
        guard index + 7 <= bytes.count, bytes[index] == UInt8(ascii: "_"), bytes[index + 1] == UInt8(ascii: "x"),
            bytes[index + 6] == UInt8(ascii: "_")
        else { return nil }
        let digits = bytes[index + 2..<index + 6]
        guard digits.allSatisfy({ Unicode.Scalar($0).properties.isASCIIHexDigit }) else { return nil }
        return UInt32(String(decoding: digits, as: UTF8.self), radix: 16).flatMap(Unicode.Scalar.init)
    }
}
