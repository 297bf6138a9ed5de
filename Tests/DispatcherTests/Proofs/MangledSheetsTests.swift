import Dispatcher
import Foundation
import PGStore
import Shipped
import Tabular
import TestSupport
import Testing
import Workflow

/// Sheets that a city hands over for its units and its directory, damaged: what is wrong is named, and a directory that
/// is read can be asked and checked.
@Suite struct MangledSheetsTests {
    private static func bytes(_ name: String) throws -> [UInt8] {
        Array(try Data(contentsOf: Shipped.folder.appending(path: "sample/\(name).csv")))
    }

    private static let marks = [
        ",", "\n", "\"", "，", "990101D01", "reclaimed", "photo", "wd", "0", "5wd@mars", "\0", "三无;三无",
    ]

    @Test(.timeLimit(.minutes(10 * PropertyRuns.factor)), arguments: PropertyRuns.seeds(1...4))
    func `a damaged directory is refused, or can be asked and checked`(seed: UInt64) throws {
        let city = try PaperDistrict(units: .bytes(Self.bytes("units")), definition: Shipped.definition("issue"))
        let place = try #require(city.configuration.territory.all.first { $0.kind == "building" }?.id)
        var mangler = Mangler(seed)
        for _ in 0..<3 {
            let damaged = mangler.mangled(try Self.bytes("directory"), tokens: Self.marks)
            guard let sheet = try? DirectorySheet(.bytes(damaged), for: city.configuration) else { continue }
            for category in sheet.directory.categories.prefix(20) {
                _ = sheet.directory.match(category: category, place: place, in: city.configuration.territory)
            }
            for problem in city.configuration.review(sheet.directory).problems { #expect(!problem.message.zh.isEmpty) }
        }
    }

    @Test(.timeLimit(.minutes(10 * PropertyRuns.factor)), arguments: PropertyRuns.seeds(1...4))
    func `damaged units are refused, or make a tree`(seed: UInt64) throws {
        let definition = try Shipped.definition("issue")
        var mangler = Mangler(seed)
        for _ in 0..<3 {
            let damaged = mangler.mangled(try Self.bytes("units"), tokens: Self.marks)
            guard let city = try? PaperDistrict(units: .bytes(damaged), definition: definition) else { continue }
            let territory = city.configuration.territory
            for unit in territory.all.prefix(200) {
                #expect(territory.chain(from: unit.id).count <= territory.all.count)
            }
        }
    }
}
