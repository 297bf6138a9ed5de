import Dispatcher
import Foundation
import PGStore
import Postgres
import TestSupport
import Testing
import Web
import Workflow

/// Residents without an account, by HTTP.
@Suite struct ResidentAPITests {
    private static let text = "三楼漏水，电话 13812345678"

    @Test func `a matter is filed, followed, supplied and rated by number and code`() async throws {
        try await WebDistrict.with { web in
            let own = try await web.fileOwn(["contact": ["name": "张三丰", "phone": "13812345678"]])
            let first = try await web.own(own)
            #expect(first.status == 200)
            #expect(first.json["state"]?["name"] == "reported")
            #expect(first.json["holder"] == "一社区")
            #expect(first.json["text"] == "三楼漏水，电话 138****5678")
            #expect(first.json["answer"] == .null && first.json["due_at"] != nil)
            #expect(first.acts == ["add_to", "urge", "withdraw_matter"])
            #expect(!String(decoding: first.bytes, as: UTF8.self).contains("张"))

            try await web.act("ask", on: own.number, as: "desk", fields: ["note": "几号楼？"])
            let asked = try await web.own(own)
            #expect(asked.json["holder"] == "您本人" && asked.acts.contains("supply"))
            #expect(asked.words == ["几号楼？"])
            let supplied = try await web.own(own, act: "supply", ["text": "一号楼"])
            #expect(supplied.json["state"]?["name"] == "reported" && supplied.words == ["几号楼？", "一号楼"])

            try await web.handle(own.number)
            let handled = try await web.own(own)
            #expect(handled.json["answer"] == .null, "what was not verified yet is no answer")
            try await web.act("verify", on: own.number, as: "desk", fields: ["note": "内部意见"])
            let answered = try await web.own(own)
            #expect(answered.json["answer"]?["outcome"] == "已解决")
            #expect(answered.json["answer"]?["text"] == "已修好" && answered.json["answer"]?["by"] == "水务局")
            #expect(!String(decoding: answered.bytes, as: UTF8.self).contains("内部意见"))
            #expect(answered.acts.contains("call_back"))

            let refused = try await web.own(own, act: "call_back", ["callback": "no_answer"])
            #expect(refused.status == 409)
            let again = try await web.own(own, act: "call_back", ["callback": "dissatisfied", "note": "还在漏"])
            #expect(again.json["state"]?["name"] == "rework" && again.words.last == "还在漏")
            try await web.submit(own.number)
            try await web.act("verify", on: own.number, as: "desk")
            let closed = try await web.own(own, act: "call_back", ["callback": "satisfied"])
            #expect(closed.json["state"]?["name"] == "closed" && closed.json["rating"] == "接通、满意")
            #expect(closed.json["due_at"] == .null && closed.acts.isEmpty)
            #expect(try await web.city.engine.verify(web.city.id).findings == [])
        }
    }

    @Test func `a wrong code, no such number, and staff without the code hear the same`() async throws {
        try await WebDistrict.with { web in
            let own = try await web.fileOwn()
            let none = Own(number: "20260101-999999", code: own.code)
            for asked in [Own(number: own.number, code: "AAAA-AAAA"), none, Own(number: own.number, code: "?")] {
                for account in [nil, "desk", "system", "street"] as [String?] {
                    let answer = try await web.own(asked, as: account)
                    #expect(answer.status == 404 && answer.code == "unknown_ticket")
                    #expect(answer.header("Set-Cookie") == nil)
                }
            }
            // Twelve wrong ones from here: not even the right one is looked at.
            #expect(try await web.own(own).status == 404)
            #expect(try await web.get("/api/v1/public/matters/\(own.number)", as: nil).status == 400)
        }
    }

