import Dispatcher
import PGStore
import Postgres
import Tabular
import TestSupport
import Testing
import Workflow

/// Both logs as sheets: the audit administrator's alone, and that they were taken out is a line itself.
@Suite struct LogSheetTests {
    private static func rows(_ answer: Answer, _ kind: SheetKind) throws -> [[String]] {
        var options = ReadOptions()
        options.kind = kind
        let reader = try RecordReader(.bytes(answer.bytes), options: options)
        var rows = [reader.header.names]
        while let element = try reader.next() { rows.append(element.cells) }
        return rows
    }

    @Test func `the auditor takes out all lines in order, with who did it and when, and that is a line itself`()
        async throws
    {
        try await WebDistrict.with(also: .property + .keepers) { web in
            let person = try #require(web.city.party("desk").person)
            for _ in 0..<1_100 {
                let note = SecurityNote(.signInFailed, by: nil, address: "=10.0.0.1", detail: ["failures": 1])
                _ = try await web.city.engine.pool.query(SecurityEvent.write(web.city.id, person: person, note))
            }
            let csv = try await web.get("/api/v1/security-log.csv", as: "audit")
            #expect(csv.status == 200 && csv.bytes.starts(with: [0xEF, 0xBB, 0xBF]))
            #expect(csv.header("Content-Disposition")?.hasPrefix("attachment; ") == true)
            let rows = try Self.rows(csv, .csv)
            let place = Dictionary(uniqueKeysWithValues: rows[0].enumerated().map { ($1, $0) })
            let (kind, name) = (try #require(place["事件代码"]), try #require(place["导出人"]))
            let failed = rows.filter { $0[kind] == "sign_in_failed" }
            #expect(failed.count == 1_100 && failed.allSatisfy { $0[name] == "审计员" && $0.count == rows[0].count })
            #expect(failed.first?[try #require(place["账号"])] == "desk")
            #expect(failed.first?[try #require(place["人员编号"])] == "\(person)")
            #expect(failed.first?[try #require(place["来源地址"])] == "'=10.0.0.1")
            let numbers = rows.dropFirst().compactMap { Int($0[0]) }
            #expect(numbers == numbers.sorted() && Set(numbers).count == rows.count - 1)
            #expect(rows.last?[kind] == "log_exported")
            let book = try Self.rows(try await web.get("/api/v1/security-log.xlsx", as: "audit"), .xlsx)
            #expect(book.count == rows.count + 1)
            #expect(book.dropFirst().prefix(5).map { $0[0] } == rows.dropFirst().prefix(5).map { $0[0] })
            let taken = try await web.accounts.log(web.city.id, limit: 2)
            #expect(taken.map(\.kind) == ["log_exported", "log_exported"])
            #expect(taken.map { $0.detail["format"] } == ["xlsx", "csv"])
            #expect(taken.allSatisfy { $0.detail["log"] == "security" && $0.by == web.city.party("audit").person })
        }
    }

    @Test func `looks are taken out of a time, and nobody else takes out anything`() async throws {
        try await WebDistrict.with(also: .property + .keepers) { web in
            let fields: JSONObject = [
                "category": "水务", "place": "C1", "text": "楼道漏水", "contact_phone": "13800005678",
            ]
            let filed = try await web.post("/api/v1/matters", ["fields": .object(fields)])
            let number = try #require(filed.json["number"]?.string)
            #expect(try await web.get("/api/v1/matters/\(number)/contact?reason=callback").status == 200)
            let rows = try Self.rows(try await web.get("/api/v1/access-log.csv", as: "audit"), .csv)
            #expect(rows.count == 2 && rows[1].contains("callback") && rows[1].contains("contact_phone"))
            #expect(!rows.joined().contains { $0.contains("13800005678") })
            for (query, count) in [
                ("since=2999-01-01T00:00:00Z", 1), ("until=2999-01-01T00:00:00Z", 2),
                ("since=2001-01-01T00:00:00Z&until=2001-01-01T00:00:00Z", 1),
                ("since=2999-01-01T00:00:00Z&until=2001-01-01T00:00:00Z", 1),
            ] {
                let some = try Self.rows(try await web.get("/api/v1/access-log.csv?\(query)", as: "audit"), .csv)
                #expect(some.count == count, "\(query)")
            }
            #expect(try await web.get("/api/v1/access-log.csv?since=yesterday", as: "audit").status == 400)
            for path in ["access-log.csv", "access-log.xlsx", "security-log.csv", "security-log.xlsx"] {
                for account in ["desk", "system", "security", "street", "chief"] {
                    let answer = try await web.get("/api/v1/\(path)", as: account)
                    #expect(answer.status == 403 && answer.code == "not_auditor", "\(account) \(path)")
                }
                #expect(try await web.get("/api/v1/\(path)", as: nil).status == 401)
                #expect(try await web.get("/api/v1/\(path)", as: "desk@read").status == 403)
            }
        }
    }
}
