import Foundation
import Tabular
import Testing

@Suite(.serialized) struct MemoryTests {
    /// The peak of the process's memory so far, in bytes.
    private func peak() throws -> Int {
        let status = try String(contentsOfFile: "/proc/self/status", encoding: .utf8)
        let line = try #require(status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") })
        return try #require(Int(line.filter(\.isNumber))) * 1024
    }

    @Test func `a large CSV is written and read in bounded memory`() throws {
        try withTemporaryPath("large.csv") { path in
            let writer = try CSVWriter(SheetOutput(path: path), headings: ["编号", "标题", "内容"])
            let text = String(repeating: "楼道照明损坏，请维修。", count: 20)
            let before = try peak()
            for number in 1...60_000 { try writer.write(["\(number)", "标题\n\(number)", text]) }
            try writer.finish()
            let reader = try RecordReader(.path(path))
            var count = 0
            while case .row(let row) = try reader.next() {
                count += 1
                if count == 60_000 { #expect(row.cells == ["60000", "标题\n60000", text]) }
            }
            #expect(count == 60_000)
            #expect(reader.progress.done > 40_000_000)
            #expect(try peak() - before < 40_000_000)
        }
    }

    @Test func `a large workbook is written and read in bounded memory`() throws {
        try withTemporaryPath("large.xlsx") { path in
            let before = try peak()
            let writer = try XLSXWriter(SheetOutput(path: path), sheet: "工单", headings: ["编号", "标题", "内容"])
            let text = String(repeating: "楼道照明损坏，请维修。", count: 30)
            for number in 1...15_000 { try writer.write(["\(number)", "标题\(number)", text]) }
            try writer.finish()
            let reader = try RecordReader(.path(path))
            var count = 0
            while case .row = try reader.next() { count += 1 }
            #expect(count == 15_000)
            #expect((reader.progress.total ?? 0) > 15_000_000)
            #expect(try peak() - before < 40_000_000)
        }
    }

    @Test func `a large JSON array is written and read in bounded memory`() throws {
        try withTemporaryPath("large.json") { path in
            let before = try peak()
            let writer = try JSONRowWriter(SheetOutput(path: path), headings: ["id", "text"], layout: .array)
            let text = String(repeating: "楼道照明损坏。", count: 40)
            for number in 1...15_000 { try writer.write(["\(number)", text]) }
            try writer.finish()
            let reader = try RecordReader(.path(path))
            var count = 0
            while case .row = try reader.next() { count += 1 }
            #expect(count == 15_000)
            #expect(try peak() - before < 40_000_000)
        }
    }
}
