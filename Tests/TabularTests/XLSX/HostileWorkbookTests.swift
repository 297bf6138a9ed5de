import Tabular
import TestSupport
import Testing

@Suite struct HostileWorkbookTests {
    @Test func `a sheet that unpacks without measure is refused`() throws {
        #expect(throws: SheetError.zipBomb) { try read(.path(fixture("bomb.xlsx"))) }
        var options = ReadOptions()
        options.limits.unpackedBytes = 100
        #expect(throws: SheetError.zipBomb) { try read(.path(fixture("openpyxl.xlsx")), options) }
    }

    @Test func `a document type is refused, and its entities with it`() {
        var workbook = Workbook(rows: "")
        workbook.sheet = """
            <!DOCTYPE lolz [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>
            <worksheet><sheetData><row><c><v>&b;</v></c></row></sheetData></worksheet>
            """
        #expect(throws: SheetError.doctypeRefused) { try read(.bytes(workbook.bytes)) }
    }

    @Test func `broken XML is refused with the place`() {
        let workbook = Workbook(rows: inlineRow("a") + "<row><c></row>")
        let error = #expect(throws: SheetError.self) { try read(.bytes(workbook.bytes)) }
        #expect(error?.code == "xlsx_damaged")
        #expect(error?.message(.en).contains("sheet1.xml, line 2") == true)
    }

    @Test func `elements nested without end and endless tokens are refused`() {
        let deep = Workbook(rows: inlineRow("a") + String(repeating: "<x>", count: 300))
        let long = Workbook(rows: inlineRow("a") + "<row x=\"" + String(repeating: "y", count: 3 << 20) + "\"/>")
        for workbook in [deep, long] {
            let error = #expect(throws: SheetError.self) { try read(.bytes(workbook.bytes)) }
            #expect(error?.code == "xlsx_damaged")
        }
    }

    @Test func `too many shared texts are refused`() {
        var workbook = Workbook(rows: inlineRow("a"))
        workbook.shared = String(repeating: "<si><t>文文文</t></si>", count: 1000)
        var options = ReadOptions()
        options.limits.sharedTextBytes = 5000
        #expect(throws: SheetError.fileTooLarge(limit: 5000)) { try read(.bytes(workbook.bytes), options) }
    }

    @Test func `external links are not followed`() {
        var workbook = Workbook(rows: inlineRow("a"))
        workbook.sheets = #"<sheet name="外" sheetId="1" r:id="rId9"/>"#
        workbook.extraRelationships = """
            <Relationship Id="rId9" TargetMode="External" Type="http://x/worksheet" Target="file:///etc/passwd"/>
            """
        #expect(throws: SheetError.sheetNotFound(name: "", available: ["外"])) { try read(.bytes(workbook.bytes)) }
    }

    @Test(arguments: Array(stride(from: 30, to: 5800, by: 411)))
    func `a workbook cut short is refused`(length: Int) throws {
        let whole = try bytes(of: fixture("openpyxl.xlsx"))
        let error = #expect(throws: SheetError.self) { try read(.bytes(Array(whole.prefix(length)))) }
        #expect(error?.code == "xlsx_damaged")
    }

    @Test func `a zip that is no workbook is refused`() {
        #expect(throws: SheetError.unknownFileKind) { try read(.bytes(StoredZip(["a.txt": "x"]).bytes)) }
        let document = StoredZip(["xl/workbook.xml": "<document/>"])
        #expect(throws: SheetError.unknownFileKind) { try read(.bytes(document.bytes)) }
    }

    @Test(arguments: PropertyRuns.seeds(1...60))
    func `damaged bytes neither crash nor hang the reader`(seed: UInt64) throws {
        var random = SplitMix(seed)
        var damaged = try bytes(of: fixture(seed % 2 == 0 ? "openpyxl.xlsx" : "xlsxwriter.xlsx"))
        for _ in 0..<Int.random(in: 1...20, using: &random) {
            damaged[Int.random(in: 0..<damaged.count, using: &random)] = UInt8.random(in: 0...255, using: &random)
        }
        _ = try? read(.bytes(damaged))
    }

    @Test(arguments: PropertyRuns.seeds(1...60))
    func `damaged XML neither crashes nor hangs the reader`(seed: UInt64) {
        var random = SplitMix(seed)
        let pieces = [
            "<row>", "</row>", "<c>", "</c>", "<v>1</v>", "<c t=\"s\">", "<c r=\"B9\" s=\"-1\">", "<row r=\"-5\">",
            "<is>",
            "</is>", "<t>x", "</t>", "<f/>", "<rPh>", "</rPh>", "<c t=\"e\"/>", "<row r=\"99999999999999999999\"/>",
            "<row r=\"9223372036854775807\"/>", "<c><v>1e-9223372036854775808</v></c>", "<c s=\"1\"><v>nan</v></c>",
        ]
        let rows = (0..<200).map { _ in pieces.randomElement(using: &random) ?? "" }.joined()
        var workbook = Workbook(rows: "")
        workbook.sheet = "<sheetData>" + inlineRow("a") + rows
        _ = try? read(.bytes(workbook.bytes))
    }
}
