internal import Glibc

/// The bytes of an input in order, a chunk at a time; the first ones can be looked at before they are read.
final class ByteReader {
    /// How many bytes have been read.
    private(set) var bytesRead = 0
    /// How many there are, where that is known.
    let totalBytes: Int?

    private let source: Source
    private var peeked: [UInt8] = []
    private var isAtEnd = false

    private enum Source {
        case descriptor(Int32, path: String, closes: Bool)
        case bytes([UInt8])
    }

    /// Opens the input.
    init(_ input: SheetInput) throws(SheetError) {
        switch input {
        case .path(let path): (source, totalBytes) = try Self.open(path)
        case .spooled(let spooled): (source, totalBytes) = try Self.open(spooled.path)
        case .standardInput: (source, totalBytes) = (.descriptor(STDIN_FILENO, path: "-", closes: false), nil)
        case .bytes(let bytes): (source, totalBytes) = (.bytes(bytes), bytes.count)
        }
    }

    deinit {
        if case .descriptor(let descriptor, _, closes: true) = source { close(descriptor) }
    }

    /// The first bytes that have not been read, at most so many; they stay to be read.
    func peek(_ count: Int) throws(SheetError) -> [UInt8] {
        while peeked.count < count {
            var more: [UInt8] = []
            guard try fill(&more, count - peeked.count) > 0 else { break }
            peeked.append(contentsOf: more)
        }
        return Array(peeked.prefix(count))
    }

    /// Appends the next bytes, at most so many; false when there are none left.
    func read(_ count: Int, into buffer: inout [UInt8]) throws(SheetError) -> Bool {
        guard peeked.isEmpty else {
            let taken = min(count, peeked.count)
            buffer.append(contentsOf: peeked.prefix(taken))
            peeked.removeFirst(taken)
            bytesRead += taken
            return true
        }
        let taken = try fill(&buffer, count)
        bytesRead += taken
        return taken > 0
    }
}

extension ByteReader {
    private static func open(_ path: String) throws(SheetError) -> (Source, Int?) {
        guard !path.utf8.contains(0) else { throw .fileNotFound(path: path) }
        let descriptor = Glibc.open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            if errno == ENOENT || errno == ENOTDIR { throw .fileNotFound(path: path) }
            throw .fileUnreadable(path: path, reason: SheetDetail(system: errno))
        }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT != S_IFDIR else {
            close(descriptor)
            throw .fileUnreadable(path: path, reason: SheetDetail(system: EISDIR))
        }
        let isFile = status.st_mode & S_IFMT == S_IFREG
        return (.descriptor(descriptor, path: path, closes: true), isFile ? Int(status.st_size) : nil)
    }

    private func fill(_ buffer: inout [UInt8], _ count: Int) throws(SheetError) -> Int {
        guard !isAtEnd, count > 0 else { return 0 }
        let taken: Int
        switch source {
        case .bytes(let bytes):
            let start = bytesRead + peeked.count
            taken = min(count, bytes.count - start)
            buffer.append(contentsOf: bytes[start..<start + taken])
        case .descriptor(let descriptor, let path, _):
            taken = try Self.read(descriptor, path, count, into: &buffer)
        }
        isAtEnd = taken == 0
        return taken
    }

    private static func read(
        _ descriptor: Int32,
        _ path: String,
        _ count: Int,
        into buffer: inout [UInt8]
    ) throws(SheetError) -> Int {
        var failure: Int32 = 0
        let chunk = [UInt8](unsafeUninitializedCapacity: count) { memory, used in
            var taken = -1
            repeat {
                taken = Glibc.read(descriptor, memory.baseAddress, count)
            } while taken < 0 && errno == EINTR
            failure = taken < 0 ? errno : 0
            used = max(0, taken)
        }
        guard failure == 0 else {
            throw .fileUnreadable(path: path, reason: SheetDetail(system: failure))
        }
        buffer.append(contentsOf: chunk)
        return chunk.count
    }
}
