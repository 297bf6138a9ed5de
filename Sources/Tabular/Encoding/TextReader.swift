/// The text of an input as UTF-8 bytes, a chunk at a time, whatever its encoding.
///
/// The encoding is told by a byte order mark, or else found in the 64 KiB that follow the first byte over 127: before
/// that byte all encodings are the same. Bytes of a UTF-8 file are passed on as they are: who makes text of them finds
/// the wrong ones.
final class TextReader {
    /// The encoding, once it is known; until then all was ASCII.
    private(set) var encoding: TextEncoding?

    private let bytes: ByteReader
    private let chunkSize: Int
    private var decoder: IconvDecoder?
    private var isStarted = false
    private let windowSize = 1 << 16

    /// Reads text from the bytes.
    init(_ bytes: ByteReader, chunkSize: Int) {
        self.bytes = bytes
        self.chunkSize = max(1, chunkSize)
    }

    /// The encoding by name, for messages.
    var encodingName: String { (encoding ?? .utf8).rawValue }

    /// Appends the next piece of text; false when there is none left.
    func read(into output: inout [UInt8]) throws(SheetError) -> Bool {
        if !isStarted { try start() }
        var chunk: [UInt8] = []
        guard try bytes.read(chunkSize, into: &chunk) else {
            let count = output.count
            decoder?.finish(into: &output)
            return output.count > count
        }
        if encoding == nil, chunk.contains(where: { $0 >= 0x80 }) {
            while chunk.count < windowSize, try bytes.read(windowSize, into: &chunk) {}
            try settle(TextEncoding.guess(chunk))
        }
        if let decoder {
            decoder.decode(chunk, into: &output)
        } else {
            output.append(contentsOf: chunk)
        }
        return true
    }

    private func start() throws(SheetError) {
        isStarted = true
        guard let mark = TextEncoding.mark(try bytes.peek(3)) else { return }
        var dropped: [UInt8] = []
        while dropped.count < mark.length, try bytes.read(mark.length - dropped.count, into: &dropped) {}
        try settle(mark.encoding)
    }

    private func settle(_ encoding: TextEncoding) throws(SheetError) {
        self.encoding = encoding
        if encoding != .utf8 { decoder = try IconvDecoder(encoding) }
    }
}
