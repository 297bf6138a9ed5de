import Media
@testable import Pictures

/// What a picture shows: the colours in the middle of its four quarters.
struct Pixels {
    let width: Int
    let height: Int
    let channels: Int
    private let bytes: [UInt8]

    init(_ file: [UInt8]) throws(MediaRefusal) {
        self = try Picture.withPicture(file) { picture throws(MediaRefusal) in
            Pixels(picture.width, picture.height, picture.channels, try picture.pixels())
        }
    }

    private init(_ width: Int, _ height: Int, _ channels: Int, _ bytes: [UInt8]) {
        (self.width, self.height, self.channels, self.bytes) = (width, height, channels, bytes)
    }

    /// The colours from left to right, then from top to bottom.
    var quarters: [[Int]] {
        [(1, 1), (3, 1), (1, 3), (3, 3)].map { column, row in
            let start = (row * height / 4 * width + column * width / 4) * channels
            return bytes[start..<(start + channels)].map { Int($0) }
        }
    }

    /// Whether the quarters show these colours, but for what a picture with loss may lose.
    func shows(_ colours: [[Int]], within tolerance: Int = 12) -> Bool {
        zip(quarters, colours).allSatisfy { found, wanted in
            zip(found, wanted).allSatisfy { abs($0 - $1) <= tolerance }
        }
    }

    /// Red, green, blue, white.
    static let squares = [[220, 30, 30], [30, 180, 60], [30, 60, 200], [240, 240, 240]]
}
