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
        throw Spawn.Failed(reason: "there was no end of the room")
    }
}
