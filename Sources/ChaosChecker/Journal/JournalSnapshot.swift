import Postgres

/// All of a district but its events, as one snapshot showed it.
struct JournalSnapshot {
    typealias Place = CallerNotes.Place

    /// Where a text stands.
    struct TextPlace: Hashable {
        let place: Place
        let field: String
    }

    let district: Int64
    /// What was due before this should have fired.
    let overdueBefore: Int64
    private(set) var tickets: [Int64: TicketRow] = [:]
    private(set) var timers: [Int64: Set<TimerKeyRow>] = [:]
    private(set) var dead: [Int64: Set<TimerKeyRow>] = [:]
    private(set) var keys: [(key: String, owner: String, place: Place)] = []
    private(set) var texts: [TextPlace: (salt: [UInt8], text: String)] = [:]

    /// Reads it on a connection that holds a snapshot.
    ///
    /// - Throws: `CheckError` where there is no such district; `PostgresError`.
    init(_ code: String, isLive: Bool, on connection: Connection) async throws {
        let found = try await connection.query("SELECT id, clock_timestamp() FROM district WHERE code = \(code)")
        guard let row = found.first else { throw CheckError("there is no district \(code)") }
        district = try row[0]
        let now = try row[1, as: Timestamp.self].microseconds
        // Whoever asks waited until all that was due had fired, and then for the daemons to stop.
        overdueBefore = isLive ? now - 20_000_000 : .min
        try await readRows(on: connection)
        try await readTexts(on: connection)
    }

    private mutating func readRows(on connection: Connection) async throws {
        for row in try await connection.query(TicketRow.all(district)) {
            let ticket = try TicketRow(row)
            tickets[ticket.id] = ticket
        }
        let timers: Query = """
            SELECT ticket_id, clock, step, due_at, false FROM timer WHERE district_id = \(district)
            UNION ALL
            SELECT ticket_id, clock, step, due_at, true FROM timer_dead WHERE district_id = \(district)
            """
        for row in try await connection.query(timers) {
            let due = try row[3, as: Timestamp.self].microseconds
            let timer = TimerKeyRow(clock: try row[1], step: try row[2], due: due)
            let ticket: Int64 = try row[0]
            if try row[4, as: Bool.self] {
                dead[ticket, default: []].insert(timer)
            } else {
                self.timers[ticket, default: []].insert(timer)
            }
        }
        let keys: Query = "SELECT key, owner, ticket_id, seq FROM command_key WHERE district_id = \(district)"
        for row in try await connection.query(keys) {
            let place = Place(ticket: try row[2], seq: Int64(try row[3, as: Int32.self]))
            self.keys.append((try row[0], try row[1], place))
        }
    }

    private mutating func readTexts(on connection: Connection) async throws {
        let texts: Query = """
            SELECT r.ticket_id, 1, f.field, r.salt, f.text
            FROM report AS r CROSS JOIN LATERAL (VALUES ('title', r.title), ('text', r.text)) AS f (field, text)
            WHERE r.district_id = \(district) AND f.text IS NOT NULL
            UNION ALL
            SELECT c.ticket_id, c.seq, f.field, c.salt, f.text
            FROM contact AS c CROSS JOIN LATERAL (
                VALUES ('contact_name', c.name), ('contact_phone', c.phone), ('contact_address', c.address)
            ) AS f (field, text)
            WHERE c.district_id = \(district) AND f.text IS NOT NULL
            UNION ALL
            SELECT ticket_id, seq, field, salt, text FROM remark WHERE district_id = \(district) AND text IS NOT NULL
            """
        for row in try await connection.query(texts) {
            let place = Place(ticket: try row[0], seq: Int64(try row[1, as: Int32.self]))
            self.texts[TextPlace(place: place, field: try row[2])] = (try row[3], try row[4])
        }
    }
}
