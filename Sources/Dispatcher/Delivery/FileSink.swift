import Dispatch
import Foundation
package import PGStore
package import Workflow

/// Appends letters to a file, one JSON object a line, and answers when they are on the disk.
///
/// Several processes may append to the same file: a batch is one write at its end. A letter may stand there twice, under
/// the same id, after a crash between the file and the database; a line that a crash tore ends with the next batch.
package struct FileSink: Sink {
    /// The file.
    package let path: String
    /// Writing blocks until the disk has it: not on the threads that everybody shares.
    private let queue = DispatchQueue(label: "whistle.file-sink")

    /// What the log calls it.
    package var name: String { "file" }

    /// Makes a sink; the file is made with the first batch.
    package init(path: String) {
        self.path = path
    }

    /// Appends a batch: all of it or, as far as readers care, nothing.
    package func deliver(_ letters: [Letter], of district: DistrictConfiguration) async -> [Int64: DeliveryFault] {
        guard let fault = await append(letters.map(\.json)) else { return [:] }
        return Dictionary(letters.map { ($0.id, fault) }, uniquingKeysWith: { $1 })
    }

    /// Appends digests in the same way.
    package func deliver(_ digests: [Digest], of district: DistrictConfiguration) async -> [PersonID: DeliveryFault] {
        guard let fault = await append(digests.map(\.json)) else { return [:] }
        return Dictionary(digests.map { ($0.person, fault) }, uniquingKeysWith: { $1 })
    }

    private func append(_ lines: [JSONValue]) async -> DeliveryFault? {
        guard !lines.isEmpty else { return nil }
        let bytes = lines.flatMap { $0.canonicalBytes + [UInt8(ascii: "\n")] }
        return await withCheckedContinuation { continuation in
            queue.async { continuation.resume(returning: append(bytes)) }
        }
    }
}

extension FileSink {
    // MARK: - The file

    private func append(_ bytes: [UInt8]) -> DeliveryFault? {
        let file = open(path, O_RDWR | O_APPEND | O_CREAT | O_CLOEXEC, 0o640)
        guard file >= 0 else { return Self.fault("cannot be opened") }
        defer { close(file) }
        let bytes = Self.isTorn(file) ? [UInt8(ascii: "\n")] + bytes : bytes
        var written = 0
        while written < bytes.count {
            let count = bytes[written...].withUnsafeBytes { write(file, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { return Self.fault("cannot be written to") }
            written += count
        }
        guard fsync(file) == 0 else { return Self.fault("does not reach the disk") }
        return nil
    }

    /// Whether the last line has no end.
    private static func isTorn(_ file: Int32) -> Bool {
        let size = lseek(file, 0, SEEK_END)
        guard size > 0 else { return false }
        var last: UInt8 = 0
        return pread(file, &last, 1, size - 1) == 1 && last != UInt8(ascii: "\n")
    }

    private static func fault(_ words: String) -> DeliveryFault {
        DeliveryFault("the file \(words): \(String(cString: strerror(errno)))")
    }
}
