import Tabular
import TestSupport
import Testing

@Suite struct CSVPropertyTests {
    @Test(arguments: PropertyRuns.seeds(1...40))
    func `what is written is read back`(seed: UInt64) throws {
        var random = SplitMix(seed)
        let width = Int.random(in: 1...6, using: &random)
        let headings = (0..<width).map { "h\($0)" }
        let rows = (0..<30).map { _ in (0..<width).map { _ in Self.cell(&random) } }
        try withTemporaryPath("a.csv") { path in
            let writer = try CSVWriter(
                SheetOutput(path: path),
                headings: headings,
                options: .init(hasMark: seed % 2 == 0)
            )
            for row in rows { try writer.write(row) }
            try writer.finish()
            let kept = rows.filter { $0.contains { !$0.trimmed.isEmpty } && !$0[0].hasPrefix("#note") }
            let contents = try read(.path(path))
            #expect(contents.rows == kept)
            #expect(contents.bad.isEmpty)
        }
    }

    @Test(arguments: PropertyRuns.seeds(1...40))
    func `the size of the chunks makes no difference`(seed: UInt64) throws {
        var random = SplitMix(seed)
        let pieces = ["a", ",", "\"", "\n", "\r\n", "\r", "居", "", "\"\"", ";", "\u{0}", "长长长长长长长长"]
        let body = (0..<120).map { _ in pieces.randomElement(using: &random) ?? "" }.joined()
        let encoded = Array(("甲,乙\n" + body).utf8)
        var whole = ReadOptions()
        whole.limits.recordBytes = 60
        whole.kind = .csv
        var single = whole
        single.chunkSize = 1
        #expect(try read(.bytes(encoded), single) == read(.bytes(encoded), whole))
    }

    private static func cell(_ random: inout SplitMix) -> String {
        let pieces = ["a", ",", "\"", "\n", "\r\n", "\r", "居民", " ", "；", ";", "\t", "'", "=1", "😀", "é", "0"]
        return (0..<Int.random(in: 0...6, using: &random)).map { _ in pieces.randomElement(using: &random) ?? "" }
            .joined()
    }
}
