package import Postgres
package import Workflow

/// A page of a desk's log (值班日志): what one shift handed to the next.
package struct ShiftLogRow: Sendable {
    /// Its number.
    package let id: Int64
    /// The desk.
    package let unit: UnitID
    /// Who went.
    package let giver: PersonID
    /// Who came.
    package let taker: PersonID
    /// The shift that was over.
    package let period: (from: Instant, until: Instant)
    /// What the giver wrote; may be empty.
    package let note: String
    /// Open matters and what happened.
    package let body: JSONValue

    /// Writes a page; answers with its number.
    package static func write(
        _ district: DistrictID,
        unit: UnitID,
        _ handOver: HandOver,
        from: Instant,
        at: Instant,
        note: String,
        body: JSONValue
    ) -> Query {
        """
        INSERT INTO shift_log (district_id, id, unit_id, giver_id, taker_id, from_at, handed_at, note, body)
        VALUES (\(district.rawValue), nextval('shift_log_id_seq'), \(unit.rawValue), \(handOver.from.rawValue),
            \(handOver.to.rawValue), \(Timestamp(from)), \(Timestamp(at)), \(note), \(body.canonicalText))
        RETURNING id
        """
    }

    /// The latest pages, of some units or of all.
    package static func list(_ district: DistrictID, units: [UnitID]?, limit: Int) -> Query {
        """
        SELECT id, unit_id, giver_id, taker_id, from_at, handed_at, note, body FROM shift_log
        WHERE district_id = \(district.rawValue)
            AND (\(units == nil) OR unit_id = ANY(\(units?.map(\.rawValue) ?? [])))
        ORDER BY id DESC LIMIT \(Int32(clamping: limit))
        """
    }

    /// One page.
    package static func page(_ id: Int64, of district: DistrictID) -> Query {
        """
        SELECT id, unit_id, giver_id, taker_id, from_at, handed_at, note, body FROM shift_log
        WHERE district_id = \(district.rawValue) AND id = \(id)
        """
    }

    /// What happened on tickets that a unit holds, leads or answers for, in the order of time: ticket, event, act, urgency.
    package static func events(_ district: DistrictID, unit: UnitID, since: Instant, limit: Int) -> Query {
        """
        SELECT \(unsafeSQL: StoredEvent.columns)
        FROM ticket AS t JOIN ticket_event AS e ON e.district_id = t.district_id AND e.ticket_id = t.id
        WHERE t.district_id = \(district.rawValue) AND t.last_at >= \(Timestamp(since))
            AND \(unit.rawValue) IN (t.desk_id, t.lead_id, t.responsible_id) AND e.at >= \(Timestamp(since))
        ORDER BY e.at, e.ticket_id, e.seq LIMIT \(Int32(clamping: limit))
        """
    }

    /// Reads a row of `list`.
    package init(row: Row) throws {
        id = try row[0]
        unit = UnitID(try row[1, as: Int64.self])
        giver = PersonID(try row[2, as: Int64.self])
        taker = PersonID(try row[3, as: Int64.self])
        period = (Instant(try row[4, as: Timestamp.self]), Instant(try row[5, as: Timestamp.self]))
        note = try row[6]
        let text: String = try row[7]
        guard let body = try? JSONValue(parsing: text) else {
            throw StoreError.damaged(table: "shift_log", row: "\(id)", why: "not JSON")
        }
        self.body = body
    }
}
