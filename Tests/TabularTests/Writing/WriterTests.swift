import Foundation
import Tabular
import Testing

@Suite struct WriterTests {
    private static let rows = [["甲一", "013800000001"], ["a\"b,\nc", "=SUM(A1)"], ["", "x"]]

    private func written(_ name: String, _ body: (SheetOutput) throws -> Void) throws -> [UInt8] {
        try withTemporaryPath(name) { path in
            try body(SheetOutput(path: path))
            return try bytes(of: path)
        }
    }

    @Test func `a CSV has a mark, quotes where needed, and Windows line breaks`() throws {
        let bytes = try written("a.csv") { output in
            let writer = try CSVWriter(output, headings: ["姓名", "电话"])
            for row in Self.rows { try writer.write(row) }
            try writer.finish()
        }
        let text = "\u{FEFF}姓名,电话\r\n甲一,013800000001\r\n\"a\"\"b,\nc\",=SUM(A1)\r\n,x\r\n"
        #expect(String(decoding: bytes, as: UTF8.self) == text)
        #expect(try read(.bytes(bytes)).rows == Self.rows)
    }

    @Test(arguments: [
        ("=1+1", "'=1+1"), ("+86 138", "'+86 138"), ("-5", "-5"), ("-x", "'-x"), ("@a", "'@a"), ("\tx", "'\tx"),
        ("a=1", "a=1"),
        ("＝1", "'＝1"),
    ])
    func `formulas are guarded where that is asked for`(cell: String, expected: String) throws {
        let bytes = try written("a.csv") { output in
            let options = CSVWriter.Options(hasMark: false, guardsFormulas: true)
            let writer = try CSVWriter(output, headings: ["a"], options: options)
            try writer.write([cell])
            try writer.finish()
        }
        #expect(String(decoding: bytes, as: UTF8.self) == "a\r\n\(expected)\r\n")
    }

    @Test(arguments: [JSONStreamWriter.Layout.array, .lines])
    func `rows as JSON are read back`(layout: JSONStreamWriter.Layout) throws {
        let bytes = try written("a.json") { output in
            let writer = JSONRowWriter(output, headings: ["姓名", "电话"], layout: layout)
            for row in Self.rows { try writer.write(row) }
            try writer.finish()
        }
        if layout == .array {
            let decoded = try JSONDecoder().decode([[String: String]].self, from: Data(bytes))
            #expect(decoded.map { $0["电话"] } == Self.rows.map { $0[1] })
        }
        #expect(try read(.bytes(bytes)).rows == Self.rows)
    }

    @Test func `values that encode themselves are streamed`() throws {
        struct Item: Encodable { var url: String }
        let bytes = try written("a.json") { output in
            let stream = JSONStreamWriter(output, layout: .array)
            try stream.write(Item(url: "a/b"))
            try stream.write(SheetValue.list([.null, .text("\u{1}\u{7F}"), .bool(true)]))
            try stream.finish()
        }
        #expect(String(decoding: bytes, as: UTF8.self) == "[\n{\"url\":\"a/b\"},\n[null,\"\\u0001\\u007f\",true]\n]\n")
        let empty = try written("a.json") { try JSONStreamWriter($0, layout: .array).finish() }
        #expect(String(decoding: empty, as: UTF8.self) == "[]\n")
    }

    @Test func `a workbook is read back, and goes on in a second sheet`() throws {
        let bytes = try written("a.xlsx") { output in
            let writer = try XLSXWriter(output, sheet: "工单/2026", headings: ["姓名", "电话"], rowLimit: 3)
            for row in Self.rows { try writer.write(row) }
            try writer.finish()
        }
        #expect(try read(.bytes(bytes)).rows == Array(Self.rows.prefix(2)))
        var options = ReadOptions()
        options.sheet = "工单2026 2"
        #expect(try read(.bytes(bytes), options) == Contents(header: ["姓名", "电话"], rows: [Self.rows[2]], numbers: [2]))
    }

    @Test func `cells that cannot be written are refused`() throws {
        _ = try written("a.xlsx") { output in
            let writer = try XLSXWriter(output, sheet: "a", headings: ["a"])
            #expect(throws: SheetError.textHasNul(column: 1)) { try writer.write(["\u{0}"]) }
            let long = String(repeating: "x", count: 32_768)
            #expect(throws: SheetError.cellTooLong(column: 2, limit: 32_767)) { try writer.write(["", long]) }
        }
        _ = try written("a.csv") { output in
            let writer = try CSVWriter(output, headings: ["a"])
            #expect(throws: SheetError.textHasNul(column: 1)) { try writer.write(["\u{0}"]) }
        }
    }

    @Test func `a full disk is told`() throws {
        let output = try SheetOutput(path: "/dev/full")
        try output.write("x")
        #expect(throws: SheetError.noSpace) { try output.flush() }
        let writer = try XLSXWriter(SheetOutput(path: "/dev/full"), sheet: "a", headings: ["a"])
        #expect(throws: SheetError.noSpace) { try writer.finish() }
        let error = #expect(throws: SheetError.self) { try SheetOutput(path: "/no/such/folder/a.csv") }
        #expect(error?.code == "cannot_write")
    }

    @Test func `what is written can be read by its owner only`() throws {
        try withTemporaryPath("a.csv") { path in
            try CSVWriter(SheetOutput(path: path), headings: ["a"]).finish()
            let attributes = try FileManager.default.attributesOfItem(atPath: path)
            #expect(attributes[.posixPermissions] as? Int == 0o600)
        }
    }
}
