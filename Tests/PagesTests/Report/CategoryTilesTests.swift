import Testing
import Workflow

@testable import Pages

/// Categories as tiles: groups that open, and each one chosen but once.
@Suite struct CategoryTilesTests {
    private static let all = ["市容环卫", "市容环卫/垃圾清运", "市容环卫/占道经营", "旅游", "治安/养犬", "治安"]

    private static func chosen(_ value: JSONValue?) -> [String] {
        if value?["is_chosen"] == true { return [value?["id"]?.string ?? ""] }
        return (value?.array ?? value?.object.map { Array($0.values) } ?? []).flatMap { chosen($0) }
    }

    @Test func `a group holds its own kinds, the rest of it last, and what stands alone is a tile`() {
        let members = CategoryTiles(Self.all, chosen: nil).members
        let groups = members["groups"]?.array ?? []
        #expect(groups.map { $0["title"] } == ["市容环卫", "治安"])
        #expect(groups.first?["tiles"]?.array?.map { $0["name"] } == ["市容环卫/占道经营", "市容环卫/垃圾清运", "市容环卫"])
        #expect(groups.first?["tiles"]?.array?.map { $0["is_rest"] } == [false, false, true])
        #expect(groups.allSatisfy { $0["is_open"] == false })
        #expect(members["singles"]?.array?.map { $0["name"] } == ["旅游"])
        #expect(members["has_tiles"] == false && Self.chosen(.object(members)).isEmpty)
    }

    @Test(arguments: [("市容环卫/垃圾清运", true), ("治安", false)])
    func `what is chosen is chosen once, on top where it was used of late, else in its group, which is open`(
        _ category: String,
        _ isRecent: Bool
    ) {
        let members = CategoryTiles(Self.all, recents: ["市容环卫/垃圾清运"], chosen: category).members
        let chosen = Self.chosen(.object(members))
        #expect(chosen.count == 1 && chosen.first?.hasPrefix("category-r") == isRecent)
        let open = (members["groups"]?.array ?? []).filter { $0["is_open"] == true }
        #expect(open.map { $0["title"] } == (isRecent ? [] : ["治安"]))
    }
}
