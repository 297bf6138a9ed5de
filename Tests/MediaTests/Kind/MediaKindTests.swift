@testable import Media
import Testing

/// A file is what its bytes are.
@Suite struct MediaKindTests {
    private static let png: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0]

    @Test(
        arguments: [
            ([0xFF, 0xD8, 0xFF, 0xE0, 0, 0], .jpeg), (png, .png), (Sample.film("heic", "mif1"), .heic),
            (Sample.film("mif1", "heix"), .heic), (Sample.pdf, .pdf), (Array("\n\n  ".utf8) + Sample.pdf, .pdf),
            (Sample.ofd, .ofd), (Sample.docx, .docx), (Sample.zip(Sample.office + ["xl/workbook.xml"]), .xlsx),
            (Sample.mp3(frames: 3), .mp3), (Sample.id3(200) + Sample.mp3(frames: 1), .mp3),
            (Sample.id3(9) + Sample.id3(3) + [0, 0, 0] + Sample.mp3(frames: 4), .mp3),
            (Sample.film("M4A ", "mp42", "isom"), .m4a), (Sample.film("isom", "avc1"), .mp4),
            (Sample.film("mp42"), .mp4),
            (Sample.film("3gp4"), .mp4), (Sample.amr, .amr),
            (Array("#!AMR-WB\n".utf8) + [0x44] + Array(repeating: 0, count: 60), .amr),
        ] as [([UInt8], MediaKind)]
    )
    func `each kind is told by its content`(_ bytes: [UInt8], _ kind: MediaKind) throws {
        #expect(try MediaKind.detect(bytes) == kind)
    }

    @Test func `a workbook that a program wrote is one`() throws {
        #expect(try MediaKind.detect(Fixture.bytes("book.xlsx")) == .xlsx)
    }

    @Test(arguments: [
        "<!DOCTYPE html><script>", "<html>", "<svg xmlns='http://www.w3.org/2000/svg'/>", "<?xml version='1.0'?><svg/>",
        "#!/bin/sh\n", "#!AMR\necho rm", "MZ\u{90}", "\u{7F}ELF", "GIF89a", "RIFF0000WEBPVP8 ", "BM", "text",
        "%!PS-Adobe",
        "ID3\u{4}\u{0}\u{0}\u{0}\u{0}\u{0}\u{1}<script>", "%PDF-x", "PK\u{3}\u{4}", "{}", "\u{FEFF}<script>",
        "Rar!\u{1A}\u{7}",
    ])
    func `what a browser or a machine could run, and all else, is not taken`(_ text: String) {
        #expect(throws: MediaRefusal.kindNotTaken) { try MediaKind.detect(Array(text.utf8)) }
    }

    @Test(
        arguments: [
            ([], .emptyFile), (Sample.film("avif"), .kindNotTaken), (Sample.film("qt  "), .kindNotTaken),
            (Sample.box("ftyp", Array("isom0000isom".utf8)) + Sample.box("mdat"), .kindNotTaken),
            (Sample.film("isom") + Array("<script>alert(1)</script>".utf8), .kindNotTaken),
            (Sample.mp3(frames: 2), .kindNotTaken), (Sample.zip(["a.txt"]), .kindNotTaken),
            (Sample.zip(["word/document.xml"]), .kindNotTaken), (Array(Sample.docx.dropLast(30)), .kindNotTaken),
            (Sample.zip(Sample.office + ["ppt/presentation.xml"]), .kindNotTaken),
            (Array("<script>alert(1)</script>".utf8) + Sample.pdf, .mixedKinds),
            (Array("#!/bin/sh\n".utf8) + Sample.pdf, .mixedKinds),
            (Sample.pdf + Sample.zip(["a.class"]), .mixedKinds), (Sample.mp3(frames: 3) + Sample.docx, .mixedKinds),
            (Sample.zip(Sample.office + ["word/document.xml", "xl/workbook.xml"]), .mixedKinds),
            (Sample.zip(Sample.office + ["word/document.xml", "META-INF/MANIFEST.MF"]), .mixedKinds),
            ([0x50, 0x4B, 3, 4] + Sample.docx, .mixedKinds),
            (Sample.zip(Sample.office + ["word/document.xml", "word/vbaProject.bin"]), .activeDocument),
            (Sample.zip(Sample.office + ["word/document.xml"], flags: 1), .activeDocument),
            ([0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1] + Sample.wide("EncryptedPackage"), .activeDocument),
            ([0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1, 0, 0], .kindNotTaken),
        ] as [([UInt8], MediaRefusal)]
    )
    func `what is two things, or hides something, is refused`(_ bytes: [UInt8], _ refusal: MediaRefusal) {
        #expect(throws: refusal) { try MediaKind.detect(bytes) }
    }

    @Test func `damage is told or refused, never worse`() throws {
        var generator = SeededGenerator(4)
        let samples = [Sample.docx, Sample.film("isom"), Sample.id3(9) + Sample.mp3(frames: 2), Sample.amr, Sample.pdf]
        var refused = 0
        for turn in 0..<4_000 {
            let bytes = samples[turn % samples.count].damaged(by: &generator)
            do throws(MediaRefusal) {
                _ = try MediaKind.detect(bytes)
            } catch {
                #expect([.emptyFile, .kindNotTaken, .mixedKinds, .activeDocument].contains(error))
                refused += 1
            }
        }
        #expect(refused > 400 && refused < 4_000)
    }

    @Test func `every kind has an ending, a type and a way to be sent`() {
        #expect(Set(MediaKind.allCases.map(\.fileEnding)).count == MediaKind.allCases.count)
        #expect(Set(MediaKind.allCases.map(\.mediaType)).count == MediaKind.allCases.count)
        #expect(MediaKind.allCases.filter(\.isPicture) == [.jpeg, .png, .heic])
        #expect(MediaKind.allCases.filter(\.isShownInline) == [.jpeg, .png, .mp3, .m4a, .mp4])
    }
}
