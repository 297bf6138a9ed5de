import Tabular
import Testing

@Suite struct ColumnMapTests {
    private static let fields = [
        FieldSpec("name", headings: ["姓名", "名字"], aliases: ["full name"], isRequired: true),
        FieldSpec("phone", headings: ["手机号", "电话"], aliases: ["mobile"], isRequired: true),
        FieldSpec("unit_id", headings: ["单位编号"]),
        FieldSpec("office", headings: ["电话（办公）"]),
    ]

    private func map(_ names: [String]) throws(SheetError) -> ColumnMap {
        try ColumnMap(SheetHeader(number: 1, names: names), fields: Self.fields)
    }

    @Test(arguments: [
        ["姓名", "手机号"], [" 姓 名 ", "手机号（必填）"], ["*姓名", "手机号*"], ["姓\n名【必填】", "手机号："], ["Name", "PHONE"],
        ["ＦＵＬＬ　Ｎａｍｅ", "Mobile"], ["名字(身份证上的)", "电话[11位]"], ["full_name", "电话"],
    ])
    func `headings match whatever their form`(names: [String]) throws {
        let columns = try map(names)
        #expect(columns.index(of: "name") == 0)
        #expect(columns.index(of: "phone") == 1)
        #expect(columns.unknown.isEmpty)
    }

    @Test func `a heading whose note is part of it is another column`() throws {
        let columns = try map(["姓名（必填）", "电话(办公)（必填）", "电话[必填]"])
        #expect(columns.index(of: "office") == 1)
        #expect(columns.index(of: "phone") == 2)
    }

    @Test func `all missing columns are listed at once`() {
        #expect(throws: SheetError.missingColumns(["姓名", "手机号"])) { try map(["单位编号"]) }
    }

    @Test(arguments: [["姓名", "手机号", "姓 名"], ["姓名", "手机号", "电话"], ["姓名", "手机号", "杂", "杂"]])
    func `a column that occurs twice is refused`(names: [String]) {
        let error = #expect(throws: SheetError.self) { try map(names) }
        #expect(error?.code == "duplicate_column")
    }

    @Test func `headings that mean nothing are reported`() throws {
        #expect(try map(["姓名", "", "手机号", "爱好", "", "错误"]).unknown == ["#2", "爱好", "#5"])
    }

    @Test func `cells are found and trimmed`() throws {
        let columns = try map(["手机号", "姓名"])
        let row = SheetRow(number: 2, cells: ["　13800000001\u{200B} ", " "])
        #expect(columns.cell(row, "phone") == "13800000001")
        #expect(columns.value(row, "name") == nil)
        #expect(columns.value(row, "unit_id") == nil)
        #expect(columns.has("unit_id") == false)
        #expect(columns.cell(SheetRow(number: 3, cells: []), "phone") == "")
    }
}
