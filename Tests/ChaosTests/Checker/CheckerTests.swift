import Chaos
import ChaosChecker
import Testing

/// A checker that finds nothing must be one that would have found something.
@Suite(.serialized) struct CheckerTests {
    private struct Damage {
        let name: String
        let kinds: Set<ChaosFinding.Kind>
        let sql: String
    }

    /// An event in the middle of a ticket's life, one that a command made, one that a timer made.
    private static let middle = """
        (SELECT ticket_id, seq FROM ticket_event AS e WHERE seq = 2 AND EXISTS (
            SELECT FROM ticket_event AS l WHERE l.ticket_id = e.ticket_id AND l.seq = 3) ORDER BY ticket_id LIMIT 1)
        """
    private static let fired = """
        (SELECT ticket_id, seq FROM ticket_event WHERE convert_from(payload, 'UTF8')::jsonb ? 'timer'
            ORDER BY ticket_id LIMIT 1)
        """

    private static let damages = [
        Damage(
            name: "event_gone",
            kinds: [.loss, .damage],
            sql: "DELETE FROM ticket_event WHERE (ticket_id, seq) = \(middle)"
        ),
        Damage(
            name: "last_event_gone",
            kinds: [.loss, .damage],
            sql: """
                DELETE FROM ticket_event AS e USING command_key AS k, ticket AS t
                WHERE e.ticket_id = k.ticket_id AND e.seq = k.seq AND t.id = e.ticket_id AND t.seq = e.seq
                """
        ),
        Damage(
            name: "bytes_changed",
            kinds: [.damage],
            sql: """
                UPDATE ticket_event SET payload = replace(convert_from(payload, 'UTF8'), '"note"', '"nota"')::bytea
                WHERE (ticket_id, seq) IN (SELECT ticket_id, seq FROM remark WHERE field = 'note' LIMIT 1)
                """
        ),
        Damage(name: "hash_changed", kinds: [.damage], sql: "UPDATE ticket SET hash = sha256(hash) WHERE id % 7 = 0"),
        Damage(
            name: "key_twice",
            kinds: [.double],
            sql: """
                INSERT INTO command_key (district_id, owner, key, body_hash, ticket_id, seq, keep_until)
                SELECT district_id, owner, key || '-', body_hash, ticket_id, seq, keep_until FROM command_key LIMIT 1
                """
        ),
        Damage(
            name: "event_twice",
            kinds: [.double, .damage],
            sql: """
                WITH last AS (
                    SELECT e.* FROM ticket_event AS e JOIN ticket AS t ON t.id = e.ticket_id AND t.seq = e.seq
                    JOIN command_key AS k ON k.ticket_id = e.ticket_id AND k.seq = e.seq
                    WHERE e.seq > 1 LIMIT 1
                ), one AS (UPDATE ticket AS t SET seq = t.seq + 1 FROM last WHERE t.id = last.ticket_id)
                INSERT INTO ticket_event (district_id, ticket_id, at, seq, definition_version, definition, payload, hash)
                SELECT district_id, ticket_id, at, seq + 1, definition_version, definition, payload, hash FROM last
                """
        ),
        Damage(
            name: "fired_early",
            kinds: [.early],
            sql: "UPDATE ticket_event SET recorded_at = at - interval '1 ms' WHERE (ticket_id, seq) = \(fired)"
        ),
        Damage(
            name: "fired_twice",
            kinds: [.timer, .damage],
            sql: """
                WITH last AS (
                    SELECT e.* FROM ticket_event AS e JOIN ticket AS t ON t.id = e.ticket_id AND t.seq = e.seq
                    WHERE convert_from(e.payload, 'UTF8')::jsonb ? 'timer' LIMIT 1
                ), one AS (UPDATE ticket AS t SET seq = t.seq + 1 FROM last WHERE t.id = last.ticket_id)
                INSERT INTO ticket_event (district_id, ticket_id, at, seq, definition_version, definition, payload, hash)
                SELECT district_id, ticket_id, at, seq + 1, definition_version, definition, payload, hash FROM last
                """
        ),
        Damage(
            name: "timer_gone",
            kinds: [.timer],
            sql: "DELETE FROM timer WHERE ticket_id = (SELECT min(ticket_id) FROM timer)"
        ),
        Damage(
            name: "timer_asleep",
            kinds: [.timer],
            sql:
                "UPDATE timer SET due_at = due_at - interval '1 year' WHERE ticket_id = (SELECT min(ticket_id) FROM timer)"
        ),
        Damage(
            name: "nobody_responsible",
            kinds: [.invariant, .damage],
            sql: """
                UPDATE ticket_event SET payload = regexp_replace(
                    convert_from(payload, 'UTF8'), '"responsible":\\d+', '"responsible":null')::bytea WHERE seq = 1
                """
        ),
        Damage(name: "words_gone", kinds: [.loss], sql: "DELETE FROM remark WHERE ticket_id % 5 = 0"),
        Damage(
            name: "words_changed",
            kinds: [.damage, .loss],
            sql: "UPDATE report SET text = '改' WHERE ticket_id % 5 = 0"
        ),
        Damage(
            name: "row_moved",
            kinds: [.damage],
            sql: "UPDATE ticket SET desk_id = desk_id + 1 WHERE id = (SELECT min(id) FROM ticket)"
        ),
    ]

    @Test func `a good run is good, and each damage to it is found`() async throws {
        try await GoodRun.with { run in
            #expect(run.result.isGood, "\(run.result.wrong) \(run.result.report.findings)")
            #expect(run.result.report.acknowledged >= ChaosScale.short.commands)
            #expect(run.result.report.fired > 0)
            for damage in Self.damages {
                let report = try await run.check(damage.name, after: damage.sql)
                let found = Set(ChaosFinding.Kind.allCases.filter { report.count($0) > 0 })
                #expect(damage.kinds.isSubset(of: found), "\(damage.name): \(report.findings.prefix(5))")
            }
            let untouched = try await run.check("untouched", after: "")
            #expect(untouched.findings == [])
            try await Self.checkNotes(run)
        }
    }

    /// Notes that the database does not bear out.
    private static func checkNotes(_ run: GoodRun) async throws {
        let key = try await run.text("SELECT min(key) FROM command_key WHERE owner <> '~'")
        let refused = try await run.check("refused", after: "", notes: ["refused\t\(key)\tstale_version"])
        #expect(refused.count(.double) == 1)
        let elsewhere = try await run.check("elsewhere", after: "", notes: ["done\t\(key)\t999999\t1\tfalse"])
        #expect(elsewhere.count(.double) > 0)
        let lost = [
            "try\tx.1\tdesk0\treport\tissue\t-\t-\tt.text=漏水凭x.1", "done\tx.1\t999999\t1\tfalse",
        ]
        let report = try await run.check("lost", after: "", notes: lost)
        #expect(report.count(.loss) == 2)
        let undone = ["undone\t\(key)\tbusy"]
        let gone = try await run.check(
            "ack_dropped",
            after: "DELETE FROM command_key WHERE key = '\(key)'",
            notes: undone
        )
        #expect(gone.count(.loss) == 1 && gone.count(.double) >= 1)
    }
}
