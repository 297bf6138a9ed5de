import TestSupport
import Testing

@testable import Workflow

/// A name lies in its place as four words; to everybody else it is a text.
@Suite struct NameTests {
    @Test(arguments: [
        "a", "z9_", "sign", "whole", "abcdefgh", "abcdefghi", "department_liaison", "twenty_four_letters_long",
    ])
    func `a name is the text that it was made of`(_ text: String) throws {
        let name = try #require(StateName(text))
        #expect(name.text == text)
        #expect(name.description == text)
        #expect(name.count == text.utf8.count)
        #expect(name.withBytes { Array($0) } == Array(text.utf8))
        #expect(name.canonicalText == "\"\(text)\"")
    }

    @Test func `each length up to the longest is there whole, and one more is no name`() throws {
        for length in 1...StateName.mostBytes {
            let text = String("abcdefghijklmnopqrstuvwxyz_0123456789".prefix(length))
            #expect(try #require(StateName(text)).text == text)
        }
        #expect(StateName(String(repeating: "a", count: StateName.mostBytes + 1)) == nil)
        #expect(StateName(String(repeating: "a", count: 1_000_000)) == nil)
    }

    @Test(arguments: ["", "A", "9a", "_a", "a-b", "a b", "aB", "a\0", "\0", "ä", "a中", "中", "a\u{301}", " a"])
    func `what is no name is refused`(_ text: String) {
        #expect(StateName(text) == nil)
    }

    @Test func `names are equal, ordered and hashed as their bytes are`() throws {
        var random = Seeded(7)
        let letters = Array("ab_9z")
        let texts = (0..<300).map { _ in
            let length = Int.random(in: 0..<StateName.mostBytes, using: &random)
            return "a" + String((0..<length).map { _ in letters[Int.random(in: letters.indices, using: &random)] })
        }
        let names = try texts.map { try #require(StateName($0)) }
        for (left, one) in zip(texts, names) {
            for (right, other) in zip(texts, names) {
                #expect((one == other) == (left == right))
                #expect((one < other) == left.utf8.lexicographicallyPrecedes(right.utf8))
            }
        }
        #expect(Set(names).count == Set(texts).count)
        #expect(names.sorted().map(\.text) == texts.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) })
    }

    @Test func `a name takes no count of references`() {
        #expect(_isPOD(StateName.self))
        #expect(MemoryLayout<StateName>.size == 32)
    }
}
