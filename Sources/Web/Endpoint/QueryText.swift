import Workflow

/// What stands behind the question mark of an address: names with their values, percent signs and plus signs decoded.
struct QueryText: Sendable {
    /// Names in their order, each once.
    private(set) var names: [String] = []
    private var values: [String: [String]] = [:]

    /// How many pairs are usual at the most.
    static let pairsAtMost = 256

    /// Reads a query.
    ///
    /// - Parameters:
    ///   - query: without its question mark; nil: none.
    ///   - most: how many pairs it may have.
    /// - Throws: `ShapeFaults` where bytes are no UTF-8 or there are too many pairs.
    init(_ query: String?, atMost most: Int = pairsAtMost) throws(ShapeFaults) {
        let pairs = (query ?? "").split(separator: "&", omittingEmptySubsequences: true)
        guard pairs.count <= most else {
            throw ShapeFaults(all: [ShapeFault("", .tooLong, zh: "至多 \(most) 个参数", en: "at most \(most) parameters")])
        }
        for pair in pairs {
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard let name = Self.decoded(parts[0]), let value = Self.decoded(parts.count > 1 ? parts[1] : "") else {
                throw ShapeFaults(all: [
                    ShapeFault(
                        String(parts[0].prefix(100)),
                        .wrongForm,
                        zh: "应为 UTF-8 的百分号编码",
                        en: "percent-encoded UTF-8"
                    )
                ])
            }
            if values[name] == nil { names.append(name) }
            values[name, default: []].append(value)
        }
    }

    /// Takes names and values that are decoded already.
    ///
    /// - Throws: `ShapeFaults` where there are too many.
    init(pairs: [(name: String, text: String)]) throws(ShapeFaults) {
        try self.init(nil)
        guard pairs.count <= Self.pairsAtMost else {
            let most = Self.pairsAtMost
            throw ShapeFaults(all: [ShapeFault("", .tooLong, zh: "至多 \(most) 个参数", en: "at most \(most) parameters")])
        }
        for (name, value) in pairs {
            if values[name] == nil { names.append(name) }
            values[name, default: []].append(value)
        }
    }

    /// The values of a name; none where it was not given.
    subscript(name: String) -> [String] { values[name] ?? [] }

    /// A text without its percent signs; nil where one is not followed by two hexadecimal digits, or the bytes are no UTF-8.
    ///
    /// - Parameters:
    ///   - text: as it was sent.
    ///   - plusIsBlank: whether a plus sign is a blank, as it is behind the question mark, and is not in a path.
    /// - Returns: the text.
    static func decoded(_ text: Substring, plusIsBlank: Bool = true) -> String? {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.utf8.count)
        var rest = text.utf8[...]
        while let byte = rest.popFirst() {
            switch byte {
            case UInt8(ascii: "+") where plusIsBlank: bytes.append(UInt8(ascii: " "))
            case UInt8(ascii: "%"):
                guard let high = rest.popFirst().flatMap(Self.digit), let low = rest.popFirst().flatMap(Self.digit)
                else { return nil }
                bytes.append(high << 4 | low)
            default: bytes.append(byte)
            }
        }
        return String(validating: bytes, as: UTF8.self)
    }

    private static func digit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}
