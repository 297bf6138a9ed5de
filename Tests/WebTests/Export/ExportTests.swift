import Dispatcher
import PGStore
import Tabular
import TestSupport
import Testing
import Workflow

@testable import Web

/// Lists as sheets: what the reader sees, as much as there is, and who took it out.
@Suite struct ExportTests {
    /// A sheet as it is read again: the headings, then the rows.
    private static func rows(_ answer: Answer, _ kind: SheetKind) throws -> [[String]] {
        var options = ReadOptions()
        options.kind = kind
        let reader = try RecordReader(.bytes(answer.bytes), options: options)
        var rows = [reader.header.names]
        while let element = try reader.next() { rows.append(element.cells) }
        return rows
    }

    @Test func `CSV has what the list has, in the reader's language, and says who took it out`() async throws {
        try await WebDistrict.with { web in
            let first = try await web.file(text: "=HYPERLINK(\"http://x\")", place: "C1")
            let second = try await web.file(text: "路灯,不亮", as: "street", place: "C2")
            let answer = try await web.get("/api/v1/matters.csv", as: "street")
            #expect(answer.status == 200)
            #expect(answer.header("Content-Type")?.hasPrefix("text/csv; charset=utf-8") == true)
            #expect(answer.header("Content-Disposition")?.hasPrefix("attachment; ") == true)
            #expect(answer.bytes.starts(with: [0xEF, 0xBB, 0xBF]))
            let rows = try Self.rows(answer, .csv)
            #expect(rows[0].prefix(3) == ["编号", "种类", "状态"])
            #expect(rows[0].suffix(2) == ["导出人", "导出时间"])
            #expect(!rows[0].contains("联系电话"))
            #expect(rows.dropFirst().map { $0[0] } == [first, second])
            #expect(rows.allSatisfy { $0.count == rows[0].count })
            let text = try #require(rows[0].firstIndex(of: "内容"))
            #expect(rows[1][text] == "'=HYPERLINK(\"http://x\")")
            #expect(rows[2][text] == "路灯,不亮")
            #expect(rows.dropFirst().allSatisfy { $0[$0.count - 2] == "街道派单员" })
            // Only what the reader sees, and of that what was asked for.
            #expect(try Self.rows(try await web.get("/api/v1/matters.csv"), .csv).dropFirst().map { $0[0] } == [first])
            #expect(try Self.rows(try await web.get("/api/v1/matters.csv", as: "parks"), .csv).count == 1)
            let some = try await web.get("/api/v1/matters.csv?unit=C1", as: "street")
            #expect(try Self.rows(some, .csv).dropFirst().map { $0[0] } == [first])
            let english = try await web.get("/api/v1/matters.csv", headers: ["Accept-Language": "en"])
            #expect(try Self.rows(english, .csv)[0].first == "Number")
            #expect(try await web.get("/api/v1/matters.csv?unit=C2").code == "not_yours")
            #expect(try await web.get("/api/v1/matters.csv", as: nil).status == 401)
        }
    }

