import Foundation
import Testing

/// What must be written down.
@Suite struct DocumentationTests {
    @Test func `what other modules see says what it is`() throws {
        for file in try Repository.files(in: "Sources") {
            for (index, line) in file.lines(with: ["package ", "public "])
            where line.contains(/^\s*(package|public) (?!import|(nonisolated )?init)/) {
                // Attributes, and reasons in plain comments, may stand between.
                let above = file.lines[..<index].last { !$0.contains(/^\s*(@|\/\/(?!\/))/) } ?? ""
                #expect(above.contains("///"), "\(file.path):\(index + 1)")
            }
        }
    }

    @Test func `every module has a page of its own`() throws {
        let programs = ["whistle", "whistle-chaos", "whistle-picture"]
        for target in try Manifest().targets
        where target.folder.hasPrefix("Sources/") && !programs.contains(target.name) {
            let page = Repository.root.appending(path: "\(target.folder)/\(target.name).docc/\(target.name).md")
            let text = try? String(contentsOf: page, encoding: .utf8)
            #expect(text?.hasPrefix("# ``\(target.name)``\n") == true, "\(target.name)")
            #expect(text?.contains("\n## Topics\n") == true, "\(target.name)")
        }
    }

    @Test func `decisions are numbered, short and listed`() throws {
        let folder = Repository.root.appending(path: "docs/decisions")
        let index = try String(contentsOf: folder.appending(path: "README.md"), encoding: .utf8)
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0 != "README.md" }
        for (number, name) in names.sorted().enumerated() {
            #expect(name.hasPrefix(String("000\(number + 1)".suffix(4)) + "-"), "\(name)")
            #expect(index.contains("(\(name))"), "\(name)")
            let text = try String(contentsOf: folder.appending(path: name), encoding: .utf8)
            #expect(text.split(separator: "\n", omittingEmptySubsequences: false).count <= 41, "\(name)")
            #expect(["**What.**", "**Why.**", "**Weighed.**"].allSatisfy { text.contains($0) }, "\(name)")
        }
    }

    @Test func `what is left for later has an issue, and nothing is deprecated`() throws {
        // In two pieces, so that they are not found here.
        let words = ["TO" + "DO", "FIX" + "ME", "@available(*, " + "deprecated"]
        for file in try Repository.files(in: "Sources") + Repository.files(in: "Tests") {
            for (index, line) in file.lines.enumerated() where words.contains(where: { line.contains($0) }) {
                #expect(line.contains(/#\d+/), "\(file.path):\(index + 1)")
            }
        }
    }

    @Test func `every migration says when it may run`() throws {
        let folder = Repository.root.appending(path: "sql/migrations")
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
        #expect(!names.isEmpty)
        for name in names {
            let text = try String(contentsOf: folder.appending(path: name), encoding: .utf8)
            #expect(text.hasPrefix("-- phase: pre\n") || text.hasPrefix("-- phase: post\n"), "\(name)")
        }
    }
}
