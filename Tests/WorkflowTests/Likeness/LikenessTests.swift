import Testing

@testable import Workflow

/// Which matters look like one, and why.
@Suite struct LikenessTests {
    private static var territory: UnitTree {
        get throws {
            try UnitTree([
                unit(1, "street", nil), unit(2, "community", 1), unit(3, "compound", 2), unit(4, "building", 3),
                unit(5, "building", 3),
            ])
        }
    }

    private static func unit(_ id: Int64, _ kind: UnitKind, _ parent: Int64?) -> Workflow.Unit {
        Unit(id: UnitID(id), code: "u\(id)", kind: kind, name: "单位\(id)", parent: parent.map { UnitID($0) })
    }

    private static func sketch(_ place: Int64, _ category: String, _ pieces: Set<String>) -> MatterSketch {
        MatterSketch(place: UnitID(place), category: category, pieces: pieces)
    }

    private static func likeness(_ one: MatterSketch, _ other: MatterSketch, caller: Bool = false) throws -> Likeness {
        let likeness = try Likeness(one, other, isOneCaller: caller, in: territory)
        // Whichever is asked about.
        #expect(try likeness == Likeness(other, one, isOneCaller: caller, in: territory))
        return likeness
    }

    private static let leak: Set<String> = ["水管", "漏水", "三层", "楼道"]

    @Test func `two things at least speak for it, words or the caller among them`() throws {
        let one = Self.sketch(4, "水务/供水", Self.leak)
        let same = try Self.likeness(one, Self.sketch(4, "水务/供水", Self.leak))
        #expect(same.reasons == [.words, .place, .category] && same.isLikely && same.percent == 100)
        // Another leak in the same house, told otherwise: a place and a category are not enough.
        let other = try Self.likeness(one, Self.sketch(4, "水务/供水", ["马桶", "堵了"]))
        #expect(other.reasons == [.place, .category] && !other.isLikely)
        // The same words from elsewhere, of another kind.
        let far = try Self.likeness(one, Self.sketch(2, "园林", Self.leak))
        #expect(far.reasons == [.words] && !far.isLikely)
        let caller = try Self.likeness(one, Self.sketch(5, "水务", []), caller: true)
        #expect(caller.reasons == [.caller, .category] && caller.isLikely)
    }

    @Test func `a building and its compound are one place, a community is not`() throws {
        let one = Self.sketch(4, "水务", Self.leak)
        #expect(try Self.likeness(one, Self.sketch(3, "园林", Self.leak)).reasons == [.words, .place])
        #expect(try Self.likeness(one, Self.sketch(5, "园林", Self.leak)).reasons == [.words])
        #expect(try Self.likeness(one, Self.sketch(2, "园林", Self.leak)).reasons == [.words])
        #expect(try Self.likeness(Self.sketch(2, "水务", []), Self.sketch(2, "园林", [])).reasons == [.place])
    }

    @Test func `a quarter of the words in common is the border, and the more the likelier`() throws {
        func shared(_ count: Int, of all: Int) throws -> Likeness {
            let one = Set((0..<all).map { "a\($0)" })
            let other = Set((0..<all).map { $0 < count ? "a\($0)" : "b\($0)" })
            return try Self.likeness(Self.sketch(4, "水务", one), Self.sketch(4, "水务", other))
        }
        #expect(try !shared(24, of: 100).isLikely && shared(25, of: 100).isLikely)
        for count in 0..<100 { #expect(try shared(count, of: 100).percent <= shared(count + 1, of: 100).percent) }
        // Two matters without words are not alike by that.
        #expect(try !Self.likeness(Self.sketch(4, "水务", []), Self.sketch(4, "水务", [])).isLikely)
    }
}
