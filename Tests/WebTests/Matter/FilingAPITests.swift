import Dispatcher
import Tabular
import TestSupport
import Testing
import Web
import Workflow

/// What makes filing short: categories of late, and the place of a position.
@Suite struct FilingAPITests {
    private static func recent(_ web: WebDistrict, _ account: String) async throws -> [String: [String]] {
        let answer = try await web.get("/api/v1/recent-categories", as: account)
        #expect(answer.status == 200)
        func names(_ key: String) -> [String] { answer.json[key]?.array?.compactMap(\.string) ?? [] }
        return ["own": names("own"), "units": names("units")]
    }

    @Test func `one's own come with the latest first, those of one's units with the most frequent`() async throws {
        try await WebDistrict.with { web in
            #expect(try await Self.recent(web, "grid") == ["own": [], "units": []])
            for (category, place, by) in [
                ("水务", "G", "grid"), ("水务", "G", "grid"), ("园林", "G", "grid"), ("园林", "C1", "desk"),
            ] {
                let fields: JSONValue = ["category": .string(category), "place": .string(place), "text": "一件"]
                let filed = try await web.post("/api/v1/matters", ["fields": fields], as: by)
                #expect(filed.status == 201)
            }
            #expect(try await Self.recent(web, "grid") == ["own": ["园林", "水务"], "units": ["水务", "园林"]])
            #expect(try await Self.recent(web, "desk") == ["own": ["园林"], "units": ["园林"]])
            #expect(try await Self.recent(web, "water") == ["own": [], "units": []])
            #expect(try await web.get("/api/v1/recent-categories", as: nil).status == 401)
        }
    }

    @Test func `a position finds the nearest unit that reaches so far, with what stands above it`() async throws {
        try await WebDistrict.with { web in
            let sheet = "code,kind,name,parent_code,lat,long,radius\nB,building,一号楼,G,30.0111,125.0001,40\n"
            let report = try await Importer(engine: web.city.engine, district: web.city.id)
                .run(.units, .bytes(Array(sheet.utf8)))
            #expect(report.badRows == 0)
            try await eventually("it is seen") {
                let near = try await web.get("/api/v1/places?lat=30.0112&long=125.0001")
                return near.status == 200 && near.json["place"]?["code"] == "B"
                    && near.json["above"] == ["一街道", "一社区", "一网格"]
            }
            #expect(try await web.get("/api/v1/places?lat=30.2&long=125.0001").json["place"] == .null)
            for path in ["?lat=91&long=0", "?lat=a&long=b", "?lat=1e2&long=0"] {
                #expect(try await web.get("/api/v1/places\(path)").code == "bad_position", "\(path)")
            }
            #expect(try await web.get("/api/v1/places?lat=30").status == 400)
        }
    }

    @Test func `who ended a matter may still show what it was done with, and nothing later`() async throws {
        try await WebDistrict.with { web in
            let number = try await web.file()
            #expect(try await web.get("/api/v1/matters/\(number)", as: "desk2").json["may_attach"] == true)
            try await web.act("resolve_here", on: number, as: "desk2", fields: ["text": "当场处理"])
            let matter = try await web.get("/api/v1/matters/\(number)", as: "desk2").json
            #expect(matter["may_attach"] == false && matter["actions"] == [])
            let pdf = [UploadFile("a.pdf", UploadFile.pdf)]
            #expect(try await web.send(pdf, to: number, as: "desk2").code == "cannot_attach")
            let step = try #require(matter["seq"]?.int)
            #expect(try await web.send(pdf, to: number, as: "desk2", query: "?seq=\(step)").status == 200)
            #expect(try await web.send(pdf, to: number, as: "desk2", query: "?seq=\(step)").status == 200)
            #expect(try await web.send(pdf, to: number, as: "desk", query: "?seq=\(step)").status != 200)
        }
    }
}
