import Foundation
import Postgres
import Schema
import TestSupport
import Testing
import Workflow

@testable import PGStore

/// What stood in the open before 0015 stays where it is found, and waits for a key; nothing of it is lost.
@Suite struct SealedContactMigrationTests {
    @Test func `rows of before are kept in the open, and what later acts said is among them`() async throws {
        // Makes the roles.
        _ = try await MigratedDatabase.database()
        let database = try await TestServer.shared().newDatabase()
        let all = try Migration.load(folder: Schema.migrations.path)
        try await MigratedDatabase.withConnection(to: database) { connection in
            _ = try await MigrationRunner(all.filter { $0.number < 15 }).apply(on: connection)
            _ = try await connection.run(
                script: """
                    INSERT INTO contact (district_id, ticket_id, salt, name, phone)
                    VALUES (1, 7, '\\x01', '张三', '13800005678');
                    INSERT INTO remark (district_id, ticket_id, seq, field, salt, text) VALUES
                        (1, 7, 3, 'contact_phone', '\\x02', '13911112222'), (1, 7, 3, 'note', '\\x02', '改号'),
                        (1, 8, 2, 'contact_name', '\\x03', '李四'), (1, 8, 2, 'contact_address', '\\x03', '翠苑3-501');
                    """
            )
            _ = try await MigrationRunner(all).apply(on: connection)
            let rows = try await connection.query(
                StoredContact.of(from: TicketID(1), to: TicketID(9), in: DistrictID(1))
            ).map { try StoredContact($0) }
            #expect(rows.map(\.ticket.rawValue) == [7, 7, 8] && rows.map(\.seq) == [1, 3, 2])
            #expect(rows.map(\.salt) == [[1], [2], [3]] && rows.allSatisfy { $0.key == nil })
            let latest = StoredContact.latest(of: Array(rows[..<2]), in: DistrictID(1), under: nil)
            #expect(latest.mapValues { try? $0.get() } == ["contact_name": "张三", "contact_phone": "13911112222"])
            let left = try await connection.query("SELECT field FROM remark").map { try $0[0, as: String.self] }
            #expect(left == ["note"])
            // Half sealed is no state of a row.
            await #expect(throws: PostgresError.self) {
                try await connection.query("UPDATE contact SET key = 'k1', sealed_name = '\\x01' WHERE ticket_id = 8")
            }
        }
    }
}
