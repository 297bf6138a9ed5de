import Dispatcher
import Foundation
import PGStore
import Shipped
import Tabular
import TestSupport
import Testing
import Workflow

/// Directories on paper: the sample as it ships, and changed ones against a district's tickets.
@Suite struct DirectorySheetTests {
    private static func sample(_ name: String) -> SheetInput {
        .path(Shipped.folder.appending(path: "sample/\(name).csv").path)
    }

    private static func city() throws -> PaperDistrict {
        try PaperDistrict(units: sample("units"), definition: Shipped.definition("issue"))
    }

    @Test func `a check of the sample's directory finds nothing`() throws {
        let city = try Self.city()
        #expect(city.report.complaints == [])
        let sheet = try DirectorySheet(Self.sample("directory"), for: city.configuration)
        #expect(sheet.report.complaints == [])
        #expect(sheet.directory.rules.count >= 120)
        let review = city.configuration.review(sheet.directory)
        #expect(review.problems == [])
        #expect(review.places == 104)
    }

    @Test func `the sample's rules are many where matters are many, and each names its source`() throws {
        let city = try Self.city()
        let rules = try DirectorySheet(Self.sample("directory"), for: city.configuration).directory.rules
        let counts = Dictionary(grouping: rules) { $0.category.split(separator: "/").first.map(String.init) ?? "" }
            .mapValues(\.count).sorted { $0.value > $1.value }
        #expect(counts.prefix(3).map(\.key) == ["市容环卫", "市政设施", "环保水务"])
        #expect(counts.prefix(3).reduce(0) { $0 + $1.value } * 2 > rules.count)
        #expect(rules.allSatisfy { !$0.source.isEmpty })
        #expect(rules.contains { !$0.attributes.isEmpty } && rules.contains { !$0.coHandlers.isEmpty })
        #expect(rules.compactMap(\.evidence).allSatisfy { $0.fault == nil && $0.accepted.contains(.account) })
        let compounds = city.configuration.territory.all.filter { $0.kind == "compound" }
        #expect(compounds.allSatisfy { $0.pair != nil })
    }

    @Test func `a rule taken out of the sample is missed`() throws {
        let city = try Self.city()
        let rules = try DirectorySheet(Self.sample("directory"), for: city.configuration).directory.rules
        let fewer = try Workflow.Directory(rules.filter { $0.id != "R082" })
        let paths = city.configuration.review(fewer).problems.map { "\($0.code) \($0.path)" }
        #expect(paths == ["uncovered categories.治安维稳"])
    }

    @Test func `a changed directory is tried against the tickets there are`() async throws {
        try await TestDistrict.with { city in
            for _ in 0..<3 { _ = try await city.file(place: "G") }
            _ = try await city.file(place: "C2")
            _ = try await city.file(input: ["category": "园林"])
            let changed = "rule,category,place_code,lead_code,whole\nW,水务,,W,2wd\nS,水务,C1,S,\nP,园林,,P,9wd\n"
            let configuration = try await city.now()
            let sheet = try DirectorySheet(.bytes(Array(changed.utf8)), for: configuration)
            #expect(sheet.report.complaints == [])
            let simulation = try await city.engine.simulate(sheet.directory, in: configuration, mostExamples: 2)
            #expect((simulation.total, simulation.moved, simulation.otherTerms) == (5, 3, 1))
            let move = try #require(simulation.moves.first)
            #expect((move.from, move.to, move.count) == (city.unit("W"), city.unit("S"), 3))
            #expect(move.examples.map(\.oldRule) == ["W", "W"])
            #expect(try await city.now().directory.rules.map(\.id) == ["W", "P"], "nothing was imported")
        }
    }
}
