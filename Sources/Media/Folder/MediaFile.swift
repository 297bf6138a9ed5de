internal import Glibc

/// A kept file, open for reading; it can be read to its end even if it is removed meanwhile.
package final class MediaFile: Sendable {
    /// How many bytes it has.
    package let length: Int
    private let descriptor: Int32

    init(descriptor: Int32, length: Int) {
        self.descriptor = descriptor
        self.length = length
    }

    deinit { close(descriptor) }

    /// The bytes meant by the first and the last one, or by so many from the end.
    ///
    /// - Parameters:
    ///   - first: the first byte, from 0; nil for as many bytes from the end as `last` says.
    ///   - last: the last byte, itself included; nil, or beyond the end, for all to the end.
    /// - Returns: the range, never empty.
    /// - Throws: `rangeBeyondEnd` where no byte is in it (RFC 9110, 14.1.2).
    package func range(first: Int?, last: Int?) throws(MediaRefusal) -> Range<Int> {
        guard let first else {
            guard let last, last > 0, length > 0 else { throw .rangeBeyondEnd(length: length) }
            return max(0, length - last)..<length
        }
        guard first >= 0, first < length, last.map({ $0 >= first }) ?? true else {
            throw .rangeBeyondEnd(length: length)
        }
        return first..<min(length, last.map { $0 < length ? $0 + 1 : length } ?? length)
    }

    /// The bytes at a place, at most so many; none at the end.
    ///
    /// - Throws: `folderFailed` where the disk cannot be read.
    package func read(at place: Int, _ most: Int) throws(MediaRefusal) -> [UInt8] {
        guard place >= 0, place < length else { return [] }
        var number: Int32 = 0
        let bytes = [UInt8](unsafeUninitializedCapacity: min(most, length - place)) { buffer, filled in
            while filled < buffer.count, let base = buffer.baseAddress {
                let taken = pread(descriptor, base + filled, buffer.count - filled, off_t(place + filled))
                if taken < 0, errno == EINTR { continue }
                if taken < 0 { number = errno }
                guard taken > 0 else { return }
                filled += taken
            }
        }
        guard number == 0 else { throw MediaFolder.refusal(number) }
        return bytes
    }
}
