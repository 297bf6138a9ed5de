import Shipped
import Testing
import Workflow

/// What a whistle means for whoever is whistled for is read out of the definition.
@Suite struct WhistleMeaningTests {
    @Test func `each kind of the shipped definition has its limits to answer and to come`() throws {
        let meaning = try Shipped.definition("task").whistleMeaning
        func limits(_ kind: String) -> [String] { meaning.duties[kind]?.map(\.limit.description) ?? [] }
        #expect(limits("emergency") == ["10m", "30m"])
        #expect(limits("enforcement") == ["30m", "4h"])
        #expect(limits("routine") == ["4wh", "3wd"])
        let arrival = try #require(meaning.duties["enforcement"]?.last)
        #expect(arrival.agreed == "arrive_by" && arrival.title.en == "To arrive")
        #expect(meaning.duties["enforcement"]?.first?.agreed == nil)
        #expect(arrival.limit.text(.zh) == "4 小时")
    }

    @Test func `the level says whose coming is enough`() throws {
        let ranks = try Shipped.definition("task").whistleMeaning.ranks
        #expect(ranks["one"]?.map(\.zh) == ["主要负责人"])
        #expect(ranks["two"]?.map(\.zh).sorted() == ["主要负责人", "分管领导"])
        // Of a third level, whoever comes is enough.
        #expect(ranks["three"] == nil)
    }

    @Test func `where nobody is whistled for it means nothing`() throws {
        #expect(try Shipped.definition("issue").whistleMeaning.duties.isEmpty)
    }
}
