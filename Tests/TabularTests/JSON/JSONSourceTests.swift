import Tabular
import Testing

@Suite struct JSONSourceTests {
    @Test func `an array of objects is rows under the keys`() throws {
        let text = """
            [
              {"name": "甲一", "phone": 13800000001, "ok": true, "note": null},
              {"name": "乙\\u4e8c\\n\\ud83d\\ude00", "extra": "x"}
            ]
            """
        let contents = try read(text: text)
        #expect(contents.header == ["name", "phone", "ok", "note", "extra"])
        #expect(contents.rows == [["甲一", "13800000001", "true", "", ""], ["乙二\n😀", "", "", "", "x"]])
        #expect(contents.numbers == [2, 3])
    }

    @Test func `objects one a line are rows`() throws {
        let contents = try read(text: "{\"a\":1}\n\n{\"a\":2}\r\n{\"a\":\n 3}\n")
        #expect(contents.rows == [["1"], ["2"], ["3"]])
        #expect(contents.numbers == [1, 3, 4])
    }

    @Test func `inner values are flat cells, and whole in the value`() throws {
        let text = #"[{"a":{"b":1,"c":["x","y",2]},"d":[{"e":1}],"long":123456789012345678901234567890}]"#
        let reader = try RecordReader(.bytes(Array(text.utf8)))
        #expect(reader.header.names == ["a.b", "a.c", "d", "long"])
        let element = try reader.next()
        guard case .row(let row) = element else {
            Issue.record("no row")
            return
        }
        #expect(row.cells == ["1", "x;y;2", #"[{"e":1}]"#, "123456789012345678901234567890"])
        #expect(row.value?["d"] == .list([.map([SheetValue.Field("e", .number("1"))])]))
        #expect(row.value?.json == String(text.dropFirst().dropLast()))
    }

    @Test(arguments: [
        ("[{\"a\":1},\n{\"a\":oops},\n{\"a\":3}]", ["2:json_broken"]),
        ("[{\"a\":1},\n{\"a\":\"open},\n{\"a\":3}]", ["2:json_broken"]),
        ("[{\"a\":1},\n17,\n{\"a\":3}]", ["2:not_an_object"]),
        ("[{\"a\":1},\n{\"a\":2,\"a\":2},\n{\"a\":3}]", ["2:duplicate_key"]),
        ("[{\"a\":1},\n{\"a\":\"x\\u0000\"},\n{\"a\":3}]", ["2:text_has_nul"]),
        ("[{\"a\":1},\n{\"a\":01},\n{\"a\":3}]", ["2:json_broken"]),
        ("[{\"a\":1},\n{\"a\":[1},\n{\"a\":3}]", ["2:json_broken"]),
        ("[{\"a\":1},\n{\"a\":3}]\nrest", ["3:json_broken"]),
        ("[{\"a\":1},\n{\"a\":3}\n", ["3:json_broken"]),
        ("{\"a\":1}\n{\"a\":2\n{\"a\":3}\n", ["2:json_broken"]),
        ("[{\"a\":1},\n{\"a\":2\n,\n{\"a\":\"3},\n{\"a\":3}]", ["2:json_broken"]),
        ("[{\n\"a\":1},\n{\n\"a\":\n{\n},\"a\":1},{\"a\":3}]", ["3:duplicate_key"]),
        ("{\"a\":1}\n{\"a\":\"x\n{\"a\":3}\n", ["2:json_broken"]),
        ("{\"a\":1}\nnonsense\n{\"a\":3}\n", ["2:json_broken"]),
    ])
    func `a bad element does not end the reading`(text: String, bad: [String]) throws {
        let contents = try read(text: text, .json)
        #expect(contents.rows == [["1"], ["3"]])
        #expect(contents.bad == bad)
    }

    @Test func `nesting without end is refused`() throws {
        let deep = String(repeating: "[", count: 50_000)
        #expect(try read(text: "{\"a\":1}\n{\"a\":\(deep)\n", .json).bad == ["2:too_complex"])
    }

    @Test func `an element over the limit is refused`() throws {
        var options = ReadOptions()
        options.limits.recordBytes = 100
        options.chunkSize = 16
        let long = "{\"a\":\"\(String(repeating: "x", count: 5000))\"}\n"
        let contents = try read(text: "{\"a\":1}\n" + long + "{\"a\":2}\n", .json, options)
        #expect(contents.rows == [["1"], ["2"]])
        #expect(contents.bad == ["2:record_too_long"])
    }

    @Test func `a key that comes too late is not lost in silence`() throws {
        let early = (1...1000).map { "{\"name\":\"n\($0)\"}\n" }.joined()
        let late = "{\"name\":\"x\",\"电话\":\"1\"}\n"
        #expect(try read(text: early + late).bad == ["1001:unexpected_key"])
        let fields = [FieldSpec("name", headings: ["姓名"]), FieldSpec("phone", headings: ["电话"])]
        let contents = try read(text: early + late, nil, ReadOptions(fields: fields))
        #expect(contents.bad == [])
        #expect(contents.header == ["name", "phone"])
        #expect(contents.rows.last == ["x", "1"])
    }

    @Test func `invalid text is a bad element`() throws {
        let bytes = Array("[{\"a\":\"居民居民居民\"},\n{\"a\":\"".utf8) + [0xFF] + Array("\"}]".utf8)
        let contents = try read(.bytes(bytes))
        #expect(contents.bad == ["2:bad_encoding"])
    }

    @Test func `JSON in GBK is read`() throws {
        #expect(try read(.bytes(encode("[{\"姓名\":\"甲一\"}]", as: "GBK"))).rows == [["甲一"]])
    }

    @Test(arguments: ["[]", "  "])
    func `a list of nothing is an empty file`(text: String) {
        #expect(throws: SheetError.emptyFile) { try read(text: text, .json) }
    }
}
