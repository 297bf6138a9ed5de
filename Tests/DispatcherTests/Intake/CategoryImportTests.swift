import Dispatcher
import PGStore
import Tabular
import TestSupport
import Testing
import Workflow

/// What is said of categories, from a document into a district.
@Suite struct CategoryImportTests {
    private static let title = "title: {zh: 水, en: Water}"

    private static func load(_ city: TestDistrict, _ yaml: String) async throws -> ImportReport {
        try await city.load(.categories, .bytes(Array(yaml.utf8))) { $0.fileKind = .yaml }
    }

    @Test func `a document is loaded whole, and again changes nothing`() async throws {
        try await TestDistrict.with { city in
            let yaml = """
                - {category: 水务, code: water, \(Self.title), public: true}
                - {category: 园林, code: parks, \(Self.title)}
                """
            let report = try await Self.load(city, yaml)
            #expect((report.loaded, report.unknownColumns) == (2, []))
            let again = try await Self.load(city, yaml)
            #expect((again.loaded, again.alreadyThere) == (0, 2))
            let list = try await city.now().categories
            #expect(list.open.map(\.code) == ["water"] && list.entry(of: "园林/树")?.code == "parks")
            // What is not in it goes.
            #expect(try await Self.load(city, "- {category: 园林, code: trees, \(Self.title)}").badRows == 0)
            #expect(try await city.now().categories.entries.map(\.code) == ["trees"])
        }
    }

    @Test func `what is bad is told, and what it was stays`() async throws {
        try await TestDistrict.with { city in
            _ = try await Self.load(city, "- {category: 水务, code: water, \(Self.title)}")
            let report = try await Self.load(
                city,
                """
                - {category: 水务, code: WATER, \(Self.title)}
                - {category: 没有, code: none, \(Self.title)}
                - {category: 园林, code: water, \(Self.title)}
                """
            )
            #expect(report.bad.map(\.code) == ["bad_code", "unknown_category", "code_twice"])
            #expect(try await city.now().categories.entries.map(\.code) == ["water"])
            let twice = try await Self.load(
                city,
                """
                - {category: 水务, code: water, \(Self.title)}
                - {category: 园林, code: water, \(Self.title)}
                """
            )
            #expect(twice.bad.map(\.code) == ["row_twice"])
            let sheet = try await city.load(.categories, csv: "category,code,title\n水务,water,x\n")
            #expect(sheet.bad.map(\.code) == ["bad_category"])
        }
    }
}
