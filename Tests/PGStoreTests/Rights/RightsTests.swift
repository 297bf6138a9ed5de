import Postgres
import TestSupport
import Testing

/// What the three roles may not do.
@Suite struct RightsTests {
    @Test(arguments: [
        "UPDATE ticket_event SET seq = 1", "DELETE FROM ticket_event", "TRUNCATE ticket_event", "DELETE FROM ticket",
        "DELETE FROM report", "DELETE FROM remark", "UPDATE definition SET version = 2", "DELETE FROM definition",
        "INSERT INTO schema_migration (number, name, checksum) VALUES (99, 'x', 'x')", "DELETE FROM schema_migration",
        "CREATE TABLE own (id int)", "ALTER TABLE ticket ADD COLUMN own int", "DROP TABLE ticket",
        "UPDATE plan SET name = ''", "DELETE FROM plan",
        "UPDATE security_event SET kind = ''", "DELETE FROM security_event", "TRUNCATE security_event",
        "DELETE FROM credential", "DELETE FROM api_token", "UPDATE external_identity SET person_id = 1",
        "UPDATE external_identity SET subject = ''", "TRUNCATE external_identity",
        "UPDATE plan SET name = ''", "DELETE FROM plan", "UPDATE access_log SET reason = ''", "DELETE FROM access_log",
        "TRUNCATE access_log", "DELETE FROM attachment", "UPDATE attachment SET file_name = ''",
        "UPDATE attachment SET sha256 = sha256", "UPDATE installation SET id = id",
        "UPDATE message_log SET words = ''", "DELETE FROM message_log", "TRUNCATE message_log",
        "UPDATE security_event SET at = now() - interval '1 year'", "UPDATE access_log SET xact = '0'",
        "SELECT * FROM logs_prune(1, now() - interval '1 year', 10)", "DELETE FROM syslog_cursor",
        "DROP FUNCTION logs_prune", "ALTER TABLE security_event DISABLE TRIGGER ALL",
    ])
    func `the program's own role may not`(_ statement: String) async throws {
        #expect(try await refusal(of: statement, to: "whistle_app") == "42501")
    }

    @Test(arguments: [
        "SELECT count(*) FROM ticket_event", "SELECT count(*) FROM contact", "SELECT nextval('ticket_id_seq')",
        "UPDATE ticket SET seq = seq WHERE false", "DELETE FROM timer WHERE false", "DELETE FROM outbox WHERE false",
        "SELECT count(*) FROM security_event", "DELETE FROM session WHERE false", "DELETE FROM attempt WHERE false",
        "INSERT INTO security_event (district_id, id, kind) SELECT 1, 1, '' WHERE false",
        "DELETE FROM command_key WHERE false", "UPDATE report SET text = NULL WHERE false",
        "UPDATE attachment SET hidden_at = now() WHERE false", "SELECT id FROM installation",
        "SELECT count(*) FROM access_log", "UPDATE contact SET key = NULL WHERE false",
        "INSERT INTO access_log (district_id, ticket_id, person_id, via, fields, reason) "
            + "SELECT 0, 1, 1, 'cli', ARRAY['contact_name'], 'r'",
    ])
    func `the program's own role may`(_ statement: String) async throws {
        #expect(try await refusal(of: statement, to: "whistle_app") == nil)
    }

    @Test(arguments: [
        "SELECT * FROM contact", "SELECT count(*) FROM contact", "INSERT INTO ticket_event DEFAULT VALUES",
        "UPDATE ticket SET seq = 1", "DELETE FROM timer", "SELECT nextval('ticket_id_seq')",
        "SELECT password FROM credential", "SELECT hash FROM session", "SELECT hash FROM api_token",
        "SELECT hash FROM recovery_code", "SELECT count(*) FROM external_identity",
        "SELECT count(*) FROM security_event", "SELECT count(*) FROM attempt",
        "SELECT file_name FROM attachment",
        "SELECT sealed_phone FROM person",
    ])
    func `who reports may not`(_ statement: String) async throws {
        #expect(try await refusal(of: statement, to: "whistle_report") == "42501")
    }

    @Test(arguments: [
        "SELECT count(*) FROM ticket", "SELECT count(*) FROM ticket_event", "SELECT count(*) FROM report",
        "SELECT kind FROM attachment",
    ])
    func `who reports may`(_ statement: String) async throws {
        #expect(try await refusal(of: statement, to: "whistle_report") == nil)
    }

    private func refusal(of statement: String, to role: String) async throws -> String? {
        try await MigratedDatabase.withConnection(to: MigratedDatabase.database(), user: role) { connection in
            do {
                try await connection.query(Query(unsafeSQL: statement))
                return nil
            } catch let error as PostgresError {
                return error.sqlState?.rawValue
            }
        }
    }
}
