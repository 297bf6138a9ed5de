import Tabular
import Testing

@Suite struct TemplateTests {
    private static let fields = [
        FieldSpec("name", headings: ["姓名"], isRequired: true, note: "身份证上的姓名", example: "甲一"),
        FieldSpec("phone", headings: ["手机号"], note: "十一位, 不带空格", example: "13800000001"),
    ]

    @Test(arguments: SheetKind.allCases)
    func `a template is read as a sheet that has the columns`(kind: SheetKind) throws {
        try withTemporaryPath("a.\(kind.rawValue)") { path in
            try SheetTemplate(title: "居民", fields: Self.fields).write(kind, to: SheetOutput(path: path))
            let reader = try RecordReader(.path(path), options: ReadOptions(fields: Self.fields))
            #expect(reader.kind == kind)
            #expect(try ColumnMap(reader.header, fields: Self.fields).unknown == [])
            let first = try reader.next()
            #expect(first?.cells == (kind == .csv || kind == .xlsx ? nil : ["甲一", "13800000001"]))
        }
    }

    @Test func `a workbook explains its columns on a second sheet`() throws {
        try withTemporaryPath("a.xlsx") { path in
            try SheetTemplate(title: "居民", fields: Self.fields).write(.xlsx, to: SheetOutput(path: path))
            var options = ReadOptions()
            options.sheet = "填写说明"
            #expect(try read(.path(path), options).rows[0] == ["姓名", "是", "身份证上的姓名", "甲一"])
        }
    }
}

@Suite struct ErrorSheetWriterTests {
    private func sentBack(_ input: SheetInput, kind: SheetKind) throws -> [UInt8] {
        try withTemporaryPath("back") { path in
            var options = ReadOptions()
            options.kind = kind
            let reader = try RecordReader(input, options: options)
            let writer = try ErrorSheetWriter(reader.kind, header: reader.header, to: SheetOutput(path: path))
            while let element = try reader.next() {
                switch element {
                case .row(let row): try writer.write(element, errors: row.cells[0] == "甲" ? ["一", "二"] : [])
                case .bad(let bad): try writer.write(element, errors: [bad.error.message(.zh)])
                }
            }
            try writer.finish()
            return try bytes(of: path)
        }
    }

    @Test(arguments: [SheetKind.csv, .xlsx, .json, .yaml])
    func `rows come back with a column of errors, and once more with one only`(kind: SheetKind) throws {
        let source: [UInt8] =
            switch kind {
            case .csv: Array("姓名,电话\n甲,1\n乙,2\n".utf8)
            case .xlsx: Workbook(rows: inlineRow("姓名", "电话") + inlineRow("甲", "1") + inlineRow("乙", "2")).bytes
            case .json: Array("[{\"姓名\":\"甲\",\"电话\":\"1\"},{\"姓名\":\"乙\",\"电话\":\"2\"}]".utf8)
            case .yaml: Array("- 姓名: 甲\n  电话: 1\n- 姓名: 乙\n  电话: 2\n".utf8)
            }
        let once = try sentBack(.bytes(source), kind: kind)
        let expected = Contents(header: ["姓名", "电话", "错误"], rows: [["甲", "1", "一；二"], ["乙", "2", ""]])
        let twice = try sentBack(.bytes(once), kind: kind)
        for bytes in [once, twice] {
            let contents = try read(.bytes(bytes))
            #expect(contents.header == expected.header)
            #expect(contents.rows == expected.rows)
        }
    }

    @Test func `a bad row comes back as it was, its error in the right column`() throws {
        let back = try sentBack(.bytes(Array("a,b\n1,x\"y\n1,2,3\n".utf8)), kind: .csv)
        let lines = String(decoding: back, as: UTF8.self).split(separator: "\r\n").dropFirst()
        #expect(lines.first == "\"1,x\"\"y\",,第 2 (B) 列的引号有误，引号内的引号应写两遍")
        #expect(lines.last == "1,2,有 3 个单元格，但只有 2 列,3")
    }
}
