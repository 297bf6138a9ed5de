import PGStore
import TestSupport
import Testing
import Workflow

/// 疑似重复、同一诉求人: what a dispatcher is shown beside a matter, and who is shown none of it.
@Suite struct RelatedAPITests {
    private static func file(
        _ web: WebDistrict,
        _ text: String,
        place: String = "C1",
        category: String = "水务",
        more: JSONObject = [:]
    ) async throws -> String {
        let fields: JSONObject = ["category": .string(category), "place": .string(place), "text": .string(text)]
        let answer = try await web.post("/api/v1/matters", ["fields": .object(fields.merging(more) { $1 })], as: "desk")
        guard let number = answer.json["number"]?.string else { throw Refused(answer) }
        return number
    }

    private static func numbers(_ lines: JSONValue?) -> [String] {
        lines?.array?.compactMap { ($0["matter"] ?? $0)["number"]?.string } ?? []
    }

    @Test func `who writes of the same thing is found, with why, and the likeliest first`() async throws {
        try await WebDistrict.with { web in
            let first = try await Self.file(web, "一号楼三层楼道水管漏水，地上全是水", more: ["contact_phone": "13900000001"])
            let alike = try await Self.file(web, "三层楼道水管漏水了，地上都是水")
            let caller = try await Self.file(web, "怎么还没有人来", more: ["contact_phone": "139 0000 0001"])
            _ = try await Self.file(web, "花坛里的树倒了", category: "园林")
            _ = try await Self.file(web, "东门自来水水压低", place: "S")
            let found = try await web.get("/api/v1/matters/\(first)/related")
            #expect(found.status == 200, "\(found)")
            #expect(Self.numbers(found.json["likely"]) == [alike, caller])
            let reasons = found.json["likely"]?.array?.map {
                $0["reasons"]?.array?.compactMap { $0["name"]?.string } ?? []
            }
            #expect(reasons == [["words", "place", "category"], ["caller", "place", "category"]])
            #expect(Self.numbers(found.json["of_caller"]) == [caller])
            // What is merged is no longer likely: it is known.
            try await web.act("merge", on: alike, as: "desk", fields: ["main": .string(first)])
            let later = try await web.get("/api/v1/matters/\(first)/related")
            #expect(Self.numbers(later.json["likely"]) == [caller])
            // What has ended is not to be merged, but the caller's all the same.
            try await web.act("decline", on: caller, as: "desk", fields: ["reason": "重复", "route": "原工单"])
            let ended = try await web.get("/api/v1/matters/\(first)/related")
            #expect(Self.numbers(ended.json["likely"]).isEmpty)
            #expect(Self.numbers(ended.json["of_caller"]) == [caller])
        }
    }

    @Test func `the same telephone is told only of what its reader may reach`() async throws {
        try await WebDistrict.with(also: .property + .keepers) { web in
            let phone: JSONObject = ["contact_phone": "13900000002"]
            let first = try await Self.file(web, "楼道灯不亮", more: phone)
            let secret = try await Self.file(
                web,
                "邻居家装修扰民",
                more: phone.merging(["confidential": true]) { $1 }
            )
            #expect(Self.numbers(try await web.get("/api/v1/matters/\(first)/related").json["of_caller"]) == [secret])
            // The street sees the matter, and nothing of whom to reach where secrecy was asked for.
            let street = try await web.get("/api/v1/matters/\(first)/related", as: "street")
            #expect(street.status == 200 && Self.numbers(street.json["of_caller"]).isEmpty)
            #expect(Self.numbers(street.json["likely"]).isEmpty)
            let hidden = try await web.get("/api/v1/matters/\(secret)/related", as: "street")
            #expect(hidden.status == 200 && Self.numbers(hidden.json["of_caller"]).isEmpty)
            // Who leads one sees nothing of the desk's others.
            try await web.act("accept", on: first, as: "desk")
            try await web.act("dispatch", on: first, as: "desk")
            let water = try await web.get("/api/v1/matters/\(first)/related", as: "water")
            #expect(water.status == 200 && Self.numbers(water.json["of_caller"]).isEmpty)
            let far = try await web.get("/api/v1/matters/\(first)/related", as: "far")
            #expect(far.status == 404, "\(far.text)")
        }
    }
}
