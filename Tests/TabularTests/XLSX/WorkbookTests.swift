import Tabular
import Testing

@Suite struct WorkbookTests {
    private static let headings = ["姓名（必填）", "手机号", "身份证号", "出生日期", "登记时间", "户数", "已入住", "备注"]

    @Test func `what openpyxl writes is read, the hidden sheet passed over`() throws {
        let contents = try read(.path(fixture("openpyxl.xlsx")))
        #expect(contents.header == Self.headings)
        #expect(
            contents.rows == [
                [
                    "甲一", "13800000001", "000000200001010011", "2000-01-01", "2026-02-13T16:30:00", "3", "TRUE",
                    "一楼, \"东\"户",
                ],
                [
                    "乙二", "13800000002", "000000199912310022", "1999-12-31", "2026-02-14T08:05:09", "12.5", "FALSE",
                    "两行\n备注",
                ],
                ["丙三", "", "", "", "", "", "", ""],
            ]
        )
        #expect(contents.numbers == [2, 3, 4])
    }

    @Test func `what XlsxWriter writes is read, the title passed over`() throws {
        let fields = [FieldSpec("name", headings: ["姓名"]), FieldSpec("phone", headings: ["手机号"])]
        let contents = try read(.path(fixture("xlsxwriter.xlsx")), ReadOptions(fields: fields))
        #expect(contents.header == Self.headings)
        #expect(contents.rows[0][3...4] == ["2000-01-01", "2026-02-13T16:30:00"])
        #expect(contents.rows[2] == ["丙三", "", "", "", "", "3", "", "常红黑"])
        #expect(contents.numbers == [3, 4, 5])
    }

    @Test func `a sheet is found by name`() throws {
        var options = ReadOptions()
        options.sheet = "参数"
        #expect(try read(.path(fixture("openpyxl.xlsx")), options).header == ["勿动"])
        options.sheet = "没有"
        #expect(throws: SheetError.sheetNotFound(name: "没有", available: ["居民"])) {
            try read(.path(fixture("openpyxl.xlsx")), options)
        }
    }

    @Test(arguments: [1, 7, 100, 65_536])
    func `the size of the chunks makes no difference`(chunk: Int) throws {
        var options = ReadOptions()
        options.chunkSize = chunk
        #expect(try read(.path(fixture("openpyxl.xlsx")), options) == read(.path(fixture("openpyxl.xlsx"))))
        #expect(try read(.bytes(bytes(of: fixture("openpyxl.xlsx"))), options).rows.count == 3)
    }

    @Test func `shared texts are joined of their runs, without their readings`() throws {
        var workbook = Workbook(
            rows: """
                <row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c></row>
                <row r="5" spans="1:2"><c r="B5" t="s"><v>2</v></c></row>
                """
        )
        workbook.shared = """
            <si><t>姓名</t><rPh sb="0" eb="1"><t>ドク</t></rPh><phoneticPr fontId="1"/></si>
            <si><r><rPr><b/></rPr><t>备</t></r><r><t xml:space="preserve">注 </t></r></si>
            <si><t>一_x000D_&#10;二_x005F_x &amp; &lt;三&gt;</t></si>
            """
        let contents = try read(.bytes(workbook.bytes))
        #expect(contents.header == ["姓名", "备注"])
        #expect(contents.rows == [["", "一\r\n二_x & <三>"]])
        #expect(contents.numbers == [5])
    }

    @Test func `what WPS leaves out and writes otherwise is read`() throws {
        var workbook = Workbook(
            rows: """
                \(inlineRow("姓名", "电话"))
                <row><c t="inlineStr"><is><r><t>甲</t></r><r><t>一</t></r></is></c><c><v>1.3800000001E+10</v></c></row>
                <row/><row><c/><c t="str"><f>A1</f><v>文</v></c></row>
                """
        )
        workbook.target = "/xl/worksheets/sheet1.xml"
        workbook.sheets =
            #"<sheet name="图" sheetId="3" r:id="rId3"/><sheet name="隐" sheetId="2" state="veryHidden" r:id="rId2"/>"#
            + workbook.sheets
        let contents = try read(.bytes(workbook.bytes))
        #expect(contents.rows == [["甲一", "13800000001"], ["", "文"]])
        #expect(contents.numbers == [2, 4])
    }

    @Test func `strict namespaces and prefixes are read`() throws {
        var workbook = Workbook(rows: "")
        workbook.namespace = "http://purl.oclc.org/ooxml/spreadsheetml/main"
        workbook.sheet = """
            <?xml version="1.0"?><x:worksheet xmlns:x="\(workbook.namespace)"><x:sheetData><x:row r="1"><x:c r="A1">\
            <x:v>7</x:v></x:c></x:row><x:row r="2"><x:c r="A2" t="d"><x:v>2026-02-13</x:v></x:c></x:row>\
            </x:sheetData></x:worksheet>
            """
        let contents = try read(.bytes(workbook.bytes))
        #expect(contents.header == ["7"])
        #expect(contents.rows == [["2026-02-13"]])
    }

    @Test func `numbers are shown by their formats`() throws {
        var workbook = Workbook(
            rows: inlineRow("a", "b", "c", "d", "e") + """
                <row><c s="1"><v>46066</v></c><c s="2"><v>46066.6875</v></c><c s="3"><v>0.35416666666666669</v></c>\
                <c s="4"><v>123</v></c><c s="9"><v>46066</v></c></row>
                """
        )
        workbook.styles = """
            <numFmts><numFmt numFmtId="176" formatCode="yyyy\\-mm\\-dd\\ hh:mm;@"/><numFmt numFmtId="177" \
            formatCode="000000"/></numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/>\
            <xf numFmtId="31"/><xf numFmtId="176"/><xf numFmtId="20"/><xf numFmtId="177"/></cellXfs>
            """
        let rows = try read(.bytes(workbook.bytes)).rows
        #expect(rows == [["2026-02-13", "2026-02-13T16:30:00", "08:30:00", "000123", "46066"]])
        workbook.properties = #"<workbookPr date1904="1"/>"#
        #expect(try read(.bytes(workbook.bytes)).rows[0][0] == "2030-02-14")
    }

    @Test func `cells that show no value make their rows bad`() throws {
        let workbook = Workbook(
            rows: inlineRow("a", "b") + """
                <row><c t="e"><v>#N/A</v></c></row><row><c><f>1+1</f></c></row><row><c t="s"><v>9</v></c></row>
                <row><c t="b"><v>1</v></c><c><f>1+1</f><v>2</v></c></row><row><c r="ZZZ1"><v>1</v></c></row>
                <row><c r="C1"><v>1</v></c></row><row><c t="inlineStr"><is><t>_x0000_</t></is></c></row>
                """
        )
        let contents = try read(.bytes(workbook.bytes))
        #expect(contents.rows == [["TRUE", "2"]])
        #expect(
            contents.bad == [
                "2:cell_is_error", "3:formula_without_value", "4:xlsx_damaged", "6:too_many_cells", "7:too_many_cells",
                "8:text_has_nul",
            ]
        )
    }

    @Test func `a cell over the limit makes its row bad`() throws {
        var workbook = Workbook(
            rows: inlineRow("a") + inlineRow("居民居民居") + inlineRow("居民居民居民") + "<row><c t=\"s\"><v>0</v></c></row>"
        )
        workbook.shared = "<si><t>\(String(repeating: "长", count: 9000))</t></si>"
        var options = ReadOptions()
        options.limits.cellCharacters = 5
        let contents = try read(.bytes(workbook.bytes), options)
        #expect(contents.rows == [["居民居民居"]])
        #expect(contents.bad == ["3:cell_too_long", "4:cell_too_long"])
    }
}
