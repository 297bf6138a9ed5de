import Dispatcher
import NIOHTTP1
import PGStore
import Postgres
import TestSupport
import Testing
import Web
import Workflow

/// Open311: what other systems file, and what becomes of whom to reach.
@Suite struct Open311FilingTests {
    @Test func `a request is filed by the one write path, its words and answers for whoever goes there`() async throws {
        try await WebDistrict.withServices { web in
            let fields =
                WebDistrict.request + [
                    ("address_string", "一号楼三楼"), ("lat", "31.2304"), ("long", "121.4737"),
                    ("attribute[rooms][]", "bath"), ("attribute[rooms][]", "hall"), ("attribute[depth]", "2.5"),
                    ("attribute[since]", "2026-11-21T09:30:00+08:00"), ("media_url", "https://example.org/1.jpg"),
                    ("first_name", "三丰"), ("last_name", "张"), ("phone", "13912345678"), ("email", "a@example.org"),
                ]
            let answer = try await web.form("requests.json?extensions=true", fields)
            #expect(answer.status == 200, "\(answer.text)")
            let filed = try #require(answer.requests.first)
            let number = try #require(filed["service_request_id"]?.string)
            #expect(filed["service_notice"]?.string?.contains("一号楼") == true && filed["account_id"] == .null)
            let matter = try await web.get("/api/v1/matters/\(number)", as: "leader").json
            #expect(matter["category"] == "水务" && matter["place"]?["code"] == "B")
            #expect(
                matter["text"]?.string == """
                    地点：一号楼三楼
                    位置：31.2304, 121.4737 (WGS84)
                    三楼漏水，电话 13812345678
                    哪种：漏水
                    哪些房间：卫生间、走廊
                    多深：2.5
                    从何时起：2026-11-21T09:30:00+08:00
                    图片：https://example.org/1.jpg
                    """
            )
            let id = try #require(TicketNumber(number)?.id)
            let ticket = try #require(try await web.city.ticket(id))
            #expect(ticket.facts["channel"] == "open311" && ticket.reporter == web.city.party("parks").person)
            // Sealed, and never given back.
            let kept: Query = """
                SELECT count(*) FROM contact WHERE district_id = \(web.city.id.rawValue) AND ticket_id = \(id.rawValue)
                """
            #expect(try await web.city.count(kept) > 0)
            let own = try await web.open("requests/\(number).json?extensions=true", as: "parks")
            for secret in ["三丰", "13912345678", "a@example.org", "13812345678"] {
                #expect(!own.text.contains(secret), "\(secret)")
            }
            #expect(own.requests.first?["media_url"] == "https://example.org/1.jpg")
            // The resident follows it by number and code, and hears of the same end, once it was accepted.
            #expect(own.requests.first?["expected_datetime"] == .null)
            try await web.act("elevate", on: number, as: "leader")
            try await web.act("elevate", on: number, as: "grid")
            try await web.act("accept", on: number, as: "desk")
            let accepted = try await web.open("requests/\(number).json", as: "parks").requests.first
            let code = try #require(filed["extended_attributes"]?["code"]?.string)
            let resident = try await web.own(Own(number: number, code: code))
            let due = try #require(resident.json["due_at"]?.string)
            let expected = try #require(accepted?["expected_datetime"]?.string)
            #expect(due.prefix(19) == expected.prefix(19))
            #expect(accepted?["service_notice"]?.string?.contains("一社区") == true)
            #expect(accepted?["service_notice"]?.string?.contains("最迟") == true)
            #expect(try await web.city.engine.verify(web.city.id).findings == [])
        }
    }

    @Test func `without a key that may, nothing is filed`() async throws {
        try await WebDistrict.withServices { web in
            let none = try await web.form("requests.xml", WebDistrict.request, as: nil)
            #expect(none.status == 403 && none.text.contains("<code>403</code>"))
            #expect(try await web.form("requests.json", WebDistrict.request, as: "wrong").status == 403)
            #expect(try await web.form("requests.json", WebDistrict.request, as: "desk@read").status == 403)
            let key = try #require(web.tokens["parks"])
            let inForm = try await web.form("requests.json", WebDistrict.request + [("api_key", key)], as: nil)
            #expect(inForm.status == 200)
            let inAddress = try await web.form("requests.json?api_key=\(key)", WebDistrict.request, as: nil)
            #expect(inAddress.status == 200)
        }
    }

    @Test func `a place is a code, an address or a position; none of them is refused`() async throws {
        try await WebDistrict.withServices { web in
            let plain = [("service_code", "water"), ("attribute[kind]", "dry"), ("description", "停水")]
            for (fields, wanted) in [
                ([("address_id", "C2")], "C2"), ([("address_string", "二社区 8 号")], "C2"),
                ([("lat", "31.2"), ("long", "121.4")], "S"),
                ([("lat", "31.2"), ("long", "121.4"), ("address_string", "无名路")], "S"),
                ([("lat", "31.2"), ("long", "121.4"), ("address_id", "C1")], "C1"),
            ] {
                let answer = try await web.form("requests.json", plain + fields)
                let number = answer.requests.first?["service_request_id"]?.string ?? ""
                let ticket = try await web.city.ticket(TicketNumber(number)?.id ?? TicketID(0))
                #expect(ticket?.place == web.city.unit(wanted), "\(fields): \(answer.text)")
            }
            for (fields, code) in [
                ([], "no_location"), ([("lat", "31.2")], "bad_position"),
                ([("lat", "91"), ("long", "0")], "bad_position"),
                ([("lat", "nan"), ("long", "0")], "bad_position"), ([("address_id", "X9")], "unknown_unit"),
                ([("address_string", "无名路")], "place_not_found"), ([("media_url", "javascript:1")], "bad_media_url"),
            ] {
                let place = code == "bad_media_url" ? [("address_id", "C1")] : []
                let answer = try await web.form("requests.json", plain + place + fields)
                #expect(answer.status == 400 && answer.text.contains("[\(code)]"), "\(fields): \(answer.text)")
            }
        }
    }

    @Test func `answers fit their questions`() async throws {
        try await WebDistrict.withServices { web in
            let plain = [("service_code", "water"), ("address_id", "C1")]
            for (fields, place) in [
                ([], "attribute[kind]"), ([("attribute[kind]", "fire")], "attribute[kind]"),
                ([("attribute[kind]", "leak"), ("attribute[depth]", "deep")], "attribute[depth]"),
                ([("attribute[kind]", "leak"), ("attribute[since]", "now")], "attribute[since]"),
                ([("attribute[kind]", "leak"), ("attribute[rooms][]", "attic")], "attribute[rooms]"),
                ([("attribute[kind]", "leak"), ("attribute[kind]", "dry")], "attribute[kind]"),
                ([("attribute[kind]", "leak"), ("attribute[colour]", "red")], "attribute[colour]"),
                ([("attribute[kind]", "leak"), ("attribute[danger]", "yes")], "attribute[danger]"),
                ([("attribute[kind]", "leak"), ("attribute[door]", "1\n2")], "attribute[door]"),
                ([("attribute[kind]", "leak"), ("attribute[door", "1")], "attribute[door"),
            ] {
                let answer = try await web.form("requests.json", plain + fields)
                #expect(answer.status == 400 && answer.text.contains(place), "\(fields): \(answer.text)")
            }
            // All faults at once.
            let several = try await web.form(
                "requests.json",
                plain + [("attribute[depth]", "x"), ("attribute[a]", "b")]
            )
            #expect(several.requests.count == 3)
        }
    }

    @Test func `the same request is filed once: by its key, else by who sent it`() async throws {
        try await WebDistrict.withServices { web in
            let key = ["Idempotency-Key": "0123456789abcdef"]
            let first = try await web.fileOpen(headers: key)
            #expect(try await web.fileOpen(headers: key) == first)
            let other = try await web.form(
                "requests.json",
                WebDistrict.request + [("address_string", "别处")],
                headers: key
            )
            #expect(other.status == 400 && other.text.contains("[key_reused]"))
            let phone = try await web.fileOpen([("device_id", "phone-1")])
            #expect(try await web.fileOpen([("device_id", "phone-1")]) == phone)
            #expect(try await web.fileOpen([("device_id", "phone-2")]) != phone)
            #expect(try await web.fileOpen([("device_id", "phone-1")], as: "grid") != phone)
            #expect(try await web.fileOpen() != first)
        }
    }

    @Test func `a body that is no form is refused in the standard's manner`() async throws {
        try await WebDistrict.withServices { web in
            let json = try await web.post("/open311/v2/requests.json", ["service_code": "water"])
            #expect(json.status == 400 && json.text.contains("[wrong_media_type]"))
            let bytes = try await web.send(
                .POST,
                "/open311/v2/requests.xml",
                headers: ["Content-Type": "application/x-www-form-urlencoded"],
                bytes: [0x61, 0x3D, 0xFF]
            )
            #expect(bytes.status == 400 && bytes.text.contains("<code>400</code>"))
        }
    }

    @Test func `keys have bounds of their own`() async throws {
        var limits = ServiceLimits()
        limits.residents.keyWriting = .init(burst: 2, seconds: 3_600)
        limits.residents.keyReading = .init(burst: 2, seconds: 3_600)
        limits.residents.reading = .init(burst: 2, seconds: 3_600)
        try await WebDistrict.withServices(limits: limits) { web in
            for _ in 0..<2 { _ = try await web.fileOpen() }
            let third = try await web.form("requests.json", WebDistrict.request)
            #expect(third.status == 429 && third.header("Retry-After") != nil && third.requests.first?["code"] == 429)
            #expect(try await web.form("requests.json", WebDistrict.request, as: "grid").status == 200)
            for account in ["desk", nil] {
                for _ in 0..<2 { #expect(try await web.open("services.json", as: account).status == 200) }
                #expect(try await web.open("services.json", as: account).status == 429)
            }
            // Keys cannot be tried without end from one address.
            #expect(try await web.open("requests.json", as: "guess").status == 429)
        }
        limits = ServiceLimits()
        limits.residents.keyFilingsADay = 1
        try await WebDistrict.withServices(limits: limits) { web in
            _ = try await web.fileOpen()
            #expect(try await web.form("requests.json", WebDistrict.request).text.contains("[enough_today]"))
        }
    }
}
