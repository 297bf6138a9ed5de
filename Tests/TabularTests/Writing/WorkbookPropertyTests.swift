import Tabular
import TestSupport
import Testing

@Suite struct WorkbookPropertyTests {
    @Test(arguments: PropertyRuns.seeds(1...20))
    func `what is written as a workbook is read back`(seed: UInt64) throws {
        var random = SplitMix(seed)
        let pieces = [
            "a", ",", "\"", "\n", "\r\n", "\r", "居民", " ", "=1", "😀", "é", "0", "<&>", "\u{1}", "\u{1F}", "_x0041_",
            "_x",
            "]]>", "\t", "1E5", "\u{7F}", "\u{85}", "\u{2028}", "\u{FFFD}", "_x005F_", "_x00", "0041", "_",
        ]
        let rows = (0..<40).map { _ in
            (0..<4).map { _ in
                (0..<Int.random(in: 0...5, using: &random)).map { _ in pieces.randomElement(using: &random) ?? "" }
                    .joined()
            }
        }
        try withTemporaryPath("a.xlsx") { path in
            let writer = try XLSXWriter(SheetOutput(path: path), sheet: "a", headings: ["a", "b", "c", "d"])
            for row in rows { try writer.write(row) }
            try writer.finish()
            let contents = try read(.path(path))
            #expect(contents.rows == rows.filter { $0.contains { !$0.trimmed.isEmpty } })
            #expect(contents.bad.isEmpty)
        }
    }

    @Test func `what XML cannot hold is replaced`() throws {
        try withTemporaryPath("a.xlsx") { path in
            let writer = try XLSXWriter(SheetOutput(path: path), sheet: "a", headings: ["a"])
            try writer.write(["x\u{FFFE}y\u{FFFF}"])
            try writer.finish()
            #expect(try read(.path(path)).rows == [["x\u{FFFD}y\u{FFFD}"]])
        }
    }
}
