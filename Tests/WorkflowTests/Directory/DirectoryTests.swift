import Testing
import Workflow

@Suite struct DirectoryTests {
    static let lead = UnitID(8)

    static func rule(_ id: String, _ category: String, _ place: Int64? = nil) -> DirectoryRule {
        DirectoryRule(id: id, category: category, place: place.map { UnitID($0) }, lead: lead)
    }

    static func match(_ rules: [DirectoryRule], _ category: String, _ place: Int64) throws -> String? {
        try Workflow.Directory(rules).match(
            category: category,
            place: UnitID(place),
            in: UnitTree(UnitTreeTests.units)
        )?.id
    }

    @Test func `the longest category counts before the lowest place`() throws {
        let rules = [Self.rule("near", "市容", 5), Self.rule("exact", "市容/垃圾"), Self.rule("all", "")]
        #expect(try Self.match(rules, "市容/垃圾/清运", 5) == "exact")
        #expect(try Self.match(rules, "市容/垃圾", 5) == "exact")
        #expect(try Self.match(rules, "市容/占道", 5) == "near")
        #expect(try Self.match(rules, "市容/占道", 7) == "all")
        #expect(try Self.match(rules, "水务", 5) == "all")
    }

    @Test func `of equal categories the lowest place counts, the whole district last`() throws {
        let rules = [Self.rule("district", "市容"), Self.rule("street", "市容", 2), Self.rule("grid", "市容", 4)]
        #expect(try Self.match(rules, "市容", 5) == "grid")
        #expect(try Self.match(rules, "市容", 7) == "street")
        #expect(try Self.match(rules, "市容", 8) == "district")
        #expect(try Self.match([Self.rule("top", "市容", 1), Self.rule("none", "市容")], "市容", 5) == "top")
    }

    @Test func `of equal rules the first one counts`() throws {
        #expect(try Self.match([Self.rule("b", "市容"), Self.rule("a", "市容")], "市容", 5) == "b")
        #expect(try Self.match([Self.rule("b", "市容", 3), Self.rule("a", "市容", 3)], "市容", 5) == "b")
    }

    @Test func `nobody is named where no rule covers category and place`() throws {
        let rules = [Self.rule("other", "市容", 6), Self.rule("part", "市容/垃圾")]
        #expect(try Self.match(rules, "市容", 5) == nil)
        #expect(try Self.match(rules, "市容环卫", 7) == nil, "a path ends at a stroke, not within a word")
        #expect(try Self.match([], "市容", 5) == nil)
        #expect(try Workflow.Directory.empty.match(category: "", place: UnitID(5), in: UnitTree([])) == nil)
    }

    @Test(arguments: ["市容/", "/市容", "市容//"]) func `a stroke too many does not silence a rule`(category: String) throws {
        #expect(try Self.match([Self.rule("x", category)], "市容/垃圾", 5) == "x")
    }

    @Test func `categories are those of rules, those listed, and all above them`() throws {
        let directory = try Workflow.Directory([Self.rule("a", "市容/垃圾/清运"), Self.rule("b", "")], categories: ["水务/停水"])
        #expect(directory.categories == ["市容", "市容/垃圾", "市容/垃圾/清运", "水务", "水务/停水"])
    }

    @Test func `every rule whose id is there already is named`() {
        do throws(Problems) {
            _ = try Workflow.Directory([
                Self.rule("a", "x"), Self.rule("a", "y"), Self.rule("b", "x"), Self.rule("b", "x"),
            ])
            Issue.record("two rules with one id")
        } catch {
            #expect(error.all.map { "\($0.code) \($0.path)" } == ["rule_twice rules.a", "rule_twice rules.b"])
        }
    }
}
