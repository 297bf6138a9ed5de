import Testing

@testable import Web

/// A picture that programs and people can open.
@Suite struct ChallengePictureTests {
    @Test func `checks are those of the standards`() {
        #expect(PNGFile.crc32(Array("IEND".utf8)) == 0xAE42_6082)
        #expect(PNGFile.crc32(Array("123456789".utf8)) == 0xCBF4_3926)
        #expect(PNGFile.adler32(Array("Wikipedia".utf8)) == 0x11E6_0398)
    }

    @Test func `a stream of stored blocks holds every byte, however many`() {
        for count in [0, 1, 65_535, 65_536, 200_000] {
            let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 31) }
            let stream = PNGFile.stored(bytes)
            var (rest, read) = (stream.dropFirst(2), [UInt8]())
            while true {
                let head = Array(rest.prefix(5))
                let length = Int(head[1]) | Int(head[2]) << 8
                #expect(length == 0xFFFF ^ (Int(head[3]) | Int(head[4]) << 8))
                read += rest.dropFirst(5).prefix(length)
                rest = rest.dropFirst(5 + length)
                if head[0] == 1 { break }
            }
            #expect(read == bytes && rest.count == 4)
        }
    }

    @Test func `letters can be told from each other, and from another drawing of the same`() {
        let pictures = Set(["3467A", "CEFHJ", "KLMNP", "RTWXY"].map { ChallengePicture($0, seed: 1).png })
        #expect(pictures.count == 4)
        #expect(ChallengePicture("3467A", seed: 2).png != ChallengePicture("3467A", seed: 1).png)
        #expect(ChallengePicture("3467A", seed: 2).png == ChallengePicture("3467A", seed: 2).png)
        let rows = Set("3467ACEFHJKLMNPRTWXY".utf8.map { ChallengeFont.rows($0) })
        #expect(rows.count == 20 && rows.allSatisfy { $0.count == 7 && $0 != [UInt8](repeating: 31, count: 7) })
    }
}
