import Testing

@testable import Web

/// What stands in addresses.
@Suite struct QueryTextTests {
    @Test func `names are kept in their order, with all their values`() throws {
        let query = try QueryText("a=1&b=%E7%81%AF+x&a=2&c&=3&&d=%3D%26")
        #expect(query.names == ["a", "b", "c", "", "d"])
        #expect(query["a"] == ["1", "2"])
        #expect(query["b"] == ["灯 x"])
        #expect(query["c"] == [""])
        #expect(query["d"] == ["=&"])
        #expect(query["e"].isEmpty)
    }

    @Test(arguments: ["%", "%4", "%4g", "%FF", "%C3%28", "x%ED%A0%80"])
    func `what is no text is refused`(_ text: String) {
        #expect(QueryText.decoded(text[...]) == nil)
        #expect(throws: ShapeFaults.self) { try QueryText("a=\(text)") }
    }

    @Test func `a plus sign is a blank behind the question mark only`() {
        #expect(QueryText.decoded("C+1") == "C 1")
        #expect(QueryText.decoded("C+1%2B", plusIsBlank: false) == "C+1+")
    }

    @Test func `no more parameters are read than anybody needs`() {
        #expect(throws: ShapeFaults.self) { try QueryText(String(repeating: "a=1&", count: 300)) }
    }
}
