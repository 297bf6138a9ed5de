import Dispatcher
import PGStore
import Postgres
import Tabular
import TestSupport
import Testing
import Workflow

/// Where units lie: from sheets into the configuration, and kept with their versions.
@Suite struct UnitLocationTests {
    private static let sheet = TestSheet(
        ["单位编码", "类型", "名称", "上级编码", "纬度", "经度", "半径（米）"],
        [
            ["C1", "社区", "一社区", "S", "30.01", "125.02", "800"],
            ["C2", "社区", "二社区", "S", "30.0123456789", "-125.5", ""], ["S", "街道", "一街道", "", "", "", ""],
        ]
    )

    @Test(arguments: SheetKind.allCases)
    func `locations load from every kind of file`(kind: SheetKind) async throws {
        let path = try Self.sheet.file(kind)
        try await TestDistrict.with { city in
            let report = try await city.load(.units, .path(path))
            #expect(report.complaints == [] && report.unknownColumns == [])
            let territory = try await city.now().territory
            let first = try #require(territory.unit(code: "C1")?.location)
            #expect(first.position.description == "30.01,125.02" && first.radius == 800)
            let second = try #require(territory.unit(code: "C2")?.location)
            #expect(second.position.description == "30.012346,-125.5" && second.radius == 300)
            #expect(territory.unit(code: "S")?.location == nil)
            let again = try await city.load(.units, .path(path))
            #expect((again.loaded, again.alreadyThere) == (0, 3))
            #expect(territory.place(at: first.position, kinds: ["community"])?.code == "C1")
        }
    }

    @Test func `a sheet without the columns changes no location; an empty cell takes it away; versions remember`()
        async throws
    {
        try await TestDistrict.with { city in
            let header = "code,kind,name,parent_code"
            _ = try await city.load(.units, csv: "\(header),lat,long,radius\nC1,community,一社区,S,30,125,500\n")
            _ = try await city.load(.units, csv: "\(header)\nC1,community,一社区,S\n")
            #expect(try await city.now().territory.unit(code: "C1")?.location?.radius == 500)
            _ = try await city.load(.units, csv: "\(header),lat,long\nC1,community,一社区,S,30.5,125\n")
            #expect(try await city.now().territory.unit(code: "C1")?.location?.radius == 300)
            let gone = try await city.load(.units, csv: "\(header),lat,long\nC1,community,一社区,S,,\n")
            #expect(gone.loaded == 1)
            #expect(try await city.now().territory.unit(code: "C1")?.location == nil)
            let unit = city.unit("C1").rawValue
            let versions: Query = """
                SELECT latitude, longitude, radius FROM unit_version
                WHERE district_id = \(city.id.rawValue) AND unit_id = \(unit) ORDER BY from_at
                """
            let rows = try await city.engine.pool.query(versions).map { row in
                [try row[0, as: Int32?.self], try row[1, as: Int32?.self], try row[2, as: Int32?.self]]
            }
            #expect(
                rows == [
                    [nil, nil, nil], [30_000_000, 125_000_000, 500], [30_500_000, 125_000_000, 300], [nil, nil, nil],
                ]
            )
        }
    }

    @Test func `what is no location is refused with its line`() async throws {
        let text = """
            code,kind,name,parent_code,lat,long,radius
            A1,community,甲,S,30,,
            A2,community,乙,S,,125,
            A3,community,丙,S,91,125,
            A4,community,丁,S,30,180.5,
            A5,community,戊,S,30°,125,
            A6,community,己,S,30,125,0
            A7,community,庚,S,30,125,50001
            A8,community,辛,S,30,125,近
            A9,community,壬,S,,,300
            AA,community,癸,S,30,125,50000
            """
        try await TestDistrict.with { city in
            let report = try await city.load(.units, csv: text)
            #expect(
                report.complaints == [
                    "2 position_incomplete", "3 position_incomplete", "4 bad_position", "5 bad_position",
                    "6 bad_position", "7 bad_radius", "8 bad_radius", "9 bad_radius", "10 position_incomplete",
                ]
            )
            #expect(report.loaded == 1)
            #expect(report.bad.allSatisfy { !$0.message.zh.isEmpty && !$0.message.en.isEmpty })
            let alone = try await city.load(.units, csv: "code,kind,name,parent_code,radius\nB1,community,甲,S,300\n")
            #expect(alone.complaints == ["2 position_incomplete"])
        }
    }
}
