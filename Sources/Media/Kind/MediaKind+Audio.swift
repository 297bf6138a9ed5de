extension MediaKind {
    /// A recording that is a plain stream of frames: AMR, or MPEG audio with or without a tag before it.
    static func audio(_ content: MediaContent) -> MediaKind? {
        if content.has("#!AMR\n") || content.has("#!AMR-WB\n") { return isAMR(content) ? .amr : nil }
        return isMP3(content) ? .mp3 : nil
    }

    /// Whether frames follow each other after the first line (RFC 4867, 5): the text alone could begin a script.
    private static func isAMR(_ content: MediaContent) -> Bool {
        let isWide = content.has("#!AMR-WB\n")
        // Bytes of a frame by its type, its first byte included; nil for types that no file holds.
        let narrow: [Int?] = [13, 14, 16, 18, 20, 21, 27, 32, 6, nil, nil, nil, nil, nil, nil, 1]
        let wide: [Int?] = [18, 24, 33, 37, 41, 47, 51, 59, 61, 6, nil, nil, nil, nil, 1, 1]
        var place = isWide ? 9 : 6
        for _ in 0..<4 where place < content.count {
            // The first and the last two bits of a frame's heading are always 0.
            guard let heading = content.big(at: place, 1), heading & 0x83 == 0,
                let size = (isWide ? wide : narrow)[heading >> 3 & 0x0F]
            else { return false }
            place += size
        }
        return place > (isWide ? 9 : 6) && place <= content.count
    }

    /// Whether frames of MPEG audio, layer III, follow each other, after a tag where there is one.
    private static func isMP3(_ content: MediaContent) -> Bool {
        var place = 0
        var isTagged = false
        // Some programs put one tag before another; after it they may leave room.
        while content.has("ID3", at: place) {
            let size = content.bytes(at: place + 6, 4)
            guard size.count == 4, size.allSatisfy({ $0 < 0x80 }) else { return false }
            let hasFooter = (content.big(at: place + 5, 1) ?? 0) & 0x10 != 0
            place += 10 + size.reduce(0) { $0 << 7 | Int($1) } + (hasFooter ? 10 : 0)
            isTagged = true
        }
        if isTagged { place += content.bytes(at: place, 4_096).prefix { $0 == 0 }.count }
        var frames = 0
        while frames < 3, place < content.count {
            guard let size = mpegFrame(content.bytes(at: place, 4)) else { break }
            frames += 1
            place += size
        }
        // A recording may be short; without a tag, chance must be ruled out.
        return frames == 3 || (isTagged && frames > 0 && place >= content.count)
    }

    /// The bytes of a frame of layer III by its heading (ISO 11172-3, 2.4.1.3); nil where it is none.
    private static func mpegFrame(_ heading: [UInt8]) -> Int? {
        guard heading.count == 4, heading[0] == 0xFF, heading[1] & 0xE6 == 0xE2, heading[1] & 0x18 != 0x08 else {
            return nil
        }
        let isFirst = heading[1] & 0x18 == 0x18
        // Thousands of bits a second; free (0) and forbidden (15) are not taken.
        let rates =
            isFirst
            ? [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 0]
            : [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160, 0]
        let rate = rates[Int(heading[2] >> 4)]
        let hertz = [44_100, 48_000, 32_000, 0][Int(heading[2] >> 2 & 3)]
        guard rate > 0, hertz > 0 else { return nil }
        let sampling = isFirst ? hertz : heading[1] & 0x18 == 0x10 ? hertz / 2 : hertz / 4
        return (isFirst ? 144 : 72) * rate * 1_000 / sampling + Int(heading[2] >> 1 & 1)
    }
}
