/// Finds where a record of a CSV ends and where its cells are, in bytes that may not hold all of it.
struct CSVScanner {
    /// What separates the cells.
    var separator: UInt8

    /// A cell in the bytes, without its quotation marks.
    struct Cell: Hashable {
        /// Where it is.
        var range: Range<Int>
        /// Whether it has doubled quotation marks in it.
        var hasDoubledQuotes = false
    }

    /// What was found.
    enum Outcome: Hashable {
        /// A record, and where the next one begins.
        case record([Cell], next: Int)
        /// More bytes are needed.
        case needsMore
        /// A quotation mark where none may be.
        case brokenQuote(column: Int)
        /// A quotation mark that is not closed by the end of the bytes.
        case unterminatedQuote(column: Int)
    }

    /// Scans the record that begins at `start`.
    ///
    /// - Parameters:
    ///   - bytes: Bytes in an encoding in which ASCII stands for itself.
    ///   - start: Where the record begins.
    ///   - isWhole: Whether no bytes follow these.
    /// - Returns: The cells of the record and where the next begins, or why there is none.
    func scan(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int, isWhole: Bool) -> Outcome {
        var cells: [Cell] = []
        var index = start
        while true {
            let isQuoted = index < bytes.count && bytes[index] == Self.quote
            let end: Int
            if isQuoted {
                guard let cell = quotedCell(bytes, from: index + 1, isWhole: isWhole) else {
                    return isWhole ? .unterminatedQuote(column: cells.count + 1) : .needsMore
                }
                cells.append(cell)
                end = cell.range.upperBound + 1
            } else {
                end = bareEnd(bytes, from: index)
                cells.append(Cell(range: index..<end))
            }
            guard end < bytes.count else { return isWhole ? .record(cells, next: end) : .needsMore }
            switch bytes[end] {
            case separator: index = end + 1
            case Self.lineFeed: return .record(cells, next: end + 1)
            case Self.carriageReturn:
                guard end + 1 < bytes.count else { return isWhole ? .record(cells, next: end + 1) : .needsMore }
                return .record(cells, next: bytes[end + 1] == Self.lineFeed ? end + 2 : end + 1)
            default: return .brokenQuote(column: cells.count)
            }
        }
    }

    /// Where the line that begins at `start` ends, line break and all; nil when it goes on past the bytes.
    func lineEnd(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int, isWhole: Bool) -> Int? {
        var index = start
        while index < bytes.count {
            if bytes[index] == Self.lineFeed { return index + 1 }
            if bytes[index] == Self.carriageReturn {
                guard index + 1 < bytes.count else { return isWhole ? index + 1 : nil }
                return bytes[index + 1] == Self.lineFeed ? index + 2 : index + 1
            }
            index += 1
        }
        return isWhole ? bytes.count : nil
    }
}

extension CSVScanner {
    static let quote = UInt8(ascii: "\"")
    static let lineFeed = UInt8(ascii: "\n")
    static let carriageReturn = UInt8(ascii: "\r")

    /// Where a bare cell ends: at a separator, a line break, a quotation mark (which is a mistake), or with the bytes.
    private func bareEnd(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int {
        var index = start
        while index < bytes.count {
            let byte = bytes[index]
            if byte == separator || byte == Self.lineFeed || byte == Self.carriageReturn || byte == Self.quote {
                return index
            }
            index += 1
        }
        return index
    }

    /// A cell in quotation marks, its text beginning at `start`; nil when its end is not in the bytes, or not surely.
    private func quotedCell(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int, isWhole: Bool) -> Cell? {
        var index = start
        var hasDoubledQuotes = false
        while index < bytes.count {
            guard bytes[index] == Self.quote else {
                index += 1
                continue
            }
            guard index + 1 < bytes.count else {
                return isWhole ? Cell(range: start..<index, hasDoubledQuotes: hasDoubledQuotes) : nil
            }
            guard bytes[index + 1] == Self.quote else {
                return Cell(range: start..<index, hasDoubledQuotes: hasDoubledQuotes)
            }
            hasDoubledQuotes = true
            index += 2
        }
        return nil
    }
}
