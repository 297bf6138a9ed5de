import Tabular
import TestSupport
import Testing

@Suite struct FuzzTests {
    @Test(arguments: [SheetKind.csv, .json, .yaml, .xlsx], PropertyRuns.seeds(1...60))
    func `random bytes neither crash nor hang a reader`(kind: SheetKind, seed: UInt64) {
        var random = SplitMix(seed)
        let count = Int.random(in: 0...3000, using: &random)
        var options = ReadOptions()
        options.kind = kind
        options.chunkSize = Int.random(in: 1...200, using: &random)
        _ = try? read(.bytes((0..<count).map { _ in UInt8.random(in: 0...255, using: &random) }), options)
    }

    @Test(arguments: [SheetKind.csv, .json, .yaml], PropertyRuns.seeds(1...80))
    func `random signs neither crash nor hang a reader, in chunks of any size`(kind: SheetKind, seed: UInt64) {
        var random = SplitMix(seed)
        let pieces = [
            "{", "}", "[", "]", "\"", ",", ":", "\n", "\r", "\\", "\\u12", "1", "-", "- ", "? ", "&a ", "*a ", "居", " ",
            "\"a\":", "null", "#", "|", ">", "'", "\t", "\u{0}", "{\"a\":1}", "<<: ", "!!int ", "---\n", "%",
        ]
        let text = (0..<300).map { _ in pieces.randomElement(using: &random) ?? "" }.joined()
        var options = ReadOptions()
        options.kind = kind
        options.limits.recordBytes = 200
        let whole = try? read(text: text, kind, options)
        options.chunkSize = 1
        let single = try? read(text: text, kind, options)
        #expect(whole == single)
    }
}
