import Foundation
import Glibc
import TestSupport
import Testing

/// `whistle up` on a disk that is full.
@Suite struct FullDiskTests {
    @Test(.enabled(if: SmallDisk.isPossible, "skipped: a small disk of one's own takes root and unshare"))
    func `a disk that is full is told in words, harms nothing, and works again with room`() async throws {
        try await Workplace.with { workplace in
            let disk = try await SmallDisk(at: workplace.folder.appending(path: "var"), in: workplace, megabytes: 8)
            defer { disk.remove() }
            let workplace = disk.workplace
            // Too small for a cluster, then for a database.
            for (megabytes, zh) in [(8, false), (8, true), (45, false)] {
                try await disk.resize(megabytes)
                let up = try await workplace.run(["up"], zh: zh)
                #expect(up.complains("disk_full", 73), "\(up)")
                #expect(up.errors.contains(zh ? "磁盘已满" : "the disk is full"), "\(up)")
            }
            try await disk.resize(300)
            try await City.with(in: workplace) { city in
                try await disk.fill()
                let full = try await Self.fileUntilFull(city)
                #expect(full.complains("disk_full", 73), "\(full)")
                #expect(full.errors.contains("nothing was written; make room"), "\(full)")
                let before = try await city.expect("tickets", "--json").lines.count
                try await disk.empty()
                _ = try await city.file(text: "又有地方了")
                let after = try await city.expect("tickets", "--json").lines.count
                #expect(after == before + 1)
                try await city.expect("verify")
            }
        }
    }

    @Test(.enabled(if: SmallDisk.isPossible && Curl.isThere, "skipped: takes root, unshare and curl"))
    func `a full disk of attachments refuses files by name, and matters go on`() async throws {
        try await Workplace.with { workplace in
            let disk = try await SmallDisk(at: workplace.folder.appending(path: "files"), in: workplace, megabytes: 4)
            defer { disk.remove() }
            let workplace = disk.workplace
            try workplace.write(#"{"whistle": {"media": "files"}}"#, to: "whistle.json")
            let spaces = String(repeating: " ", count: 6_000_000)
            try workplace.write("%PDF-1.7\n\(spaces)\n%%EOF\n", to: "large.pdf")
            try workplace.write("%PDF-1.7\n1 0 obj\n%%EOF\n", to: "small.pdf")
            try await City.with(in: workplace) { city in
                let number = try await city.file()
                let curl = try await Curl(city, as: "zhuyingdispatch1")
                let large = try await curl.send("large.pdf", "small.pdf", to: number)
                #expect(large.output.contains("media_disk_full"), "\(large)")
                #expect(large.output.contains(#""kind":"pdf""#), "the other one is kept: \(large)")
                try await disk.fill()
                let full = try await curl.send("small.pdf", to: number)
                #expect(full.output.contains("media_disk_full"), "\(full)")
                let doctor = try await city.whistle("doctor")
                #expect(doctor.status == 1)
                #expect(doctor.output.contains("the disk for attachments is full"), "\(doctor)")
                _ = try await city.file(text: "没有附件也能上报")
                try await disk.empty()
                #expect(try await curl.send("small.pdf", to: number).output.contains(#""kind":"pdf""#))
                try await city.expect("doctor")
                try await city.expect("verify")
            }
        }
    }

    /// Files long matters, until the last free page of the tables is used up.
    private static func fileUntilFull(_ city: City) async throws -> Outcome {
        for _ in 0..<20 {
            // Words that cannot be compressed.
            let text = String(
                (0..<3_000).map { _ in Character(Unicode.Scalar(UInt16.random(in: 0x4E00...0x9FA5)) ?? "字") }
            )
            let outcome = try await city.whistle(
                "file",
                "--as",
                "zhuyingdispatch1",
                "--place",
                "竹影社区",
                "--category",
                "市容环卫/垃圾清运",
                "--text",
                text
            )
            if outcome.status != 0 { return outcome }
        }
        throw SmallDisk.Refused(why: "there was no end of the room")
    }
}

/// What a person at a terminal sends files with.
private struct Curl {
    private static let path = "/usr/bin/curl"
    private let workplace: Workplace
    private let address: String
    private let token: String

    static var isThere: Bool { FileManager.default.isExecutableFile(atPath: path) }

    /// Finds where the service listens, and gets a token.
    init(_ city: City, as account: String) async throws {
        var workplace = city.workplace
        workplace.program = Self.path
        self.workplace = workplace
        let told = try #require(city.up.errors.firstMatch(of: /the API: (http:\S+)/))
        address = String(told.1)
        let made = try await city.expect(
            "account",
            "token",
            "make",
            account,
            "--title",
            "files",
            "--scope",
            "matters:write"
        )
        token = made.output.trimmingCharacters(in: .whitespacesAndNewlines)
    }

    func send(_ files: String..., to number: String) async throws -> Outcome {
        let form = files.flatMap { ["-F", "files=@\($0)"] }
        let url = "\(address)/api/v1/matters/\(number)/attachments"
        return try await workplace.run(["-s", "-H", "Authorization: Bearer \(token)"] + form + [url])
    }
}