    @Test func `staff who enter a matter get its code, and a repeated key gives the same`() async throws {
        try await WebDistrict.with { web in
            let filed = try await web.post("/api/v1/matters", WebDistrict.filing())
            let own = try Own(filed)
            #expect(try await web.own(own).status == 200)
            let key = ["Idempotency-Key": "0123456789abcdef"]
            let first = try await web.post("/api/v1/public/matters", WebDistrict.ownFiling, as: nil, headers: key)
            let second = try await web.post("/api/v1/public/matters", WebDistrict.ownFiling, as: nil, headers: key)
            #expect(first.status == 201 && first.json == second.json)
            let short = ["Idempotency-Key": "1"]
            #expect(
                try await web.post("/api/v1/public/matters", WebDistrict.ownFiling, as: nil, headers: short).status
                    == 400
            )
        }
    }

    @Test func `a resident does what residents may, and nothing else`() async throws {
        try await WebDistrict.with { web in
            let own = try await web.fileOwn()
            for act in ["accept", "note", "vanish", "take_in"] {
                let answer = try await web.own(own, act: act, [:])
                #expect(answer.status == 422 && answer.code == "unknown_act", "\(act)")
            }
            #expect(try await web.own(own, act: "withdraw_matter", [:]).status == 422)
            let gone = try await web.own(own, act: "withdraw_matter", ["reason": "已自行解决"])
            #expect(gone.json["state"]?["name"] == "withdrawn" && gone.json["closed_at"] != .null)
            #expect(try await web.own(own, act: "urge", [:]).status == 409)
        }
    }

    @Test func `a place is found by code or by the names in an address, and asked for where it is not clear`()
        async throws
    {
        try await WebDistrict.with { web in
            func file(_ more: JSONObject) async throws -> Answer {
                let filing: JSONObject = ["category": "水务", "text": "漏水"]
                return try await web.post("/api/v1/public/matters", .object(filing.merging(more) { $1 }), as: nil)
            }
            let filed = try await file(["address": "一街道一社区一号楼三单元 502"])
            #expect(filed.status == 201)
            let shown = try await web.own(try Own(filed)).json
            #expect(shown["place"]?["code"] == "B" && shown["text"]?.string?.hasPrefix("漏水\n地点：一街道一社区") == true)
            #expect(try await file([:]).code == "no_place")
            #expect(try await file(["address": "火星"]).code == "place_not_found")
            #expect(try await file(["place": "X9"]).code == "unknown_unit")
        }
    }

    @Test func `a telephone by which nobody can be called is refused, at the door and where staff files`() async throws
    {
        try await WebDistrict.with { web in
            var filing = WebDistrict.ownFiling.object ?? [:]
            filing["contact"] = ["name": "张三丰", "phone": "1380"]
            let own = try await web.post("/api/v1/public/matters", .object(filing), as: nil)
            #expect(own.status == 422 && own.code == "short_telephone")
            let fields: JSONObject = ["category": "水务", "place": "C1", "text": "漏水", "contact_phone": "1380"]
            let staff = try await web.post("/api/v1/matters", ["fields": .object(fields)], as: "desk")
            #expect(staff.status == 422 && staff.code == "short_telephone")
            let whole = fields.merging(["contact_phone": "(0471) 623.4567"]) { $1 }
            #expect(try await web.post("/api/v1/matters", ["fields": .object(whole)], as: "desk").status == 201)
        }
    }

    @Test func `a matter that nobody has accepted yet says until when that is to be done`() async throws {
        try await WebDistrict.with { web in
            let own = try await web.fileOwn()
            let waiting = try await web.own(own).json
            let step = try #require(waiting["step_due_at"]?.string.flatMap { Instant(rfc3339: $0) })
            let reported = try #require(waiting["reported_at"]?.string.flatMap { Instant(rfc3339: $0) })
            #expect(step > reported && waiting["due_at"] == .null && waiting["news"]?.array?.first?["act"] == "report")
            _ = try await web.own(own, act: "withdraw_matter", ["reason": "好了"])
            #expect(try await web.own(own).json["step_due_at"] == .null)
        }
    }

    @Test func `who is anonymous leaves no contact, and a fire is told to call 119`() async throws {
        try await WebDistrict.with { web in
            var filing = WebDistrict.ownFiling.object ?? [:]
            filing["anonymous"] = true
            filing["text"] = "楼道着火了"
            let filed = try await web.post("/api/v1/public/matters", .object(filing), as: nil)
            #expect(filed.json["emergency"]?.array?.compactMap { $0["number"]?.string } == ["119"])
            filing["contact"] = ["phone": "13812345678"]
            let both = try await web.post("/api/v1/public/matters", .object(filing), as: nil)
            #expect(both.code == "anonymous_with_contact")
        }
    }

    @Test func `who files often answers a challenge first, and who asks too often waits`() async throws {
        var limits = ServiceLimits()
        limits.residents.filing = .init(burst: 1, seconds: 10_000)
        limits.residents.reading = .init(burst: 2, seconds: 10_000)
        try await WebDistrict.with(limits: limits) { web in
            _ = try await web.fileOwn()
            let asked = try await web.post("/api/v1/public/matters", WebDistrict.ownFiling, as: nil)
            #expect(asked.status == 403 && asked.code == "challenge_needed")
            let riddle = try await web.get(
                "/api/v1/public/challenge?form=words",
                as: nil,
                headers: ["Accept-Language": "zh"]
            )
            let token = riddle.json["token"]?.string ?? ""
            #expect(riddle.json["picture"] == .null && riddle.json["question"]?.string?.contains("加") == true)
            func answer(_ text: String, _ token: String) async throws -> Answer {
                var filing = WebDistrict.ownFiling.object ?? [:]
                filing["challenge"] = ["token": .string(token), "answer": .string(text)]
                return try await web.post("/api/v1/public/matters", .object(filing), as: nil)
            }
            let sum = try Self.sum(riddle.json["question"]?.string ?? "")
            #expect(try await answer(String(sum), token).status == 201)
            #expect(try await answer(String(sum), token).code == "challenge_failed")
            let picture = try await web.get("/api/v1/public/challenge", as: nil)
            let png = picture.json["picture"]?.string.flatMap { Data(base64Encoded: String($0.dropFirst(22))) }
            #expect(png?.prefix(4) == Data([0x89, 0x50, 0x4E, 0x47]))
            #expect(try await answer("WRONG", picture.json["token"]?.string ?? "").code == "challenge_failed")
            for _ in 0..<2 { _ = try await web.get("/api/v1/public/board", as: nil) }
            let late = try await web.get("/api/v1/public/board", as: nil)
            #expect(late.status == 429 && late.header("Retry-After") != nil)
        }
    }

    /// Reads a sum as a screen reader's listener does.
    private static func sum(_ question: String) throws -> Int {
        let digits = ["一": 1, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9]
        let words = question.prefix { $0 != "等" }.split(separator: "加")
        try #require(words.count == 2)
        func number(_ word: Substring) -> Int {
            guard let ten = word.firstIndex(of: "十") else { return digits[String(word)] ?? 0 }
            let tens = word[..<ten].isEmpty ? 1 : digits[String(word[..<ten])] ?? 0
            return tens * 10 + (digits[String(word[word.index(after: ten)...])] ?? 0)
        }
        return number(words[0]) + number(words[1])
    }
}
