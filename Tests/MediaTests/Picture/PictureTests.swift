import Media
@testable import Pictures
import Testing

/// Of a picture its pixels stay, and nothing else.
@Suite struct PictureTests {
    private func remade(_ name: String) throws -> RemadePicture {
        try Picture.remade(Fixture.bytes("Pictures/" + name), limits: PictureLimits())
    }

    @Test(arguments: ["camera.jpg", "camera.heic", "clear.png", "opaque.png", "turned-6.jpg"])
    func `what tells place, time, person or device is gone`(_ name: String) throws {
        let sent = try Fixture.bytes("Pictures/" + name)
        // So that this test could fail.
        #expect(["Secret", "Exif", "xmp"].contains { sent.firstPlace($0) != nil })
        let made = try remade(name)
        for bytes in [made.bytes, made.thumbnail] {
            for word in ["Secret", "Exif", "xmp", "http", "Photoshop", "ICC_PROFILE", "2026", "MM\u{0}*", "II*\u{0}"] {
                #expect(bytes.firstPlace(word) == nil, "\(word)")
            }
            let names = try Segments.names(bytes)
            #expect(names.isSubset(of: Segments.plain), "\(names)")
        }
    }

    @Test(arguments: 2...8)
    func `a picture stands upright however the camera was held`(_ orientation: Int) throws {
        let made = try remade("turned-\(orientation).jpg")
        for bytes in [made.bytes, made.thumbnail] {
            let pixels = try Pixels(bytes)
            #expect((pixels.width, pixels.height) == (96, 64))
            #expect(pixels.shows(Pixels.squares), "\(pixels.quarters)")
        }
        #expect((made.width, made.height) == (96, 64))
    }

    @Test(arguments: ["camera.jpg", "camera.heic", "progressive.jpg", "opaque.png", "palette.png"])
    func `colours stay, and what nothing shows through becomes a JPEG`(_ name: String) throws {
        let made = try remade(name)
        #expect(made.kind == .jpeg)
        #expect(try MediaKind.detect(made.bytes) == .jpeg)
        // Palettes of 216 colours and other profiles come near only.
        let pixels = try Pixels(made.bytes)
        #expect(pixels.shows(Pixels.squares, within: 30), "\(pixels.quarters)")
    }

    @Test func `colours by another profile are seen as they were meant`() throws {
        let sent = try Fixture.bytes("Pictures/p3.jpg")
        // Display P3, as newer telephones write it: its numbers are others for the same colours.
        #expect(try !Pixels(sent).shows(Pixels.squares))
        let pixels = try Pixels(Picture.remade(sent, limits: PictureLimits()).bytes)
        #expect(pixels.shows(Pixels.squares), "\(pixels.quarters)")
    }

    @Test(arguments: ["grey.jpg", "cmyk.jpg"])
    func `grey pictures and those for printing become ordinary ones`(_ name: String) throws {
        let pixels = try Pixels(remade(name).bytes)
        #expect(pixels.channels == 3)
        #expect(pixels.quarters[3].allSatisfy { $0 > 200 })
    }

    @Test func `what something shows through stays a PNG, to the pixel`() throws {
        let made = try remade("clear.png")
        #expect(made.kind == .png)
        let pixels = try Pixels(made.bytes)
        #expect(pixels.quarters == [[0, 0, 0, 0]] + Pixels.squares.dropFirst().map { $0 + [255] })
    }

    @Test func `the small picture is no larger than asked, and never larger than the picture`() throws {
        let sent = try Fixture.bytes("Pictures/camera.jpg")
        let made = try Picture.remade(sent, limits: PictureLimits(thumbnailSide: 30))
        let small = try Pixels(made.thumbnail)
        #expect((small.width, small.height) == (30, 20))
        #expect(small.shows(Pixels.squares))
        let tall = try Picture.remade(Fixture.bytes("Pictures/turned-6.jpg"), limits: PictureLimits(thumbnailSide: 500))
        #expect(try Pixels(tall.thumbnail).width == 96)
    }

    @Test func `pixels are counted before they are unpacked`() throws {
        let bomb = try Fixture.bytes("Pictures/bomb.png")
        let refusal = MediaRefusal.pictureTooLarge(limit: 50_000_000)
        #expect(throws: refusal) { try Picture.remade(bomb, limits: PictureLimits()) }
        let sent = try Fixture.bytes("Pictures/camera.jpg")
        _ = try Picture.remade(sent, limits: PictureLimits(pixels: 96 * 64))
        #expect(throws: MediaRefusal.pictureTooLarge(limit: 96 * 64 - 1)) {
            try Picture.remade(sent, limits: PictureLimits(pixels: 96 * 64 - 1))
        }
        #expect(throws: MediaRefusal.self) { try Picture.remade(sent, limits: PictureLimits(side: 95)) }
    }

    @Test(arguments: ["camera.jpg", "progressive.jpg", "clear.png", "camera.heic"])
    func `a picture that is cut off is refused`(_ name: String) throws {
        let sent = try Fixture.bytes("Pictures/" + name)
        for part in [1, 2, 3] {
            #expect(throws: MediaRefusal.self) {
                try Picture.remade(Array(sent.prefix(sent.count * part / 4)), limits: PictureLimits())
            }
        }
    }

    @Test(arguments: ["camera.jpg", "progressive.jpg", "clear.png", "palette.png", "camera.heic"])
    func `damage is refused or made anew, never worse`(_ name: String) throws {
        var generator = SeededGenerator(7)
        let sent = try Fixture.bytes("Pictures/" + name)
        var refused = 0
        for _ in 0..<120 {
            do throws(MediaRefusal) {
                let made = try Picture.remade(sent.damaged(by: &generator), limits: PictureLimits())
                #expect(made.width * made.height <= 50_000_000)
            } catch {
                refused += 1
            }
        }
        #expect(refused > 20)
    }

    @Test func `only pictures are looked at`() {
        #expect(throws: MediaRefusal.kindNotTaken) { try Picture.remade(Sample.pdf, limits: PictureLimits()) }
        #expect(throws: MediaRefusal.emptyFile) { try Picture.remade([], limits: PictureLimits()) }
    }
}

extension [UInt8] {
    fileprivate func firstPlace(_ text: String) -> Int? {
        let wanted = Array(text.utf8)
        guard count >= wanted.count else { return nil }
        return (0...(count - wanted.count)).first { self[$0...].starts(with: wanted) }
    }
}
