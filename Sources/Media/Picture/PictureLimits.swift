/// What a picture, and the work on it, may have at most.
package struct PictureLimits: Hashable, Sendable {
    /// How many pixels, by what the picture says of itself before it is unpacked.
    package var pixels: Int
    /// How many pixels along one side.
    package var side: Int
    /// How many pixels along the longer side of the small picture.
    package var thumbnailSide: Int
    /// How much is kept of a picture with loss, 1 to 100.
    package var quality: Int
    /// How many bytes of memory the work may take, its libraries included.
    package var memoryBytes: Int
    /// How many seconds the work may take.
    package var seconds: Int
    /// How many bytes the picture may have when it is made anew.
    package var madeBytes: Int

    /// Makes limits; left out ones are those for a telephone's camera.
    package init(
        pixels: Int = 50_000_000,
        side: Int = 30_000,
        thumbnailSide: Int = 320,
        quality: Int = 85,
        memoryBytes: Int = 2 << 30,
        seconds: Int = 30,
        madeBytes: Int = 64 << 20
    ) {
        self.pixels = pixels
        self.side = side
        self.thumbnailSide = thumbnailSide
        self.quality = quality
        self.memoryBytes = memoryBytes
        self.seconds = seconds
        self.madeBytes = madeBytes
    }
}

extension PictureLimits {
    /// The limits as words for the command line of another program.
    package var words: [String] {
        [pixels, side, thumbnailSide, quality, memoryBytes, seconds, madeBytes].map { String($0) }
    }

    /// Reads what `words` wrote; nil where that is not what they are.
    package init?(words: [String]) {
        let numbers = words.compactMap { Int($0) }.filter { $0 > 0 }
        guard numbers.count == words.count, numbers.count == 7 else { return nil }
        self.init(
            pixels: numbers[0],
            side: numbers[1],
            thumbnailSide: numbers[2],
            quality: numbers[3],
            memoryBytes: numbers[4],
            seconds: numbers[5],
            madeBytes: numbers[6]
        )
    }
}
