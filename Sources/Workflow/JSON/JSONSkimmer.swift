/// Finds members of an object without reading the others: what is passed over is neither checked nor kept.
///
/// For rows that this program wrote and checked when it wrote them; whoever needs to know that a document is whole reads
/// all of it.
struct JSONSkimmer {
    private let bytes: [UInt8]
    private var index = 0

    private init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// Reads some members of the object that a text holds.
    ///
    /// - Parameters:
    ///   - wanted: their keys.
    ///   - text: the object.
    /// - Returns: those that are there.
    /// - Throws: `JSONError` where the text is no object, ends early, or a member that is wanted cannot be read.
    static func members(_ wanted: Set<String>, of text: String) throws(JSONError) -> [String: JSONValue] {
        var skimmer = JSONSkimmer(Array(text.utf8))
        return try skimmer.members(wanted)
    }

    private mutating func members(_ wanted: Set<String>) throws(JSONError) -> [String: JSONValue] {
        var found: [String: JSONValue] = [:]
        skipSpace()
        guard try byte() == UInt8(ascii: "{") else { throw fault(.unexpected) }
        index += 1
        skipSpace()
        guard try byte() != UInt8(ascii: "}") else { return found }
        while found.count < wanted.count {
            skipSpace()
            guard try byte() == UInt8(ascii: "\"") else { throw fault(.unexpected) }
            let key = try slice()
            skipSpace()
            guard try byte() == UInt8(ascii: ":") else { throw fault(.unexpected) }
            index += 1
            skipSpace()
            let value = try slice()
            // No key that is asked for is written with escapes.
            if let name = wanted.first(where: { bytes[key].dropFirst().dropLast().elementsEqual($0.utf8) }) {
                found[name] = try read(value)
            }
            skipSpace()
            if try byte() == UInt8(ascii: "}") { return found }
            guard try byte() == UInt8(ascii: ",") else { throw fault(.unexpected) }
            index += 1
        }
        return found
    }

    private func read(_ value: Range<Int>) throws(JSONError) -> JSONValue {
        do throws(JSONError) {
            return try JSONValue(parsing: bytes[value])
        } catch {
            throw JSONError(reason: error.reason, offset: value.lowerBound + error.offset)
        }
    }
}

extension JSONSkimmer {
    // MARK: - Passing over

    private func fault(_ reason: JSONError.Reason) -> JSONError { JSONError(reason: reason, offset: index) }

    private func byte() throws(JSONError) -> UInt8 {
        guard index < bytes.count else { throw fault(.endsEarly) }
        return bytes[index]
    }

    private mutating func skipSpace() {
        while index < bytes.count, [0x20, 0x09, 0x0A, 0x0D].contains(bytes[index]) { index += 1 }
    }

    /// Passes over a value: a text to its quote, a list or an object to its bracket, all else to what ends it.
    private mutating func slice() throws(JSONError) -> Range<Int> {
        let start = index
        var depth = 0
        repeat {
            switch try byte() {
            case UInt8(ascii: "\""): try skipText()
            case UInt8(ascii: "{"), UInt8(ascii: "["):
                depth += 1
                index += 1
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                depth -= 1
                index += 1
            case _ where depth == 0: skipWord()
            default: index += 1
            }
        } while depth > 0
        guard depth == 0, index > start else { throw fault(.unexpected) }
        return start..<index
    }

    private mutating func skipText() throws(JSONError) {
        index += 1
        while try byte() != UInt8(ascii: "\"") {
            if bytes[index] == UInt8(ascii: "\\") { index += 1 }
            // Not past the end, so that a fault names a place that is there.
            index = min(index + 1, bytes.count)
        }
        index += 1
    }

    private mutating func skipWord() {
        while index < bytes.count, ![0x20, 0x09, 0x0A, 0x0D, 0x2C, 0x5D, 0x7D].contains(bytes[index]) { index += 1 }
    }
}
