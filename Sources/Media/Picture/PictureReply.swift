/// What the program that looks at pictures answers, as bytes between two processes.
///
/// A heading of five numbers, 8 bytes each, highest first: what it is, width, height, and the lengths of the two pictures, which
/// follow. The reader trusts none of it: the writer has just read what may have been made to take it over.
package enum PictureReply: Hashable, Sendable {
    /// The picture was made anew.
    case made(RemadePicture)
    /// It has more pixels than the limit.
    case tooLarge
    /// It cannot be read.
    case damaged
}

extension PictureReply {
    private static let headingBytes = 40

    /// The reply as bytes.
    package var bytes: [UInt8] {
        switch self {
        case .made(let picture):
            let numbers = [
                picture.kind == .png ? 2 : 1, picture.width, picture.height, picture.bytes.count,
                picture.thumbnail.count,
            ]
            return Self.heading(numbers) + picture.bytes + picture.thumbnail
        case .tooLarge: return Self.heading([3, 0, 0, 0, 0])
        case .damaged: return Self.heading([4, 0, 0, 0, 0])
        }
    }

    /// Reads a reply; nil where it is none, or breaks the limits that the picture was given.
    package init?(bytes: [UInt8], limits: PictureLimits) {
        let numbers = (0..<5).compactMap { index in
            bytes.count >= Self.headingBytes
                ? Int(exactly: bytes[(index * 8)..<(index * 8 + 8)].reduce(UInt64(0)) { $0 << 8 | UInt64($1) }) : nil
        }
        guard numbers.count == 5 else { return nil }
        let rest = bytes[Self.headingBytes...]
        switch numbers[0] {
        case 1, 2:
            let kind = numbers[0] == 1 ? MediaKind.jpeg : .png
            let sides = 1...limits.side
            guard sides.contains(numbers[1]), sides.contains(numbers[2]), numbers[1] * numbers[2] <= limits.pixels,
                numbers[3] <= limits.madeBytes, numbers[4] <= limits.madeBytes, numbers[3] + numbers[4] == rest.count
            else { return nil }
            let picture = RemadePicture(
                kind: kind,
                width: numbers[1],
                height: numbers[2],
                bytes: Array(rest.prefix(numbers[3])),
                thumbnail: Array(rest.dropFirst(numbers[3]))
            )
            // The other program may be anybody's by now: its files are looked at as if they had been sent.
            guard (try? MediaKind.detect(picture.bytes)) == kind, (try? MediaKind.detect(picture.thumbnail)) == kind
            else {
                return nil
            }
            self = .made(picture)
        case 3: self = .tooLarge
        case 4: self = .damaged
        default: return nil
        }
    }

    private static func heading(_ numbers: [Int]) -> [UInt8] {
        numbers.flatMap { number in (0..<8).reversed().map { UInt8(truncatingIfNeeded: number >> ($0 * 8)) } }
    }
}
