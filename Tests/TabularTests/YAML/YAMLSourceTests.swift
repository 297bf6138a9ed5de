import Tabular
import Testing

@Suite struct YAMLSourceTests {
    @Test func `a list of maps is rows`() throws {
        let text = """
            # 居民
            - name: 甲一
              phone: 013800000001
              address: {street: 老街, number: 12}
              posts: [网格员, 楼长]
            - name: "乙二"
              day: 2026-02-13
              on: yes
            """
        let contents = try read(text: text, .yaml)
        #expect(contents.header == ["name", "phone", "address.street", "address.number", "posts", "day", "on"])
        #expect(contents.rows[0] == ["甲一", "013800000001", "老街", "12", "网格员;楼长", "", ""])
        #expect(contents.rows[1].suffix(2) == ["2026-02-13", "true"])
        #expect(contents.numbers == [2, 6])
    }

    @Test func `several documents are rows`() throws {
        #expect(try read(text: "---\na: 1\n---\na: 2\n", .yaml).rows == [["1"], ["2"]])
    }

    @Test func `an element that is no map is a bad row`() throws {
        let contents = try read(text: "- a: 1\n- text\n- a: 2\n", .yaml)
        #expect(contents.rows == [["1"], ["2"]])
        #expect(contents.bad == ["2:not_an_object"])
    }

    @Test(arguments: ["- a: [1\n- b", "- a: 'x\n", "- a: 1\n b: 2\n  c", "\t- a: 1"])
    func `broken YAML is refused with its line`(text: String) {
        let error = #expect(throws: SheetError.self) { try read(text: text, .yaml) }
        #expect(error?.code == "yaml_broken")
    }

    @Test func `a key that occurs twice is refused`() {
        let error = #expect(throws: SheetError.self) { try read(text: "- a: 1\n  a: 2\n", .yaml) }
        #expect(error?.code == "duplicate_key")
    }

    @Test func `aliases are followed`() throws {
        let text = "- &base\n  street: 老街\n  city: 城\n- street: 新街\n  other: *base\n"
        let contents = try read(text: text, .yaml)
        #expect(contents.rows[1] == ["新街", "", "老街", "城"])
    }

    @Test func `aliases that grow without end are refused`() {
        var text = "- a: &a0 [x, x, x, x, x, x, x, x, x]\n"
        for level in 1...12 {
            let list = repeatElement("*a\(level - 1)", count: 9).joined(separator: ", ")
            text += "  b\(level): &a\(level) [\(list)]\n"
        }
        #expect(throws: SheetError.tooComplex) { try read(text: text, .yaml) }
        #expect(throws: SheetError.tooComplex) { try read(text: text + "  ? [*a12, 1]\n  : x\n", .yaml) }
        #expect(throws: SheetError.tooComplex) { try read(text: text + "  c: {[*a12]: x}\n", .yaml) }
    }

    @Test func `stars and ampersands in texts are no aliases`() throws {
        let text = "- note: see *this* and &that\n  {a: 1}: x\n"
        #expect(try read(text: "- note: see *this* & that\n", .yaml).rows == [["see *this* & that"]])
        #expect(throws: SheetError.notAnObject) { try read(text: text, .yaml) }
    }

    @Test func `nesting without end is refused`() {
        #expect(throws: SheetError.self) { try read(text: String(repeating: "[", count: 100_000), .yaml) }
        #expect(throws: SheetError.self) { try read(text: String(repeating: "- ", count: 50_000) + "a", .yaml) }
        #expect(throws: SheetError.tooComplex) {
            try read(text: "- a: " + String(repeating: "[", count: 500) + String(repeating: "]", count: 500), .yaml)
        }
    }

    @Test func `a document over the limit is refused`() {
        var options = ReadOptions()
        options.limits.documentBytes = 1000
        let text = "- a: " + String(repeating: "x", count: 2000)
        #expect(throws: SheetError.fileTooLarge(limit: 1000)) { try read(text: text, .yaml, options) }
    }
}
