import Foundation
import Tabular
import Testing

/// Each runs in a process of its own, for the peak of memory is the process's, and other tests run beside it.
@Suite(.serialized) struct MemoryTests {
    private static let headings = ["编号", "标题", "内容"]
    private static let allowance = 24_000_000

    /// The peak of the process's memory so far, in bytes.
    private static func peak() throws -> Int {
        let status = try String(contentsOfFile: "/proc/self/status", encoding: .utf8)
        let line = try #require(status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") })
        return try #require(Int(line.filter(\.isNumber))) * 1024
    }

    /// Writes so many rows and reads them back; gives the bytes read, and by how much the peak of memory grew.
    private static func roundTrip(
        _ name: String,
        rows: Int,
        _ makeWriter: (SheetOutput) throws -> any SheetWriter
    ) throws -> (bytes: Int, growth: Int) {
        try withTemporaryPath(name) { path in
            let before = try peak()
            let writer = try makeWriter(SheetOutput(path: path))
            let text = String(repeating: "楼道照明损坏，请维修。", count: 30)
            for number in 1...rows { try writer.write(["\(number)", "标题\n\(number)", text]) }
            try writer.finish()
            let reader = try RecordReader(.path(path))
            var count = 0
            while case .row(let row) = try reader.next() {
                count += 1
                if count == rows { #expect(row.cells == ["\(rows)", "标题\n\(rows)", text]) }
            }
            #expect(count == rows)
            return (reader.progress.done, try peak() - before)
        }
    }

    @Test func `a large CSV is written and read in bounded memory`() async {
        await #expect(processExitsWith: .success) {
            let result = try Self.roundTrip("large.csv", rows: 50_000) { try CSVWriter($0, headings: Self.headings) }
            #expect(result.bytes > 50_000_000)
            #expect(result.growth < Self.allowance)
        }
    }

    @Test func `a large workbook is written and read in bounded memory`() async {
        await #expect(processExitsWith: .success) {
            let result = try Self.roundTrip("large.xlsx", rows: 40_000) { output in
                try XLSXWriter(output, sheet: "工单", headings: Self.headings)
            }
            #expect(result.bytes > 40_000_000)
            #expect(result.growth < Self.allowance)
        }
    }

    @Test func `a large JSON array is written and read in bounded memory`() async {
        await #expect(processExitsWith: .success) {
            let result = try Self.roundTrip("large.json", rows: 30_000) { output in
                JSONRowWriter(output, headings: Self.headings, layout: .array)
            }
            #expect(result.bytes > 30_000_000)
            #expect(result.growth < Self.allowance)
        }
    }
}
