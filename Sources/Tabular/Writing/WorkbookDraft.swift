internal import Glibc
internal import Synchronization

/// A workbook that is written row by row into a temporary file, and then read from it: memory is bounded, whatever its length.
///
/// The file has no name, and is gone with this value. Calls block for as long as the disk does.
package final class WorkbookDraft: Sendable {
    private let file: TemporaryFile
    private let writer: Mutex<XLSXWriter>

    /// Begins a workbook.
    ///
    /// - Parameters:
    ///   - sheet: the sheet's name.
    ///   - headings: its first row.
    /// - Throws: `SheetError` where there is no room for it.
    package init(sheet: String, headings: [String]) throws(SheetError) {
        let file = try TemporaryFile()
        self.file = file
        writer = Mutex(try XLSXWriter(SheetOutput(descriptor: file.descriptor), sheet: sheet, headings: headings))
    }

    /// Writes rows.
    ///
    /// - Throws: `SheetError` where a cell cannot be written, or the disk is full.
    package func write(_ rows: [[String]]) throws(SheetError) {
        try writer.withLock { writer throws(SheetError) in
            for row in rows { try writer.write(row) }
        }
    }

    /// Writes all that is left.
    ///
    /// - Returns: how many bytes the workbook has.
    /// - Throws: `SheetError`.
    package func finish() throws(SheetError) -> Int {
        try writer.withLock { writer throws(SheetError) in try writer.finish() }
        var facts = stat()
        guard fstat(file.descriptor, &facts) == 0 else { throw SheetOutput.failure(errno) }
        return Int(facts.st_size)
    }

    /// Bytes of the finished workbook, at most so many; none at its end.
    ///
    /// - Throws: `SheetError` where the disk cannot be read.
    package func read(at place: Int, _ most: Int) throws(SheetError) -> [UInt8] {
        var number: Int32 = 0
        let bytes = [UInt8](unsafeUninitializedCapacity: most) { buffer, filled in
            while filled < most, let base = buffer.baseAddress {
                let taken = pread(file.descriptor, base + filled, most - filled, off_t(place + filled))
                if taken < 0, errno == EINTR { continue }
                if taken < 0 { number = errno }
                guard taken > 0 else { return }
                filled += taken
            }
        }
        guard number == 0 else { throw SheetOutput.failure(number) }
        return bytes
    }
}
