import Postgres

/// An event as its row has it; times in microseconds since 1970.
struct EventRow {
    let ticket: Int64
    let seq: Int64
    let at: Int64
    let recordedAt: Int64
    let definition: String
    let version: Int64
    let payload: [UInt8]
    let hash: [UInt8]

    init(_ row: Row) throws {
        ticket = try row[0]
        seq = Int64(try row[1, as: Int32.self])
        at = try row[2, as: Timestamp.self].microseconds
        recordedAt = try row[3, as: Timestamp.self].microseconds
        definition = try row[4]
        version = Int64(try row[5, as: Int32.self])
        payload = try row[6]
        hash = try row[7]
    }

    static func all(_ district: Int64) -> Query {
        """
        SELECT ticket_id, seq, at, recorded_at, definition, definition_version, payload, hash
        FROM ticket_event WHERE district_id = \(district) ORDER BY ticket_id, seq
        """
    }
}

/// A ticket as its row has it.
struct TicketRow {
    let id: Int64
    let seq: Int64
    let state: String
    let desk: Int64
    let lead: Int64?
    let responsible: Int64?
    let isClosed: Bool
    let hash: [UInt8]

    init(_ row: Row) throws {
        id = try row[0]
        seq = Int64(try row[1, as: Int32.self])
        state = try row[2]
        desk = try row[3]
        lead = try row[4]
        responsible = try row[5]
        isClosed = try row[6]
        hash = try row[7]
    }

    static func all(_ district: Int64) -> Query {
        """
        SELECT id, seq, state, desk_id, lead_id, responsible_id, closed_at IS NOT NULL, hash
        FROM ticket WHERE district_id = \(district)
        """
    }
}

/// A timer as its row has it.
struct TimerKeyRow: Hashable {
    let clock: String
    let step: String
    let due: Int64
}
