internal import Glibc

/// A file's bytes to look at here and there, without holding them: nothing is found where nothing is.
struct MediaContent {
    private enum Source {
        case bytes([UInt8])
        case descriptor(Int32)
    }

    private let source: Source
    /// How many bytes there are.
    let count: Int

    /// Takes bytes as they are.
    init(_ bytes: [UInt8]) {
        source = .bytes(bytes)
        count = bytes.count
    }

    /// Takes an open file of so many bytes; whoever opened it closes it.
    init(descriptor: Int32, count: Int) {
        source = .descriptor(descriptor)
        self.count = count
    }

    /// The bytes at a place, at most so many; fewer where the file ends or fails.
    func bytes(at place: Int, _ length: Int) -> [UInt8] {
        guard place >= 0, place < count else { return [] }
        let length = min(length, count - place)
        switch source {
        case .bytes(let bytes): return Array(bytes[place..<(place + length)])
        case .descriptor(let descriptor):
            return Array(unsafeUninitializedCapacity: length) { buffer, filled in
                while filled < length, let base = buffer.baseAddress {
                    let taken = pread(descriptor, base + filled, length - filled, off_t(place + filled))
                    if taken < 0, errno == EINTR { continue }
                    guard taken > 0 else { return }
                    filled += taken
                }
            }
        }
    }

    /// Whether these bytes stand at a place.
    func has(_ expected: [UInt8], at place: Int = 0) -> Bool { bytes(at: place, expected.count) == expected }

    /// Whether this text stands at a place.
    func has(_ expected: String, at place: Int = 0) -> Bool { has(Array(expected.utf8), at: place) }

    /// The text of so many bytes at a place; nil where it is none or the file ends before.
    func text(at place: Int, _ length: Int) -> String? {
        let found = bytes(at: place, length)
        return found.count == length ? String(validating: found, as: UTF8.self) : nil
    }

    /// The number of so many bytes at a place, highest first; nil where the file ends before, or it is beyond all files.
    func big(at place: Int, _ length: Int) -> Int? {
        let found = bytes(at: place, length)
        guard found.count == length else { return nil }
        return Int(exactly: found.reduce(UInt64(0)) { $0 << 8 | UInt64($1) })
    }
}

extension [UInt8] {
    /// The number of so many bytes at a place, lowest first; nil where the bytes end before.
    func little(at place: Int, _ length: Int) -> Int? {
        guard place >= 0, length < 8, place <= count - length else { return nil }
        return self[place..<(place + length)].reversed().reduce(0) { $0 << 8 | Int($1) }
    }

    /// Where this text begins first; nil where nowhere.
    func firstPlace(of text: String) -> Int? {
        let wanted = Array(text.utf8)
        guard count >= wanted.count else { return nil }
        return (0...(count - wanted.count)).first { self[$0...].starts(with: wanted) }
    }

    /// Where this text begins last; nil where nowhere.
    func lastPlace(of text: String) -> Int? {
        let wanted = Array(text.utf8)
        guard count >= wanted.count else { return nil }
        return (0...(count - wanted.count)).last { self[$0...].starts(with: wanted) }
    }
}
