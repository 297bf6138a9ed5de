/// Finds where an element of a JSON list ends, without taking it apart.
///
/// It goes on past what is broken in an element as best it can: a text ends with its line, for JSON allows no line
/// break in it; a closing bracket closes what was left open inside of it; and an opening brace at the start of a line
/// begins the next element, when nothing may stand there or a text was broken before. So a mistake costs one element.
struct JSONScanner {
    /// How the elements stand in the file.
    enum Layout: Hashable {
        /// In an array.
        case array
        /// One after the other, each on a line of its own or on several.
        case sequence
    }

    /// How the elements stand.
    var layout: Layout

    /// Where the element that begins at `start` ends; nil when that is past the bytes.
    func end(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int, isWhole: Bool) -> Int? {
        guard start < bytes.count else { return isWhole ? start : nil }
        switch bytes[start] {
        case Self.openBrace, Self.openBracket: return nestedEnd(bytes, from: start, isWhole: isWhole)
        case Self.quote: return textEnd(bytes, from: start, isWhole: isWhole)
        default: return wordEnd(bytes, from: start, isWhole: isWhole)
        }
    }

    private func nestedEnd(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int, isWhole: Bool) -> Int? {
        var open: [UInt8] = []
        var index = start
        var previous = Self.comma
        var isBroken = false
        while index < bytes.count {
            let byte = bytes[index]
            switch byte {
            case Self.quote:
                guard let end = textEnd(bytes, from: index, isWhole: isWhole) else { return nil }
                isBroken = isBroken || bytes[end - 1] != Self.quote || end == index + 1
                previous = Self.quote
                index = end
                continue
            case Self.openBrace, Self.openBracket:
                let mayStand = [Self.comma, Self.colon, Self.openBrace, Self.openBracket].contains(previous)
                let beginsLine = index > start && bytes[index - 1] == Self.lineFeed
                if byte == Self.openBrace, beginsLine, isBroken || !mayStand { return index }
                open.append(byte)
            case Self.closeBrace, Self.closeBracket:
                let opening = byte == Self.closeBrace ? Self.openBrace : Self.openBracket
                guard let match = open.lastIndex(of: opening) else { return index }
                open.removeSubrange(match...)
                if open.isEmpty { return index + 1 }
            default: break
            }
            if byte > 0x20 { previous = byte }
            index += 1
        }
        return isWhole ? bytes.count : nil
    }

    /// Where a text ends: after its closing mark, or where its line does.
    private func textEnd(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int, isWhole: Bool) -> Int? {
        var index = start + 1
        while index < bytes.count {
            switch bytes[index] {
            case Self.quote: return index + 1
            case Self.lineFeed: return index
            case Self.backslash where index + 1 < bytes.count && bytes[index + 1] != Self.lineFeed: index += 2
            default: index += 1
            }
        }
        return isWhole ? bytes.count : nil
    }

    private func wordEnd(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int, isWhole: Bool) -> Int? {
        var index = start + 1
        while index < bytes.count {
            if bytes[index] == Self.lineFeed { return index }
            if layout == .array, bytes[index] == Self.comma || bytes[index] == Self.closeBracket { return index }
            index += 1
        }
        return isWhole ? bytes.count : nil
    }
}

extension JSONScanner {
    static let quote = UInt8(ascii: "\"")
    static let backslash = UInt8(ascii: "\\")
    static let colon = UInt8(ascii: ":")
    static let comma = UInt8(ascii: ",")
    static let openBrace = UInt8(ascii: "{")
    static let closeBrace = UInt8(ascii: "}")
    static let openBracket = UInt8(ascii: "[")
    static let closeBracket = UInt8(ascii: "]")
    static let lineFeed = UInt8(ascii: "\n")
}
