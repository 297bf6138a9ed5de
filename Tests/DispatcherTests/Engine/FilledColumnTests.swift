import Dispatcher
import Foundation
import PGStore
import Postgres
import Schema
import TestSupport
import Testing
import Workflow

/// What a migration fills for tickets that are there is what the program would have written.
@Suite struct FilledColumnTests {
    /// The statement with which a migration fills a column, of one district.
    private static func filling(_ name: String, _ district: String) throws -> String {
        let text = try String(contentsOf: Schema.migrations.appending(path: "\(name).sql"), encoding: .utf8)
        let start = try #require(text.range(of: "UPDATE ticket"))
        return try #require(text[start.lowerBound...].split(separator: ";").first) + " AND \(district)"
    }

    @Test(arguments: [("0034_inside", "ticket", "inside_id"), ("0035_next_due", "t", "next_due_at")])
    func `a column that was not there is filled`(
        _ migration: String,
        _ alias: String,
        _ column: String
    ) async throws {
        try await TestDistrict.with(also: .property) { city in
            // Filed, taken, on its way, in hand, with a part of the department, asked back (its clock stands still), done.
            for acts in 0...6 {
                let ticket = try await city.file()
                if acts > 0 { try await city.act("accept", by: "desk", on: ticket) }
                if acts > 1 { try await city.act("dispatch", by: "desk", on: ticket) }
                if acts > 2 { try await city.act("sign", by: "water", on: ticket) }
                if acts == 4 {
                    let section = JSONValue.int(city.unit("WS").rawValue)
                    try await city.act("assign_inside", by: "water", on: ticket, input: ["section": section])
                }
                if acts == 5 { try await city.act("ask", by: "water", on: ticket, texts: ["note": "哪一层"]) }
                if acts == 6 {
                    let (input, texts): ([FieldName: JSONValue], [FieldName: String]) = (
                        ["outcome": "solved"], ["text": "修好了"]
                    )
                    try await city.act("first_contact", by: "water", on: ticket, input: ["contacted_by": "phone"])
                    try await city.act("submit_result", by: "water", on: ticket, input: input, texts: texts)
                }
            }
            #expect(try await city.engine.verify(city.id).findings == [])
            // Other districts stand in this database, too.
            let fill = try Self.filling(migration, "\(alias).district_id = \(city.id.rawValue)")
            let empty = "UPDATE ticket SET \(column) = NULL WHERE district_id = \(city.id.rawValue)"
            try await city.asSuperuser { _ = try await $0.run(script: empty) }
            let missed = try await city.engine.verify(city.id).findings
            #expect(!missed.isEmpty && missed.count < (column == "inside_id" ? 2 : 8))
            try await city.asSuperuser { _ = try await $0.run(script: fill) }
            #expect(try await city.engine.verify(city.id).findings == [])
        }
    }
}
