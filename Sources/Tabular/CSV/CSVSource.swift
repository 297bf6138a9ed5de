/// The records of a CSV file, one after the other.
///
/// Bytes are held from the start of the record that is being read, at most one record's limit of them. A record that
/// is broken is given up with its first line: reading goes on at the line after it, so that one stray quotation mark
/// costs a row and not the rest of the file.
final class CSVSource: ElementSource {
    let header: SheetHeader? = nil
    private let text: TextReader
    private let bytes: ByteReader
    private let limit: Int
    private let maximumCells: Int
    private var scanner: CSVScanner
    private var buffer: [UInt8] = []
    private var start = 0
    private var line = 1
    private var isWhole = false
    /// Set while the rest of a line that was too long for the buffer is passed over.
    private var isSkippingLine = false

    /// Begins to read.
    init(_ bytes: ByteReader, options: ReadOptions) throws(SheetError) {
        self.bytes = bytes
        text = TextReader(bytes, chunkSize: options.chunkSize)
        limit = min(max(1, options.limits.recordBytes), 1 << 40)
        maximumCells = options.limits.columns
        scanner = CSVScanner(separator: options.separator ?? UInt8(ascii: ","))
        if options.separator == nil { try findSeparator(options.fields) }
    }

    var progress: ReadProgress { ReadProgress(done: bytes.bytesRead, total: bytes.totalBytes) }

    func next() throws(SheetError) -> SheetElement? {
        if isSkippingLine { try skipLine() }
        while true {
            switch scan() {
            case .needsMore:
                guard buffer.count - start < limit else { return try giveUp(overLimit) }
                try fill()
            case .record(let cells, let next):
                guard start < buffer.count else { return nil }
                return take(cells, next: next)
            case .brokenQuote(let column): return try giveUp(.brokenQuote(column: column))
            case .unterminatedQuote(let column): return try giveUp(.unterminatedQuote(column: column))
            }
        }
    }
}

extension CSVSource {
    /// Scans a record in at most as many bytes as one may have, so that the size of the chunks makes no difference.
    private func scan() -> CSVScanner.Outcome {
        let end = min(buffer.count, start + limit)
        return buffer.withUnsafeBufferPointer { bytes in
            let window = UnsafeBufferPointer(rebasing: bytes[..<end])
            return scanner.scan(window, from: start, isWhole: isWhole && end == buffer.count)
        }
    }

    /// What a record past the limit is: one with an open quotation mark is most likely not long, but never closed.
    private var overLimit: SheetError {
        let end = min(buffer.count, start + limit)
        let outcome = buffer.withUnsafeBufferPointer { bytes in
            scanner.scan(UnsafeBufferPointer(rebasing: bytes[..<end]), from: start, isWhole: true)
        }
        guard case .unterminatedQuote(let column) = outcome else { return .recordTooLong(limit: limit) }
        return .unterminatedQuote(column: column)
    }

    /// Reads on until the buffer holds twice as much as it did, so that a long record is not scanned too often.
    private func fill() throws(SheetError) {
        if start > 0 {
            buffer.removeFirst(start)
            start = 0
        }
        let wanted = buffer.count * 2 + 1
        while !isWhole, buffer.count < wanted {
            isWhole = try !text.read(into: &buffer)
        }
    }

    private func take(_ cells: [CSVScanner.Cell], next: Int) -> SheetElement {
        defer { advance(to: next) }
        guard cells.count <= maximumCells else {
            return bad(.tooManyCells(expected: maximumCells, found: cells.count), upTo: next)
        }
        var texts: [String] = []
        texts.reserveCapacity(cells.count)
        for cell in cells {
            guard let text = text(of: cell) else { return bad(.badEncoding(encoding: text.encodingName), upTo: next) }
            texts.append(text)
        }
        return .row(SheetRow(number: line, cells: texts))
    }

    private func text(of cell: CSVScanner.Cell) -> String? {
        let bytes = buffer[cell.range]
        guard cell.hasDoubledQuotes else { return String(validating: bytes, as: UTF8.self) }
        var plain: [UInt8] = []
        plain.reserveCapacity(bytes.count)
        var isSecond = false
        for byte in bytes {
            isSecond = byte == CSVScanner.quote && !isSecond
            if !isSecond { plain.append(byte) }
        }
        return String(validating: plain, as: UTF8.self)
    }

    /// The record as a bad one, with its text as the only cell.
    private func bad(_ error: SheetError, upTo end: Int) -> SheetElement {
        let kept = buffer[start..<min(end, start + 4096)]
        var text = String(decoding: kept, as: UTF8.self)
        text.unicodeScalars.removeAll { $0.value == 0 }
        return .bad(BadRow(number: line, error: error, cells: [text.trimmed]))
    }

    /// Gives up the line on which the record begins.
    private func giveUp(_ error: SheetError) throws(SheetError) -> SheetElement {
        let end = lineEnd()
        let element = bad(error, upTo: end ?? buffer.count)
        advance(to: end ?? lastByteThatIsNoReturn)
        isSkippingLine = end == nil
        return element
    }

    private func skipLine() throws(SheetError) {
        while true {
            if let end = lineEnd() {
                advance(to: end)
                isSkippingLine = false
                return
            }
            start = lastByteThatIsNoReturn
            try fill()
        }
    }

    private func lineEnd() -> Int? {
        buffer.withUnsafeBufferPointer { scanner.lineEnd($0, from: start, isWhole: isWhole) }
    }

    /// The end of the buffer, but before a carriage return whose line feed may be in the next chunk.
    private var lastByteThatIsNoReturn: Int {
        buffer.last == CSVScanner.carriageReturn ? max(start, buffer.count - 1) : buffer.count
    }

    /// Moves on, counting the lines passed.
    private func advance(to next: Int) {
        var isAfterReturn = false
        for byte in buffer[start..<next] {
            if byte == CSVScanner.carriageReturn || (byte == CSVScanner.lineFeed && !isAfterReturn) { line += 1 }
            isAfterReturn = byte == CSVScanner.carriageReturn
        }
        start = next
    }
}

extension CSVSource {
    /// Finds the separator: what Excel's `sep=` says, or else what occurs most in the first line.
    private func findSeparator(_ fields: [FieldSpec]) throws(SheetError) {
        while !isWhole, buffer.count < 1 << 16 { try fill() }
        if buffer.starts(with: "sep=".utf8), buffer.count > 4, buffer[4] < 0x80, let end = lineEnd() {
            scanner.separator = buffer[4]
            advance(to: end)
        } else {
            scanner.separator = SeparatorSearch(fields).find(in: buffer.prefix(1 << 16))
        }
    }
}
