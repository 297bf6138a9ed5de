/// What came through a pipe, set aside in a temporary file, to be read more than once.
///
/// A first pass that only checks needs this, and so does a workbook, which is read from its end.
package final class SpooledInput: Sendable {
    private let file: TemporaryFile

    /// Reads the standard input to its end.
    package convenience init(standardInputUpTo limit: Int = SheetLimits().spooledBytes) throws(SheetError) {
        try self.init(ByteReader(.standardInput), limit: limit)
    }

    /// Reads all that is left of an input.
    init(_ reader: ByteReader, limit: Int) throws(SheetError) {
        file = try TemporaryFile()
        var chunk: [UInt8] = []
        while try reader.read(1 << 16, into: &chunk) {
            guard reader.bytesRead <= limit else { throw .fileTooLarge(limit: limit) }
            try SheetOutput.writeAll(chunk, to: file.descriptor)
            chunk.removeAll(keepingCapacity: true)
        }
    }

    /// A path under which this process can open the file, any number of times.
    var path: String { file.path }
}
