import Foundation
import Postgres
import TestSupport
import Testing

@Suite struct CodecTests {
    private func check<Value: PostgresCodable & PostgresArrayElement & Equatable>(
        _ values: [Value],
        _ connection: Connection,
        _ text: (Value) -> String? = { _ in nil }
    ) async throws {
        let absent = Value?.none
        for value in values {
            let row = try await connection.query("SELECT \(value), \(absent), \(value)::text").only()
            let (same, none, words) = try row.decode((Value, Value?, String).self)
            #expect(same == value)
            #expect(none == nil)
            if let expected = text(value) {
                #expect(words == expected)
            }
        }
        let mixed: [Value?] = values + [nil] + values
        let empty: [Value] = []
        let row = try await connection.query("SELECT \(values), \(mixed), \(empty)").only()
        let (plain, withNull, none) = try row.decode(([Value], [Value?], [Value]).self)
        #expect(plain == values)
        #expect(withNull == mixed)
        #expect(none.isEmpty)
        #expect(throws: PostgresError.self) { try row[1, as: [Value].self] }
    }

    @Test func numbersRoundTrip() async throws {
        try await Bench.withConnection { connection in
            try await check([Int16.min, -1, 0, 1, .max], connection) { String($0) }
            try await check([Int32.min, -1, 0, 1, .max], connection) { String($0) }
            try await check([Int64.min, -1, 0, 1, .max], connection) { String($0) }
            try await check([true, false], connection) { String($0) }
            try await check([Float.leastNormalMagnitude, -.infinity, 0, 1.5, .greatestFiniteMagnitude], connection)
            try await check([Double.leastNonzeroMagnitude, -.infinity, 0, 0.1, .greatestFiniteMagnitude], connection)
            let row = try await connection.query("SELECT \(Double.nan)").only()
            #expect(try row[0, as: Double.self].isNaN)
        }
    }

