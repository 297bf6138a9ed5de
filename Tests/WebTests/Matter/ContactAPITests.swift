import Dispatcher
import PGStore
import TestSupport
import Testing
import Workflow

/// Whom to reach, by HTTP: in full for those who must, with stars for others, and each look on record.
@Suite struct ContactAPITests {
    private static let filing: JSONValue = [
        "fields": [
            "category": "水务", "place": "C1", "text": "漏水", "contact_name": "欧阳试验", "contact_phone": "13800000000",
        ]
    ]

    @Test func `who must speak with the resident sees the telephone, and the look is written down`() async throws {
        try await WebDistrict.with { web in
            let filed = try await web.post("/api/v1/matters", Self.filing, as: "grid")
            let number = try #require(filed.json["number"]?.string)
            let path = "/api/v1/matters/\(number)/contact?reason=%E5%9B%9E%E8%AE%BF"
            let full = try await web.get(path, as: "desk")
            #expect(full.json["sight"] == "full")
            #expect(full.json["phone"] == "13800000000")
            let looks = try await web.city.engine.looks(in: web.city.id)
            #expect(looks.map(\.look.reason) == ["回访"])
            #expect(looks.first?.look.request == full.header("X-Request-Id"))
            let masked = try await web.get(path, as: "street")
            #expect(masked.json["sight"] == "masked")
            #expect(masked.json["phone"] == "138****0000")
            #expect(masked.json["name"]?.string?.hasPrefix("欧阳") == true)
            #expect(masked.json["name"] != "欧阳试验")
            #expect(try await web.city.engine.looks(in: web.city.id).count == 1)
            // Neither the matter nor its timeline say it.
            for part in ["", "/timeline"] {
                let text = String(decoding: try await web.get("/api/v1/matters/\(number)\(part)").bytes, as: UTF8.self)
                #expect(!text.contains("13800000000") && !text.contains("欧阳试验"))
            }
        }
    }

    @Test func `nobody looks without a reason, or at what is hidden from them`() async throws {
        try await WebDistrict.with { web in
            let filed = try await web.post("/api/v1/matters", Self.filing)
            let number = try #require(filed.json["number"]?.string)
            #expect(try await web.get("/api/v1/matters/\(number)/contact").status == 400)
            #expect(try await web.get("/api/v1/matters/\(number)/contact?reason=x", as: "parks").status == 404)
            #expect(try await web.city.engine.looks(in: web.city.id).isEmpty)
        }
    }
}
