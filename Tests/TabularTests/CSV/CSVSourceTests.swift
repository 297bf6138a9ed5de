import Tabular
import Testing

@Suite struct CSVSourceTests {
    @Test(arguments: ["\n", "\r\n", "\r"])
    func `every line break ends a row, and stays in quotes`(lineBreak: String) throws {
        let contents = try read(text: "a,b\n1,\"x\ny\"\n\"2\"\"3\",\n".replacing("\n", with: lineBreak))
        #expect(contents.header == ["a", "b"])
        #expect(contents.rows == [["1", "x\(lineBreak)y"], ["2\"3", ""]])
        #expect(contents.numbers == [2, 4])
    }

    @Test(arguments: [",", ";", "\t"])
    func `the separator is found in the headings`(separator: String) throws {
        let text = "居民（户\"x\"）".replacing("\"", with: "") + "|b|c\n1|2|3\n"
        let contents = try read(text: text.replacing("|", with: separator))
        #expect(contents.rows == [["1", "2", "3"]])
    }

    @Test func `separators in quoted headings do not count`() throws {
        let contents = try read(text: "\"a,b,c,d\";e\n1;2\n")
        #expect(contents.header == ["a,b,c,d", "e"])
    }

    @Test func `what Excel says of the separator is believed`() throws {
        #expect(try read(text: "sep=|\r\na|b,c\r\n1|2\r\n").rows == [["1", "2"]])
    }

    @Test func `a stray quotation mark costs its line only`() throws {
        let contents = try read(text: "a,b\n1,x\n2,y\"z\n3,\"q\"r\n4,w\n")
        #expect(contents.rows == [["1", "x"], ["4", "w"]])
        #expect(contents.bad == ["3:csv_broken_quote", "4:csv_broken_quote"])
    }

    @Test func `an open quotation mark does not swallow the file`() throws {
        let good = (1...200).map { "\($0),x\n" }.joined()
        var options = ReadOptions()
        options.limits.recordBytes = 500
        let contents = try read(text: "a,b\n1,\"open\n" + good + "9,\"last", nil, options)
        #expect(contents.rows.count == 200)
        #expect(contents.bad == ["2:csv_unterminated_quote", "203:csv_unterminated_quote"])
    }

    @Test func `a record over the limit is passed over, however long`() throws {
        var options = ReadOptions()
        options.limits.recordBytes = 1000
        options.chunkSize = 64
        let long = String(repeating: "x", count: 5000)
        let contents = try read(text: "a,b\n1,\(long)\r\n2,y\r\n", nil, options)
        #expect(contents.rows == [["2", "y"]])
        #expect(contents.bad == ["2:record_too_long"])
        #expect(contents.numbers == [3])
    }

    @Test func `rows are filled up, and refused when they have more cells than headings`() throws {
        let contents = try read(text: "a,b\n1\n1,2,,\n1,2,3\n,,\n\n1,2\n")
        #expect(contents.rows == [["1", ""], ["1", "2"], ["1", "2"]])
        #expect(contents.bad == ["4:too_many_cells"])
        #expect(contents.numbers == [2, 3, 7])
    }

    @Test func `NUL and over-long cells are refused by row`() throws {
        var options = ReadOptions()
        options.limits.cellCharacters = 5
        let contents = try read(text: "a,b\n1,x\u{0}y\n2,居民居民居\n3,居民居民居民\n", nil, options)
        #expect(contents.rows == [["2", "居民居民居"]])
        #expect(contents.bad == ["2:text_has_nul", "4:cell_too_long"])
    }

    @Test func `invalid text after a valid beginning is a bad row`() throws {
        let text = Array("a,b\n1,居民\n2,".utf8) + [0xFF, 0xFE] + Array("\n3,楼\n".utf8)
        let contents = try read(.bytes(text))
        #expect(contents.rows == [["1", "居民"], ["3", "楼"]])
        #expect(contents.bad == ["3:bad_encoding"])
    }

    @Test func `a bad row keeps its text to be written back`() throws {
        let reader = try RecordReader(.bytes(Array("a,b\n1,y\"z\n".utf8)))
        let element = try reader.next()
        let expected = BadRow(number: 2, error: .brokenQuote(column: 2), cells: ["1,y\"z"])
        #expect(element == .bad(expected))
    }

    @Test func `broken headings refuse the file`() {
        #expect(throws: SheetError.brokenQuote(column: 1)) { try read(text: "a\"b,c\n1,2\n") }
        #expect(throws: SheetError.emptyFile) { try read(text: "\n \n,,\n") }
        #expect(throws: SheetError.emptyFile) { try read(text: "") }
    }

    @Test func `headings alone are a sheet without rows`() throws {
        #expect(try read(text: "a,b") == Contents(header: ["a", "b"]))
    }
}
