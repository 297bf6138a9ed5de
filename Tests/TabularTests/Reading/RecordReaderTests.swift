import Foundation
import Glibc
import Testing

@testable import Tabular

@Suite struct RecordReaderTests {
    @Test(arguments: [
        ("a.csv", "[1]\n", SheetKind.csv), ("a.JSON", "{\"a\":1}", .json), ("a.yml", "a: 1", .yaml),
        ("a", "- a: 1", .yaml),
        ("a", "[{\"a\":1}]", .json), ("a", "\u{FEFF}{\"a\":1}", .json), ("a.xls", "a\tb\n", .csv),
        ("a.b/c", "a;b", .csv),
    ])
    func `the kind of a file is found`(name: String, text: String, kind: SheetKind) throws {
        try withTemporaryPath(name.replacing("/", with: "-")) { path in
            let output = try SheetOutput(path: path)
            try output.write(text)
            try output.flush()
            #expect(try RecordReader(.path(path)).kind == kind)
        }
    }

    @Test(arguments: [
        ("a.xlsx", "a,b\n1,2\n", "xlsx_damaged"), ("a.xls", "<html><table>", "unknown_file_kind"),
        ("a", "%PDF-1.4", "unknown_file_kind"), ("a.csv", "", "empty_file"), ("a.yaml", "", "empty_file"),
        ("a.json", "", "empty_file"), ("a.xlsx", "", "empty_file"),
    ])
    func `what is no sheet is refused`(name: String, text: String, code: String) throws {
        try withTemporaryPath(name) { path in
            let output = try SheetOutput(path: path)
            try output.write(text)
            try output.flush()
            let error = #expect(throws: SheetError.self) { try RecordReader(.path(path)) }
            #expect(error?.code == code)
        }
    }

    @Test func `files that cannot be read are told apart`() throws {
        #expect(throws: SheetError.fileNotFound(path: "/no/such")) { try RecordReader(.path("/no/such")) }
        #expect(throws: SheetError.fileNotFound(path: "a\u{0}b")) { try RecordReader(.path("a\u{0}b")) }
        let error = #expect(throws: SheetError.self) { try RecordReader(.path("/")) }
        #expect(error?.code == "file_unreadable")
    }

    @Test func `old workbooks and encrypted ones are refused with what to do`() throws {
        var old: [UInt8] = [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1] + [UInt8](repeating: 0, count: 504)
        old[30] = 9
        old[49] = 1
        #expect(throws: SheetError.xlsNotSupported) { try read(.bytes(old)) }
        let name = "EncryptedPackage".utf8.flatMap { [$0, UInt8(0)] }
        #expect(throws: SheetError.fileEncrypted) { try read(.bytes(old + name)) }
        // The directory may stand far behind: in sector 256, as bytes 48 to 51 say.
        let far = old + [UInt8](repeating: 0, count: 256 * 512) + name
        try withTemporaryPath("a.xlsx") { path in
            let output = try SheetOutput(path: path)
            try output.write(far)
            try output.flush()
            #expect(throws: SheetError.fileEncrypted) { try read(.path(path)) }
        }
    }

    @Test func `a title above the headings is passed over where the fields are known`() throws {
        let fields = [FieldSpec("name", headings: ["姓名"]), FieldSpec("phone", headings: ["电话"])]
        let text = "\n某某社区居民登记表\n填表日期：2026-02-13\n姓名\t电话\n甲一\t1\n"
        let contents = try read(text: text, nil, ReadOptions(fields: fields))
        #expect(contents.header == ["姓名", "电话"])
        #expect(contents.rows == [["甲一", "1"]])
        #expect(contents.numbers == [5])
    }

    @Test func `progress goes from nothing to all`() throws {
        let text = "a,b\n" + String(repeating: "1,2\n", count: 100_000)
        let reader = try RecordReader(.bytes(Array(text.utf8)))
        var last = 0.0
        while try reader.next() != nil {
            let fraction = reader.progress.fraction ?? -1
            #expect(fraction >= last)
            last = fraction
        }
        #expect(reader.progress.fraction == 1)
    }

    @Test func `what came through a pipe is read twice`() throws {
        let pipe = try ByteReader(.bytes(bytes(of: fixture("openpyxl.xlsx"))))
        _ = try pipe.peek(100)
        let input = SheetInput.spooled(try SpooledInput(pipe, limit: 10_000))
        let expected = try read(.path(fixture("openpyxl.xlsx")))
        #expect(try read(input) == expected)
        #expect(try read(input) == expected)
        let again = try ByteReader(.path(fixture("openpyxl.xlsx")))
        #expect(throws: SheetError.fileTooLarge(limit: 1000)) { try SpooledInput(again, limit: 1000) }
    }

    @Test func `a pipe with a name is read like a file`() throws {
        let whole = try bytes(of: fixture("openpyxl.xlsx"))
        try withTemporaryPath("a.xlsx") { path in
            #expect(mkfifo(path, 0o600) == 0)
            Thread.detachNewThread {
                let descriptor = open(path, O_WRONLY)
                _ = write(descriptor, whole, whole.count)
                close(descriptor)
            }
            let contents: Contents = try read(.path(path))
            #expect(contents.rows.count == 3)
        }
    }
}
