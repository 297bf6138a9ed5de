import PGStore
import Postgres
import Workflow

/// What one step of a matter's life writes, read off a ticket to which the engine let it happen: what SQL written by
/// hand is to write as well, byte by byte as long.
struct Specimen: Sendable {
    struct Timer: Sendable, Hashable {
        let clock: String
        let step: String
    }

    let state: String
    let body: String
    let isLeads: Bool
    let version: Int32
    let payload: [UInt8]
    let reporter: Int64?
    let messages: [String]
    let remarks: [(field: String, text: String)]
    /// Timers that it takes away.
    let gone: [Timer]
    /// Timers that it adds, with seconds from now.
    let added: [(timer: Timer, seconds: Int64)]

    /// Reads it from two tickets: one that has the step behind it, and one that has it before it.
    init(of ticket: Int64, before: Int64?, in district: DistrictID, on connection: Connection) async throws {
        let row = try await connection.query(Self.ticket(ticket, district)).only()
        state = try row[0]
        body = try row[1]
        isLeads = try row[2]
        version = try row[3]
        payload = try row[4]
        reporter = try row[5]
        messages = try await connection.query(Self.messages(ticket, district)).map { try $0[0] }
        remarks = try await connection.query(Self.remarks(ticket, district)).map { (try $0[0], try $0[1]) }
        let after = try await Self.timers(ticket, district, connection)
        let old = Set(try await before.asyncMap { try await Self.timers($0, district, connection) }?.map(\.timer) ?? [])
        gone = old.subtracting(after.map(\.timer)).sorted { $0.clock < $1.clock }
        added = after.filter { !old.contains($0.timer) }
    }

    private static func timers(
        _ ticket: Int64,
        _ district: DistrictID,
        _ connection: Connection
    ) async throws -> [(timer: Timer, seconds: Int64)] {
        try await connection.query(
            """
            SELECT clock, step, extract(epoch FROM due_at - now())::int8 FROM timer
            WHERE district_id = \(district.rawValue) AND ticket_id = \(ticket) ORDER BY clock
            """
        ).map { (Timer(clock: try $0[0], step: try $0[1]), try $0[2]) }
    }

    private static func ticket(_ ticket: Int64, _ district: DistrictID) -> Query {
        """
        SELECT t.state, t.body, t.responsible_id IS NOT DISTINCT FROM t.lead_id, t.definition_version, e.payload, t.reporter_id
        FROM ticket AS t
        JOIN ticket_event AS e ON e.district_id = t.district_id AND e.ticket_id = t.id AND e.seq = t.seq
        WHERE t.district_id = \(district.rawValue) AND t.id = \(ticket)
        """
    }

    private static func messages(_ ticket: Int64, _ district: DistrictID) -> Query {
        """
        SELECT o.payload FROM outbox AS o
        JOIN ticket AS t ON t.district_id = o.district_id AND t.id = o.ticket_id AND t.seq = o.seq
        WHERE o.district_id = \(district.rawValue) AND o.ticket_id = \(ticket)
        """
    }

    private static func remarks(_ ticket: Int64, _ district: DistrictID) -> Query {
        """
        SELECT r.field, r.text FROM remark AS r
        JOIN ticket AS t ON t.district_id = r.district_id AND t.id = r.ticket_id AND t.seq = r.seq
        WHERE r.district_id = \(district.rawValue) AND r.ticket_id = \(ticket)
        """
    }
}

extension Optional {
    fileprivate func asyncMap<Value>(_ body: (Wrapped) async throws -> Value) async rethrows -> Value? {
        switch self {
        case .some(let wrapped): try await body(wrapped)
        case .none: nil
        }
    }
}