    @Test func otherValuesRoundTrip() async throws {
        try await Bench.withConnection { connection in
            let texts: [String] = ["", "吹哨", "a'b\\\"", "🏘️\n\t", String(repeating: "长", count: 100_000)]
            try await check(texts, connection) { $0 }
            try await check([UUID(), UUID(uuidString: "00000000-0000-0000-0000-000000000001") ?? UUID()], connection) {
                $0.uuidString.lowercased()
            }
            try await check([[], [0], Array(0...255)] as [[UInt8]], connection)
            try await check([TransactionID(rawValue: 0), TransactionID(rawValue: .max >> 1)], connection)
            try await check([JSON(#"{"a": [1, null]}"#)], connection) { $0.text }
        }
    }

    @Test func timesRoundTrip() async throws {
        try await Bench.withConnection { connection in
            try await connection.query("SET timezone = 'UTC'")
            let known = Timestamp(microseconds: 1_700_000_000_123_456)
            try await check([known], connection) { _ in "2023-11-14 22:13:20.123456+00" }
            try await check(
                [.infinity, .minusInfinity, Timestamp(microseconds: 0), Timestamp(microseconds: -1)],
                connection
            )
            try await check([CalendarDate(daysSinceEpoch: 19675)], connection) { _ in "2023-11-14" }
            try await check([CalendarDate(daysSinceEpoch: .max), CalendarDate(daysSinceEpoch: -1)], connection)
            let row = try await connection.query("SELECT 'infinity'::timestamptz, '4713-01-01 BC'::date").only()
            #expect(try row[0, as: Timestamp.self] == .infinity)
            let error = await #expect(throws: PostgresError.self) {
                try await connection.query("SELECT \(Timestamp(microseconds: .min + 1))")
            }
            #expect(error?.code == .encoding)
        }
    }

    @Test func readsWiderAndForeignTypes() async throws {
        try await Bench.withConnection { connection in
            try await connection.query("CREATE TYPE pg_temp.mood AS ENUM ('calm', '急')")
            let row = try await connection.query(
                "SELECT 1::int2, 2::int4, 3::float4, 'n'::name, '急'::pg_temp.mood, '{}'::json, ARRAY[1,2]::int4[]"
            ).only()
            let values = try row.decode((Int64, Int64, Double, String, String, JSON, [Int64]).self)
            #expect(values.0 == 1 && values.1 == 2 && values.2 == 3 && values.3 == "n" && values.4 == "急")
            #expect(values.5.text == "{}" && values.6 == [1, 2])
        }
    }

    @Test func wrongTypesAreTypedErrors() async throws {
        try await Bench.withConnection { connection in
            let row = try await connection.query("SELECT 'x'::text AS word, NULL::int8, ARRAY[[1,2],[3,4]]").only()
            for error in [
                #expect(throws: PostgresError.self) { try row[0, as: Int64.self] },
                #expect(throws: PostgresError.self) { try row[1, as: Int64.self] },
                #expect(throws: PostgresError.self) { try row[2, as: [Int32].self] },
                #expect(throws: PostgresError.self) { try row[3, as: Int32.self] },
                #expect(throws: PostgresError.self) { try row["other", as: Int32.self] },
                #expect(throws: PostgresError.self) { try row[-1, as: Int32.self] },
            ] {
                #expect(error?.code == .decoding)
            }
            #expect(try row["word", as: String.self] == "x")
        }
    }

    @Test func textWithNULIsRefusedBeforeSending() async throws {
        try await Bench.withConnection { connection in
            for query in ["SELECT \("a\0b")", "SELECT \(["a", "\0"])", "SELECT 1 AS \(identifier: "a\0")"] as [Query] {
                let error = await #expect(throws: PostgresError.self) { try await connection.query(query) }
                #expect(error?.code == .encoding)
                #expect(error?.isOutcomeUnknown == false)
            }
            try await Bench.expectAnswer(from: connection)
        }
    }

    /// Random bytes, and true values with random bytes changed, cut and added, to every decoder: errors, no crash.
    @Test func hostileBytesAreErrorsNotTraps() {
        var random = SystemRandomNumberGenerator()
        for round in PropertyRuns.rounds(20_000) {
            var bytes: [UInt8] = (0..<Int.random(in: 0...48)).map { _ in .random(in: .min ... .max) }
            if round % 3 == 0 {
                bytes = [0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 20, 0, 0, 0, UInt8(round % 256), 0, 0, 0, 1] + bytes
            } else if round % 3 == 1 {
                bytes = [0, 0, 0, UInt8(round % 4), 0, 0, 0, 0, 0, 0, 0, 25, 127, 255, 255, 255, 0, 0, 0, 1] + bytes
            }
            if round % 7 == 0, !bytes.isEmpty {
                bytes[Int.random(in: 0..<bytes.count, using: &random)] ^= 0xFF
            }
            decodeAll(bytes)
        }
    }

    private func decodeAll(_ bytes: [UInt8]) {
        decode(Int16.self, bytes)
        decode(Int32.self, bytes)
        decode(Int64.self, bytes)
        decode(Bool.self, bytes)
        decode(Float.self, bytes)
        decode(Double.self, bytes)
        decode(String.self, bytes)
        decode(UUID.self, bytes)
        decode(Timestamp.self, bytes)
        decode(CalendarDate.self, bytes)
        decode(JSON.self, bytes)
        decode(TransactionID.self, bytes)
        decode([UInt8].self, bytes)
        decode([Int64].self, bytes)
        decode([Int64?].self, bytes)
        decode([String].self, bytes)
        decode([String?].self, bytes)
        decode([[UInt8]].self, bytes)
        decode([Timestamp?].self, bytes)
    }

    private func decode<Value: PostgresDecodable & PostgresEncodable>(_ type: Value.Type, _ bytes: [UInt8]) {
        _ = try? ByteReader.decode(type, from: bytes, as: Value.postgresType)
    }
}
