import Foundation
import Media
import Testing

/// A picture is looked at in another process, and what breaks it breaks nothing here.
@Suite struct PictureMakerTests {
    private func path(_ name: String) -> String {
        Bundle.module.bundleURL.appending(path: "Fixtures/Pictures/" + name).path
    }

    @Test func `many at once come back as they would alone`() async throws {
        let maker = PictureMaker()
        let names = ["camera.jpg", "camera.heic", "clear.png", "turned-6.jpg", "progressive.jpg"]
        try await withThrowingTaskGroup { group in
            for name in names + names {
                group.addTask { (name, try await maker.remake(path: path(name))) }
            }
            for try await (name, made) in group {
                #expect((made.width, made.height) == (96, 64))
                #expect(made.kind == (name == "clear.png" ? .png : .jpeg))
                #expect(try Pixels(made.bytes).width == 96)
            }
        }
    }

    @Test func `its refusals come through`() async throws {
        let maker = PictureMaker()
        await #expect(throws: MediaRefusal.pictureTooLarge(limit: 50_000_000)) {
            try await maker.remake(path: path("bomb.png"))
        }
        await #expect(throws: MediaRefusal.pictureDamaged) { try await maker.remake(path: #filePath) }
        await #expect(throws: MediaRefusal.folderDenied(errno: ENOENT)) { try await maker.remake(path: "/nowhere/x") }
    }

    @Test func `a process that dies, lies or finds no memory is a refusal`() async throws {
        for program in ["/bin/false", "/bin/true", "/bin/cat"] {
            let maker = PictureMaker(program: program)
            await #expect(throws: MediaRefusal.pictureDamaged, "\(program)") {
                try await maker.remake(path: path("camera.jpg"))
            }
        }
        let starved = PictureMaker(limits: PictureLimits(memoryBytes: 64 << 20))
        await #expect(throws: MediaRefusal.pictureDamaged) { try await starved.remake(path: path("camera.jpg")) }
        await #expect(throws: MediaRefusal.picturesUnavailable) {
            try await PictureMaker(program: "/nowhere/whistle-picture").remake(path: path("camera.jpg"))
        }
    }

    @Test func `one that takes too long is ended`() async throws {
        // `yes` writes without end: too much or too long, whichever comes first.
        let endless = PictureMaker(program: "/usr/bin/yes", limits: PictureLimits(seconds: 1))
        await #expect(throws: MediaRefusal.pictureDamaged) { try await endless.remake(path: path("camera.jpg")) }
        // This one closes its output and stays. It was not just written: somebody else's child might still have it open.
        let stays = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "Fixtures/Programs/stays")
        let staying = PictureMaker(program: stays.path, limits: PictureLimits(seconds: 1))
        let begin = ContinuousClock.now
        await #expect(throws: MediaRefusal.pictureDamaged) { try await staying.remake(path: path("camera.jpg")) }
        #expect(ContinuousClock.now - begin < .seconds(60))
    }

    @Test func `more than may wait are refused at once`() async throws {
        let maker = PictureMaker(width: 1, waiting: 1)
        let outcomes = await withTaskGroup { group in
            for _ in 0..<8 {
                group.addTask { () -> String in
                    do {
                        return try await maker.remake(path: path("camera.jpg")).kind.rawValue
                    } catch {
                        return (error as? MediaRefusal)?.code ?? "other"
                    }
                }
            }
            return await group.reduce(into: [String: Int]()) { $0[$1, default: 0] += 1 }
        }
        #expect(Set(outcomes.keys) == ["jpeg", "pictures_busy"])
        #expect((outcomes["jpeg"] ?? 0) >= 2)
    }

    @Test func `a reply is read as it was written, and nothing else is`() throws {
        let jpeg = try [UInt8](Data(contentsOf: URL(filePath: path("progressive.jpg"))))
        let made = RemadePicture(kind: .jpeg, width: 96, height: 64, bytes: jpeg, thumbnail: jpeg)
        let limits = PictureLimits()
        for reply in [PictureReply.made(made), .tooLarge, .damaged] {
            #expect(PictureReply(bytes: reply.bytes, limits: limits) == reply)
            #expect(PictureReply(bytes: reply.bytes.dropLast(), limits: limits) == nil)
        }
        var false1 = made
        false1.bytes = Array("<script>".utf8)
        #expect(PictureReply(bytes: PictureReply.made(false1).bytes, limits: limits) == nil)
        #expect(PictureReply(bytes: PictureReply.made(made).bytes, limits: PictureLimits(side: 95)) == nil)
    }
}
