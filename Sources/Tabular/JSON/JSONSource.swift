/// The objects of a JSON array, or JSON objects one after the other (NDJSON), an element at a time.
final class JSONSource: KeyedSource {
    private let bytes: ByteReader
    private let text: TextReader
    private let limit: Int
    private var scanner = JSONScanner(layout: .sequence)
    private var stage = Stage.beginning
    private var buffer: [UInt8] = []
    private var start = 0
    private var line = 1
    private var isWhole = false

    private enum Stage {
        /// Nothing was read: goes to `elements` with the first byte, or to `ended` when there is none.
        case beginning
        /// Elements follow: goes to `closed` with the bracket of the array, or to `ended` with the file.
        case elements
        /// The array is closed and nothing may follow: goes to `ended`.
        case closed
        /// Nothing more is read.
        case ended
    }

    /// Begins to read.
    init(_ bytes: ByteReader, options: ReadOptions) {
        self.bytes = bytes
        text = TextReader(bytes, chunkSize: options.chunkSize)
        limit = min(max(1, options.limits.recordBytes), 1 << 40)
    }

    var progress: ReadProgress { ReadProgress(done: bytes.bytesRead, total: bytes.totalBytes) }

    func next() throws(SheetError) -> KeyedElement? {
        if stage == .beginning { try begin() }
        guard stage != .ended, let first = try firstByte() else { return end() }
        if stage == .closed { return last(SheetDetail("text after the end of the list", zh: "列表结束后还有内容")) }
        if scanner.layout == .array, first == JSONScanner.closeBracket {
            start += 1
            stage = .closed
            return try next()
        }
        guard let end = try elementEnd() else { return try giveUp() }
        defer { advance(to: max(end, start + 1)) }
        return element(Array(buffer[start..<max(end, start + 1)]))
    }
}

extension JSONSource {
    private func begin() throws(SheetError) {
        stage = .elements
        if try firstByte() == JSONScanner.openBracket {
            scanner.layout = .array
            start += 1
        }
    }

    /// What comes when the bytes have ended: nothing, or that the list was never closed.
    private func end() -> KeyedElement? {
        guard stage == .elements, scanner.layout == .array else {
            stage = .ended
            return nil
        }
        return last(SheetDetail("the list is not closed", zh: "列表没有结束"))
    }

    private func last(_ detail: SheetDetail) -> KeyedElement {
        stage = .ended
        return .bad(BadRow(number: line, error: .jsonBroken(line: line, detail: detail)))
    }

    /// The next byte that is no white space, nor a comma between elements.
    private func firstByte() throws(SheetError) -> UInt8? {
        while true {
            while start < buffer.count {
                let byte = buffer[start]
                guard byte <= 0x20 || byte == JSONScanner.comma, byte != 0 else { return byte }
                if byte == JSONScanner.lineFeed { line += 1 }
                start += 1
            }
            guard try fill() else { return nil }
        }
    }

    /// Where the element ends; nil when it is over the limit.
    private func elementEnd() throws(SheetError) -> Int? {
        while true {
            let window = min(buffer.count, start + limit)
            let isAll = isWhole && window == buffer.count
            let end = buffer.withUnsafeBufferPointer { bytes in
                scanner.end(UnsafeBufferPointer(rebasing: bytes[..<window]), from: start, isWhole: isAll)
            }
            if end != nil || buffer.count - start >= limit { return end }
            _ = try fill()
        }
    }

    /// Passes over the line of an element that is too long; past one in an array nothing can be found again.
    private func giveUp() throws(SheetError) -> KeyedElement {
        let number = line
        repeat {
            if let end = buffer[start...].firstIndex(of: JSONScanner.lineFeed) {
                advance(to: end)
                break
            }
            start = buffer.count
        } while try fill()
        if scanner.layout == .array { stage = .ended }
        return .bad(BadRow(number: number, error: .recordTooLong(limit: limit)))
    }

    private func element(_ text: [UInt8]) -> KeyedElement {
        do throws(SheetError) {
            let value = try JSONParser.parse(text, line: line, encoding: self.text.encodingName)
            guard case .map = value else { throw .notAnObject }
            return .record(number: line, value)
        } catch {
            var shown = String(decoding: text.prefix(4096), as: UTF8.self)
            shown.unicodeScalars.removeAll { $0.value == 0 }
            return .bad(BadRow(number: line, error: error, cells: [shown.trimmed]))
        }
    }

    private func fill() throws(SheetError) -> Bool {
        guard !isWhole else { return false }
        buffer.removeFirst(start)
        start = 0
        let wanted = buffer.count * 2 + 1
        while !isWhole, buffer.count < wanted {
            isWhole = try !text.read(into: &buffer)
        }
        return true
    }

    private func advance(to next: Int) {
        line += buffer[start..<next].count { $0 == JSONScanner.lineFeed }
        start = next
    }
}
