import PGStore
import Testing

@Suite struct BigramsTests {
    @Test(arguments: [
        ("漏水", ["水", "漏水"]), ("楼道漏水", ["楼道", "水", "漏水", "道漏"]), ("水", ["水"]), ("", []), ("！？ 。", []),
        ("漏水，停水", ["停水", "水", "漏水"]), ("ＡＢ", ["ab", "b"]), ("aB", ["ab", "b"]), ("１2", ["12", "2"]),
        ("水a", ["a", "水a"]), ("ｶﾞ", ["ガ"]), ("a b", ["a", "b"]),
    ])
    func `a text gives its pairs, and the last character of each run`(_ text: String, _ grams: [String]) {
        #expect(Bigrams.of(text) == grams.sorted())
    }

    @Test(arguments: [
        ("漏水", ["漏水"]), ("楼道漏水", ["楼道", "漏水", "道漏"]), ("水", ["水:*"]), ("漏水 树", ["漏水", "树:*"]), ("，。", []),
        ("ＬＩ", ["li"]), ("哈哈哈", ["哈哈"]),
    ])
    func `typed words ask for pairs, and for single characters as prefixes`(_ words: String, _ grams: [String]) {
        #expect(Set(Bigrams.wanted(words)) == Set(grams))
    }

    @Test func `what is asked for of a part of a text is stored of the text`() {
        let text = Array("东门小区3号楼2单元ＬＩＦＴ故障已经停运两天")
        for from in text.indices {
            for to in from..<text.count where to > from {
                let stored = Set(Bigrams.of(String(text)))
                #expect(Set(Bigrams.wanted(String(text[from...to]))).isSubset(of: stored))
            }
        }
    }

    @Test func `pairs that the database would refuse are left out`() {
        let heap = "a" + String(repeating: "\u{0301}", count: 3_000)
        #expect(Bigrams.of(heap + "b漏水").allSatisfy { $0.utf8.count <= 48 })
        #expect(Bigrams.of(heap + "b漏水").contains("漏水"))
    }
}
