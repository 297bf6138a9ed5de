/// Set-based SQL as a careful person would write it to fire timers: one statement takes a batch of what is due and writes
/// all that comes of it.
///
/// What two sessions fire is kept apart by the lock on the timer: one on the ticket alone would let a session fire again
/// what another had fired since its snapshot. It writes what the engine writes; that all of these timers come to the same is something it takes for granted.
struct HandFiring: Sendable {
    let district: Int64
    /// What one firing writes.
    let specimen: Specimen

    /// Timers in one statement, as many as the worker takes.
    static let batch = 500

    /// One batch; it fires nothing where nothing is due.
    var statement: String {
        """
        WITH due AS MATERIALIZED (
            SELECT x.ticket_id, x.clock, x.step, x.due_at
            FROM timer AS x
            WHERE x.district_id = \(district) AND x.fire_at < (SELECT clock_timestamp())
            ORDER BY x.fire_at, x.ticket_id
            LIMIT \(Self.batch)
            FOR UPDATE OF x SKIP LOCKED),
        gone AS (
            DELETE FROM timer AS x USING due AS d
            WHERE x.district_id = \(district) AND x.ticket_id = d.ticket_id AND x.clock = d.clock AND x.step = d.step),
        t AS (
            UPDATE ticket AS t
            SET state = '\(specimen.state)', responsible_id = t.lead_id, last_at = d.due_at, seq = t.seq + 1, lamp = 0,
                body = \(HandWritten.text(specimen.body)), hash = sha256(t.hash)
            FROM due AS d
            WHERE t.district_id = \(district) AND t.id = d.ticket_id
            RETURNING t.id, t.seq, t.hash, d.due_at),
        e AS (
            INSERT INTO ticket_event (district_id, ticket_id, at, seq, definition_version, definition, payload, hash)
            SELECT \(district), id, due_at, seq, \(specimen.version), 'issue', \(HandWritten.bytes(specimen.payload)), hash
            FROM t)\(timers)
        \(messages);

        """
    }

    private var timers: String {
        guard !specimen.added.isEmpty else { return "" }
        let rows = specimen.added.map { "('\($0.timer.clock)', '\($0.timer.step)', interval '\($0.seconds) s')" }
        return """
            ,
            n AS (
                INSERT INTO timer (district_id, ticket_id, due_at, fire_at, clock, step)
                SELECT \(district), t.id, t.due_at + n.wait, t.due_at + n.wait, n.clock, n.step
                FROM t, (VALUES \(rows.joined(separator: ", "))) AS n (clock, step, wait))
            """
    }

    private var messages: String {
        guard let message = specimen.messages.first else { return "SELECT count(*) FROM t" }
        return """
            INSERT INTO outbox (district_id, id, ticket_id, next_at, seq, payload)
            SELECT \(district), nextval('outbox_id_seq'), id, clock_timestamp(), seq, \(HandWritten.text(message)) FROM t
            """
    }
}