    @Test func `whom to reach is in it for a reason only, and each that is seen in full is written down`() async throws
    {
        try await WebDistrict.with { web in
            let contact: JSONValue = [
                "fields": [
                    "category": "水务", "place": "C1", "text": "漏水", "contact_name": "欧阳试验",
                    "contact_phone": "13800000000",
                ]
            ]
            for _ in 0..<2 { #expect(try await web.post("/api/v1/matters", contact, as: "grid").status == 201) }
            _ = try await web.file(text: "没有联系方式")
            #expect(try await web.get("/api/v1/matters.csv?contacts=true").code == "reason_missing")
            let path = "/api/v1/matters.csv?contacts=true&reason=%E5%9B%9E%E8%AE%BF"
            let full = try await web.get(path)
            let rows = try Self.rows(full, .csv)
            let phone = try #require(rows[0].firstIndex(of: "联系电话"))
            #expect(rows.dropFirst().map { $0[phone] } == ["13800000000", "13800000000", ""])
            let looks = try await web.city.engine.looks(in: web.city.id)
            #expect(looks.count == 2)
            #expect(Set(looks.map(\.look.ticket)).count == 2)
            #expect(looks.allSatisfy { $0.look.via == .export && $0.look.reason == "回访" })
            #expect(looks.allSatisfy { $0.look.request == full.header("X-Request-Id") })
            #expect(looks.allSatisfy { $0.fields == ["contact_name", "contact_phone"] })
            let masked = try Self.rows(try await web.get(path, as: "street"), .csv)
            #expect(masked.dropFirst().map { $0[phone] } == ["138****0000", "138****0000", ""])
            #expect(try await web.city.engine.looks(in: web.city.id).count == 2)
        }
    }

    @Test func `pages follow one another without a gap, and a workbook has the same rows`() async throws {
        try await WebDistrict.with { web in
            let filed = try await web.city.file(count: 1_203)
            #expect(filed.count == 1_203)
            let csv = try Self.rows(try await web.get("/api/v1/matters.csv"), .csv)
            #expect(csv.count == 1_204)
            #expect(Set(csv.dropFirst().map { $0[0] }).count == 1_203)
            let answer = try await web.get("/api/v1/matters.xlsx")
            #expect(answer.header("Content-Type")?.hasSuffix("spreadsheetml.sheet") == true)
            #expect(answer.header("Content-Length") == "\(answer.bytes.count)")
            let workbook = try Self.rows(answer, .xlsx)
            // Empty cells at the end of a row are not kept; the time of taking out may be another minute.
            #expect(workbook.map { $0.dropLast() } == csv.map { $0.dropLast() })
        }
    }

    @Test func `what happened to a matter is a sheet, too, for those who see it in full`() async throws {
        try await WebDistrict.with { web in
            let number = try await web.file()
            try await web.act("accept", on: number, as: "desk")
            let rows = try Self.rows(try await web.get("/api/v1/matters/\(number)/timeline.csv"), .csv)
            #expect(rows.dropFirst().map { $0[0] } == ["1", "2"])
            #expect(rows.dropFirst().allSatisfy { $0.count == 8 && $0[6] == "派单员甲" })
            #expect(try await web.get("/api/v1/matters/\(number)/timeline.csv", as: "parks").code == "unknown_ticket")
            #expect(try await web.get("/api/v1/matters/\(number)/timeline.csv", as: "desk@read").status == 403)
            #expect(try await web.get("/api/v1/matters.csv", as: "desk@read").status == 403)
        }
    }

    @Test func `a seat that is kept too long counts no more`() throws {
        let seats = Seats(1, longest: .zero, refusal: .exportsBusy)
        let first = try seats.take()
        let second = try seats.take()
        withExtendedLifetime((first, second)) {}
        let strict = Seats(1, refusal: .exportsBusy)
        let only = try strict.take()
        #expect(throws: Fault.self) { try strict.take() }
        withExtendedLifetime(only) {}
    }

    @Test func `a workbook with too many rows is refused and names CSV`() async throws {
        var limits = ServiceLimits()
        limits.workbookRows = 2
        try await WebDistrict.with(limits: limits) { web in
            for _ in 0..<2 { _ = try await web.file() }
            #expect(try await web.get("/api/v1/matters.xlsx").status == 200)
            _ = try await web.file()
            let refused = try await web.get("/api/v1/matters.xlsx")
            #expect(refused.status == 422)
            #expect(refused.code == "too_many_rows")
            #expect(refused.json["detail"]?.string?.contains("/api/v1/matters.csv") == true)
            #expect(try await web.get("/api/v1/matters.csv").status == 200)
        }
    }

    @Test func `so many exports run at once, and a place is given back`() async throws {
        var limits = ServiceLimits()
        limits.exports = 1
        try await WebDistrict.with(limits: limits) { web in
            _ = try await web.file()
            for _ in 0..<3 { #expect(try await web.get("/api/v1/matters.csv").status == 200) }
            #expect(try await web.get("/api/v1/matters.csv?unit=nowhere").code == "unknown_unit")
            try await eventually("a place") { try await web.get("/api/v1/matters.csv").status == 200 }
        }
        limits.exports = 0
        try await WebDistrict.with(limits: limits) { web in
            let busy = try await web.get("/api/v1/matters.xlsx")
            #expect(busy.status == 503)
            #expect(busy.code == "exports_busy")
        }
    }
}
