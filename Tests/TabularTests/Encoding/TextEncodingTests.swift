import Testing

@testable import Tabular

@Suite struct TextEncodingTests {
    private static let text = "姓名,手机号,备注\n甲一,13800000001,\"老城区，㐂 𠮷 €\"\n乙二,13800000002,三楼东户\n"

    @Test(arguments: ["GB18030", "UTF-16LE", "UTF-16BE"], [1, 2, 3, 7, 65_536])
    func `a file in another encoding equals its twin in UTF-8`(encoding: String, chunk: Int) throws {
        let mark: [UInt8] = encoding == "UTF-16LE" ? [0xFF, 0xFE] : encoding == "UTF-16BE" ? [0xFE, 0xFF] : []
        var options = ReadOptions()
        options.chunkSize = chunk
        let twin = try read(text: Self.text)
        #expect(try read(.bytes(mark + encode(Self.text, as: encoding)), options) == twin)
    }

    @Test func `a mark of UTF-8 is dropped`() throws {
        #expect(try read(.bytes([0xEF, 0xBB, 0xBF] + Array(Self.text.utf8))) == read(text: Self.text))
    }

    @Test func `GBK is found where Chinese begins late`() throws {
        let ascii = "id,name\n" + (1...20_000).map { "\($0),abc\n" }.joined()
        let contents = try read(.bytes(Array(ascii.utf8) + encode("99,居民\n", as: "GBK")))
        #expect(contents.rows.last == ["99", "居民"])
        #expect(contents.rows.count == 20_001)
    }

    @Test func `a byte that is no GB18030 spoils its row only`() throws {
        let good = encode("姓名,备注\n甲一,老城区楼道照明损坏\n", as: "GB18030")
        let contents = try read(.bytes(good + [0x41, 0x2C, 0xFF, 0x0A] + encode("乙二,好\n", as: "GB18030")))
        #expect(contents.rows == [["甲一", "老城区楼道照明损坏"], ["乙二", "好"]])
        #expect(contents.bad == ["3:bad_encoding"])
    }

    @Test func `a GB18030 file that ends in half a character has a bad row`() throws {
        let bytes = encode("姓名,备注\n甲一,老城区楼道照明损坏\n乙二,好", as: "GB18030")
        #expect(try read(.bytes(bytes.dropLast())).bad == ["3:bad_encoding"])
    }

    @Test func `one damaged byte does not make UTF-8 into GBK`() {
        var bytes = Array("老城区楼道照明损坏，请尽快派人维修，谢谢大家。".utf8)
        bytes[10] = 0xFF
        #expect(TextEncoding.guess(bytes) == .utf8)
        bytes.remove(at: 10)
        #expect(TextEncoding.guess(bytes) == .utf8)
    }

    @Test func `a window that cuts a character is still known`() {
        let utf8 = Array("居民楼".utf8)
        let gbk = encode("居民楼道", as: "GBK")
        for count in 1...utf8.count { #expect(TextEncoding.guess(Array(utf8.prefix(count))) == .utf8) }
        for count in 4...gbk.count { #expect(TextEncoding.guess(Array(gbk.prefix(count))) == .gb18030) }
    }

    @Test func `bytes of no encoding are bad rows`() throws {
        let noise = Array("a,b\n".utf8) + [0x31, 0x2C, 0xFF, 0xFF, 0x80, 0x0A] + Array("2,x\n".utf8)
        let contents = try read(.bytes(noise))
        #expect(contents.rows == [["2", "x"]])
        #expect(contents.bad == ["2:bad_encoding"])
    }
}
