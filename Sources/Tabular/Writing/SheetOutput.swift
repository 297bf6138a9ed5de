internal import Glibc

/// Where bytes are written to: a file or an open descriptor, through a buffer.
///
/// A file made by path can be read by its owner only, for sheets hold names and telephone numbers.
package final class SheetOutput {
    /// Negative: bytes stay here until they are taken.
    private let descriptor: Int32
    private let closes: Bool
    private var buffer: [UInt8] = []
    private let bufferSize = 1 << 16

    /// Writes to an open descriptor, which stays open and the caller's.
    package init(descriptor: Int32) {
        self.descriptor = descriptor
        closes = false
    }

    /// Keeps what is written until it is taken: for whoever sends it on piece by piece.
    package static func inMemory() -> SheetOutput { SheetOutput(descriptor: -1) }

    /// Takes what was written since the last time.
    package func taken() -> [UInt8] {
        defer { buffer.removeAll(keepingCapacity: true) }
        return buffer
    }

    /// Writes to a file, which is made, or emptied first.
    package init(path: String) throws(SheetError) {
        descriptor = Glibc.open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        closes = true
        guard descriptor >= 0 else { throw Self.failure(errno) }
    }

    /// The output a person names: a path, or `-` for the standard output.
    package convenience init(argument: String) throws(SheetError) {
        if argument == "-" {
            self.init(descriptor: STDOUT_FILENO)
        } else {
            try self.init(path: argument)
        }
    }

    deinit {
        if closes, descriptor >= 0 { close(descriptor) }
    }

    /// Writes bytes, sooner or later.
    package func write(_ bytes: some Sequence<UInt8>) throws(SheetError) {
        buffer.append(contentsOf: bytes)
        if buffer.count >= bufferSize, descriptor >= 0 { try flush() }
    }

    /// Writes a text as UTF-8, sooner or later.
    package func write(_ text: String) throws(SheetError) {
        try write(text.utf8)
    }

    /// Writes now all that was given so far.
    package func flush() throws(SheetError) {
        guard descriptor >= 0 else { return }
        try Self.writeAll(buffer, to: descriptor)
        buffer.removeAll(keepingCapacity: true)
    }
}

extension SheetOutput {
    /// Writes all of the bytes, waiting for a slow reader.
    static func writeAll(_ bytes: [UInt8], to descriptor: Int32) throws(SheetError) {
        var written = 0
        while written < bytes.count {
            let count = bytes.withUnsafeBytes { memory in
                Glibc.write(descriptor, memory.baseAddress?.advanced(by: written), memory.count - written)
            }
            if count >= 0 {
                written += count
            } else if errno == EAGAIN {
                var entry = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
                _ = poll(&entry, 1, -1)
            } else if errno != EINTR {
                throw failure(errno)
            }
        }
    }

    /// The error that a failed system call means.
    static func failure(_ number: Int32) -> SheetError {
        switch number {
        case ENOSPC, EDQUOT, EFBIG: .noSpace
        case EPIPE: .outputClosed
        default: .cannotWrite(reason: SheetDetail(system: number))
        }
    }
}
