import TestSupport
import Testing

@testable import Workflow

@Suite struct FixedTableTests {
    private typealias Table = NameTable<NameKind.Field, Int>

    @Test(arguments: 0..<40)
    func `it finds what a dictionary would, and nothing else`(seed: Int) throws {
        var random = Seeded(UInt64(seed))
        let names = try (0..<120).map { _ in try #require(FieldName(Self.text(&random))) }
        let count = Int.random(in: 0...60, using: &random)
        let dictionary = Dictionary(
            names.prefix(count).enumerated().map { ($1, $0) },
            uniquingKeysWith: { $1 }
        )
        let table = Table(dictionary)
        for name in names { #expect(table[name] == dictionary[name]) }
        let held = NameTable<NameKind.Field, Bool>(dictionary.keys)
        for name in names { #expect(held.contains(name) == (dictionary[name] != nil)) }
    }

    @Test func `names of one length with the same ends are told apart`() throws {
        let names = try "abcdefghijklmnopqrstuvwxyz".map { letter in
            try #require(FieldName("field_of_" + String(repeating: letter, count: 8) + "_and_more"))
        }
        let table = Table(Dictionary(uniqueKeysWithValues: names.dropLast().enumerated().map { ($1, $0) }))
        for (number, name) in names.dropLast().enumerated() { #expect(table[name] == number) }
        #expect(try table[#require(names.last)] == nil)
    }

    @Test func `an empty one knows nothing`() {
        #expect(Table([:])["lead"] == nil)
        #expect(IDTable<IdentifierKind.Unit, Int>([:])[UnitID(0)] == nil)
    }

    @Test(arguments: 0..<20)
    func `ids are found too, those that follow each other and those that do not`(seed: Int) {
        var random = Seeded(UInt64(seed))
        let first = Int64.random(in: -5...5_000_000_000, using: &random)
        let ids = (0..<200).map { number in
            UnitID(seed.isMultiple(of: 2) ? first + Int64(number) : Int64.random(in: .min ... .max, using: &random))
        }
        let dictionary = Dictionary(ids.prefix(150).enumerated().map { ($1, $0) }, uniquingKeysWith: { $1 })
        let table = IDTable<IdentifierKind.Unit, Int>(dictionary)
        for id in ids { #expect(table[id] == dictionary[id]) }
    }

    /// Few letters and many lengths: so that beginnings, ends and whole names often meet.
    private static func text(_ random: inout Seeded) -> String {
        let length = Int.random(in: 1...30, using: &random)
        return String((0..<length).map { _ in Bool.random(using: &random) ? "a" : "b" })
    }
}

/// Copies of a countdown share one place; a change of one is not seen by the other.
@Suite struct CountdownCopyTests {
    @Test func `a copy stays as it was when the other is changed`() throws {
        let before = try #require(Countdown.samples.last)
        var after = before
        #expect(after == before)
        after.change { $0.warnings.append(Instant(microseconds: 3)) }
        #expect(before.warnings.count == 2)
        #expect(after.warnings.count == 3)
        #expect(after != before)
        #expect(Set([before, after, before]).count == 2)
    }
}
