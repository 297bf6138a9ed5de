import Postgres
import TestSupport

/// A database with twenty thousand tickets in each of two districts, so that the planner has something to plan.
enum BusyDistrict {
    static let database = Task { () async throws -> TestDatabase in
        let database = try await MigratedDatabase.migrated(TestServer.shared())
        try await MigratedDatabase.withConnection(to: database) { try await $0.run(script: script) }
        return database
    }

    private static let script = """
        INSERT INTO district (id, code, name) VALUES (1, 'one', '一'), (2, 'two', '二');
        INSERT INTO unit (district_id, id, code, kind, name)
            SELECT d, n, 'u' || n, 'street', 'n' FROM generate_series(1, 2) AS d, generate_series(1, 200) AS n;
        INSERT INTO person (district_id, id, account, name)
            SELECT d, n, 'p' || n, 'n' FROM generate_series(1, 2) AS d, generate_series(1, 200) AS n;
        INSERT INTO post (district_id, person_id, role, unit_id)
            SELECT d, n, 'liaison', n FROM generate_series(1, 2) AS d, generate_series(1, 200) AS n;
        INSERT INTO ticket (district_id, id, place_id, desk_id, lead_id, responsible_id, reported_at, last_at, closed_at,
                seq, definition_version, lamp, urgent, definition, state, category, body, hash)
            SELECT d, n, n % 200, n % 200, NULL, CASE WHEN n % 3 > 0 THEN n % 200 END, now(), now(),
                CASE WHEN n % 3 = 0 THEN now() END, 2, 1, n % 3, false, 'issue', 'signed', '水务/停水', '{}', '\\x00'
            FROM generate_series(1, 2) AS d, generate_series(1, 20000) AS n;
        INSERT INTO report (district_id, ticket_id, salt, title, text)
            SELECT d, n, '\\x00', 't', '漏水' FROM generate_series(1, 2) AS d, generate_series(1, 20000) AS n;
        INSERT INTO ticket_event (district_id, ticket_id, at, seq, definition_version, definition, payload, hash)
            SELECT d, n, now(), s, 1, 'issue', '\\x00', '\\x00'
            FROM generate_series(1, 2) AS d, generate_series(1, 20000) AS n, generate_series(1, 2) AS s;
        INSERT INTO timer (district_id, ticket_id, due_at, fire_at, clock, step)
            SELECT d, n, now() + n * interval '1 s', now() + n * interval '1 s', 'whole', 'w0'
            FROM generate_series(1, 2) AS d, generate_series(1, 20000) AS n;
        INSERT INTO outbox (district_id, id, ticket_id, next_at, seq, payload)
            SELECT d, n, n, now() + n * interval '1 s', 1, '{}'
            FROM generate_series(1, 2) AS d, generate_series(1, 20000) AS n;
        INSERT INTO command_key (district_id, owner, key, body_hash, ticket_id, seq, keep_until)
            SELECT d, '~', n::text, '\\x00', n, 1, now() + n * interval '1 min'
            FROM generate_series(1, 2) AS d, generate_series(1, 20000) AS n;
        INSERT INTO request_key (district_id, person_id, key, digest, holder, held_until, status, answer, keep_until)
            SELECT d, n % 200, n::text, '\\x00', n, now(), 204, '{}', now() + n * interval '1 min'
            FROM generate_series(1, 2) AS d, generate_series(1, 20000) AS n;
        INSERT INTO search (district_id, ticket_id, grams)
            SELECT d, n, array_to_tsvector(ARRAY['g' || n % 500, 'h' || n % 300])
            FROM generate_series(1, 2) AS d, generate_series(1, 20000) AS n;
        INSERT INTO timer_dead (district_id, ticket_id, due_at, clock, step, code, reason)
            SELECT d, n, now(), 'whole', 'due', 'c', 'r' FROM generate_series(1, 2) AS d, generate_series(1, 2000) AS n;
        INSERT INTO outbox_dead (district_id, id, ticket_id, seq, attempts, payload, reason)
            SELECT d, n, n, 1, 12, '{}', 'r' FROM generate_series(1, 2) AS d, generate_series(1, 2000) AS n;
        ANALYZE;
        """
}
