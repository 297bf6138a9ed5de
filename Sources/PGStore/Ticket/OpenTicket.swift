package import Postgres
package import Workflow

/// A ticket as work lists know it while it runs.
package struct OpenTicket: Sendable {
    /// The ticket.
    package let id: TicketID
    /// Number of the last event: of two such, the one with the higher number is the later.
    package let seq: Int
    /// The person responsible for it.
    package let owner: PersonID?
    /// When it is due next, or was; nil: no clock runs.
    package let nextDue: Instant?
    /// How it is held; nil: its life has ended.
    package let held: Held?
}

extension OpenTicket {
    /// Those that a unit answers for, holds, leads, or works on as a part of the lead.
    ///
    /// - Parameters:
    ///   - unit: the unit.
    ///   - district: the district.
    ///   - most: rows at the most.
    /// - Returns: the statement; a ticket may be there twice.
    package static func held(by unit: UnitID, in district: DistrictID, upTo most: Int) -> Query {
        // A desk or lead that answers for it itself stands in the index of who answers only.
        """
        SELECT \(unsafeSQL: columns) FROM (
            SELECT * FROM ticket AS t
            WHERE t.district_id = \(district.rawValue) AND t.closed_at IS NULL AND t.responsible_id = \(unit.rawValue)
            UNION ALL
            SELECT * FROM ticket AS t
            WHERE t.district_id = \(district.rawValue) AND t.closed_at IS NULL AND t.desk_id = \(unit.rawValue)
                AND t.desk_id <> t.responsible_id
            UNION ALL
            SELECT * FROM ticket AS t
            WHERE t.district_id = \(district.rawValue) AND t.closed_at IS NULL AND t.lead_id = \(unit.rawValue)
                AND t.lead_id <> t.responsible_id
            UNION ALL
            SELECT * FROM ticket AS t
            WHERE t.district_id = \(district.rawValue) AND t.closed_at IS NULL AND t.inside_id = \(unit.rawValue)
        ) AS t
        LIMIT \(Int32(clamping: most))
        """
    }

    /// Those that a person is responsible for.
    ///
    /// - Parameters:
    ///   - person: the person.
    ///   - district: the district.
    ///   - most: rows at the most.
    /// - Returns: the statement.
    package static func owned(by person: PersonID, in district: DistrictID, upTo most: Int) -> Query {
        """
        SELECT \(unsafeSQL: columns) FROM ticket AS t
        WHERE t.district_id = \(district.rawValue) AND t.closed_at IS NULL AND t.owner_id = \(person.rawValue)
        LIMIT \(Int32(clamping: most))
        """
    }

    /// Some tickets, whether they run or not.
    ///
    /// - Parameters:
    ///   - tickets: their ids.
    ///   - district: the district.
    /// - Returns: the statement.
    package static func of(_ tickets: [TicketID], in district: DistrictID) -> Query {
        """
        SELECT \(unsafeSQL: columns) FROM ticket AS t
        WHERE t.district_id = \(district.rawValue) AND t.id = ANY(\(tickets.map(\.rawValue)))
        """
    }

    /// Which of some tickets row security lets whoever reads see.
    ///
    /// - Parameters:
    ///   - tickets: their ids.
    ///   - district: the district.
    /// - Returns: the statement; its rows are ids.
    package static func visible(among tickets: [TicketID], in district: DistrictID) -> Query {
        """
        SELECT t.id FROM ticket AS t
        WHERE t.district_id = \(district.rawValue) AND t.id = ANY(\(tickets.map(\.rawValue)))
        """
    }

    /// What `init(row:)` reads, in its order.
    private static let columns = """
        t.id, t.seq, t.responsible_id, t.desk_id, t.lead_id, t.owner_id, t.definition, t.definition_version, t.state, t.lamp, \
        t.kept_units IS NOT NULL OR t.kept_people IS NOT NULL OR t.named_people IS NOT NULL, t.closed_at IS NULL, t.inside_id, \
        t.next_due_at
        """

    /// Reads a row of these statements.
    ///
    /// - Throws: `StoreError.damaged` where it is not what this program wrote.
    package init(row: Row) throws {
        id = TicketID(try row[0, as: Int64.self])
        seq = Int(try row[1, as: Int32.self])
        owner = try row[5, as: Int64?.self].map { PersonID($0) }
        nextDue = try row[13, as: Timestamp?.self].map { Instant($0) }
        guard let lamp = Lamp(rawValue: Int(try row[9, as: Int16.self])) else {
            throw StoreError.damaged(table: "ticket", row: "\(id)", why: "not a lamp")
        }
        guard try row[11, as: Bool.self] else {
            held = nil
            return
        }
        held = Held(
            responsible: try row[2, as: Int64?.self].map { UnitID($0) },
            desk: UnitID(try row[3, as: Int64.self]),
            lead: try row[4, as: Int64?.self].map { UnitID($0) },
            inside: try row[12, as: Int64?.self].map { UnitID($0) },
            definition: DefinitionRef(name: try StoredTicket.name(row[6]), version: Int(try row[7, as: Int32.self])),
            state: try StoredTicket.name(row[8]),
            lamp: lamp,
            isKept: try row[10]
        )
    }
}
