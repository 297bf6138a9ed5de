import Foundation
import Tabular
import TestSupport
import Testing

/// Valid files of every kind, damaged at random: each reader ends soon, names what is wrong, and takes no more memory
/// than its limits say.
@Suite struct MangledFilesTests {
    /// A kind of file: its valid bytes, and what means something in it.
    struct Sample: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let bytes: [UInt8]
        var kind: SheetKind?
        var tokens: [String] = []
    }

    static let rows = (1...40).map { "\($0),楼道照明损坏 \($0),\"第一行\n第二行，\"\"引号\"\"\",1390000\(1000 + $0)" }
    static let csv = "编号,标题,内容,电话\n" + rows.joined(separator: "\n") + "\n"
    static let json =
        "["
        + (1...40).map { "{\"编号\":\($0),\"标题\":\"路灯\\u0041\",\"内容\":[1,null,true,{\"a\":-0}]}" }.joined(
            separator: ",\n"
        ) + "]"
    static let yaml = (1...40).map { "- 编号: \($0)\n  标题: &a\($0) 路灯\n  内容: |\n    两行\n    文字\n  抄: *a\($0)\n" }.joined()
    static let marks = [
        "\"", "\"\"", "\n", "\r\n", "\r", ",", ";", "\t", "\u{FEFF}", "\0", "\u{2028}", "[", "]", "{", "}", ":",
        "\\u12", "\\ud800",
        "- ", "&a ", "*a ", "<<: *a1\n", "!!binary ", "? ", "|\n", ">", "%YAML 9\n", "---\n", "...\n",
        "99999999999999999999",
    ]

    static let samples: [Sample] = [
        Sample(testDescription: "CSV", bytes: Array(csv.utf8), kind: .csv, tokens: marks),
        Sample(testDescription: "CSV found", bytes: Array(csv.utf8), tokens: marks),
        Sample(testDescription: "CSV GBK", bytes: encode(csv, as: "GBK"), kind: .csv, tokens: marks),
        Sample(
            testDescription: "CSV GB18030",
            bytes: encode(csv + "𠮷,㐂,é,ﾃ\n", as: "GB18030"),
            kind: .csv,
            tokens: marks
        ),
        Sample(
            testDescription: "CSV UTF-16",
            bytes: [0xFF, 0xFE] + encode(csv, as: "UTF-16LE"),
            kind: .csv,
            tokens: marks
        ),
        Sample(testDescription: "JSON", bytes: Array(json.utf8), kind: .json, tokens: marks),
        Sample(testDescription: "YAML", bytes: Array(yaml.utf8), kind: .yaml, tokens: marks),
        Sample(
            testDescription: "XLSX of openpyxl",
            bytes: file("openpyxl.xlsx"),
            tokens: ["PK\u{3}\u{4}", "PK\u{1}\u{2}", "PK\u{5}\u{6}"]
        ),
        Sample(
            testDescription: "XLSX of xlsxwriter",
            bytes: file("xlsxwriter.xlsx"),
            kind: .xlsx,
            tokens: ["PK\u{3}\u{4}", "PK\u{5}\u{6}"]
        ),
        Sample(
            testDescription: "XLSX unpacked",
            bytes: Workbook(rows: (0..<30).map { _ in inlineRow("甲", "乙", "1") }.joined()).bytes,
            kind: .xlsx,
            tokens: [
                "<row>", "</row>", "<c t=\"s\"><v>0</v></c>", "<c r=\"ZZZ9\">", "&lt;", "&#0;", "<![CDATA[", "]]>",
                "<!DOCTYPE x>", "<?x?>",
            ]
        ),
    ]

    @Test(.timeLimit(.minutes(10 * PropertyRuns.factor)), arguments: samples, PropertyRuns.seeds(1...12))
    func `a damaged file is read or refused, soon`(sample: Sample, seed: UInt64) throws {
        var mangler = Mangler(seed)
        let clock = ContinuousClock()
        for _ in 0..<5 {
            let damaged = mangler.mangled(sample.bytes, tokens: sample.tokens)
            var options = ReadOptions()
            options.kind = sample.kind
            options.chunkSize = [7, 64, 4_096, 65_536].randomElement(using: &mangler) ?? 64
            let begin = clock.now
            do {
                let contents = try read(.bytes(damaged), options)
                // What comes out is what went in: a text grows by no more than its encoding's, a workbook as it unpacks.
                let size = contents.rows.reduce(0) { $0 + $1.reduce(0) { $0 + $1.utf8.count } }
                #expect(size <= 4_000_000 + 50 * damaged.count, "\(size) from \(damaged.count)")
            } catch {
                #expect(!error.code.isEmpty && !error.message(.zh).isEmpty && !error.message(.en).isEmpty)
            }
            // A hundred times what it takes: only what does not end is meant.
            #expect(begin.duration(to: clock.now) < .seconds(20), "seed \(seed)")
        }
    }

    @Test func `damaged files of every kind are read in bounded memory`() async {
        await #expect(processExitsWith: .success) {
            let before = try Self.peak()
            for (index, sample) in MangledFilesTests.samples.enumerated() {
                var mangler = Mangler(UInt64(9_000 + index))
                for _ in 0..<40 {
                    var options = ReadOptions()
                    options.kind = sample.kind
                    _ = try? read(.bytes(mangler.mangled(sample.bytes, tokens: sample.tokens)), options)
                }
            }
            let growth = try Self.peak() - before
            #expect(growth < 96_000_000, "the peak grew by \(growth) bytes")
        }
    }

    /// The peak of the process's memory so far, in bytes.
    private static func peak() throws -> Int {
        let status = try String(contentsOfFile: "/proc/self/status", encoding: .utf8)
        let line = try #require(status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") })
        return try #require(Int(line.filter(\.isNumber))) * 1024
    }

    private static func file(_ name: String) -> [UInt8] { (try? bytes(of: fixture(name))) ?? [] }
}
