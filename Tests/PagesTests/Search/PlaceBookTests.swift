import Dispatcher
import PGStore
import Tabular
import TestSupport
import Testing
import Workflow

@testable import Pages

/// Places as they are looked for, put in order once a revision.
@Suite struct PlaceBookTests {
    @Test func `places stand from the top down, and are put in order again only when the district is another`()
        async throws
    {
        try await TestDistrict.with { city in
            let book = PlaceBook()
            let places = book.places(of: city.configuration)
            #expect(places.map(\.unit.code) == ["S", "C1", "C2", "G", "B"])
            #expect(places.last?.name == "一号楼" && places.last?.path == "一街道一社区一网格一号楼")
            // The same again: not put in order anew.
            #expect(Self.home(places) == Self.home(book.places(of: city.configuration)))
            let units = "编码,类型,名称,上级编码\nC0,社区,新 社区,S\n"
            _ = try await Importer(engine: city.engine, district: city.id).run(.units, .bytes(Array(units.utf8)))
            let later = try await city.engine.configurations.load(city.id)
            let anew = book.places(of: later)
            #expect(anew.map(\.unit.code) == ["S", "C0", "C1", "C2", "G", "B"])
            #expect(anew.dropFirst().first?.path == "一街道新社区")
            #expect(Self.home(anew) == Self.home(book.places(of: later)))
        }
    }

    /// Where an array lies in memory: two that were made one by one lie apart.
    private static func home(_ places: [PlaceBook.Place]) -> UInt? {
        places.withUnsafeBufferPointer { $0.baseAddress.map { UInt(bitPattern: $0) } }
    }
}
