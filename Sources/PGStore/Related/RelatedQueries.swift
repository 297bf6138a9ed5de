package import Postgres
package import Workflow

/// Which matters may have to do with one; what a district has besides makes no difference to what that costs.
package enum RelatedQueries {
    /// The latest other matters in which the same telephone stands; their rows are ids.
    ///
    /// No telephone is opened: what the index keeps of two is compared.
    ///
    /// - Parameters:
    ///   - ticket: the matter.
    ///   - district: the district.
    ///   - limit: at the most.
    /// - Returns: the statement.
    package static func ofCaller(_ ticket: TicketID, in district: DistrictID, limit: Int) -> Query {
        """
        SELECT DISTINCT o.ticket_id AS id
        FROM contact AS c
        JOIN contact AS o ON o.district_id = \(district.rawValue) AND o.phone_index = c.phone_index
            AND o.phone_index IS NOT NULL
        WHERE c.district_id = \(district.rawValue) AND c.ticket_id = \(ticket.rawValue)
            AND o.ticket_id <> \(ticket.rawValue)
        ORDER BY id DESC LIMIT \(Int32(clamping: limit))
        """
    }

    /// The latest other open matters of a desk and a definition, whoever answers for them now; their rows are ids.
    ///
    /// - Parameters:
    ///   - desk: the desk.
    ///   - ticket: the matter.
    ///   - definition: its definition.
    ///   - district: the district.
    ///   - limit: at the most.
    /// - Returns: the statement.
    package static func open(
        at desk: UnitID,
        besides ticket: TicketID,
        _ definition: DefinitionName,
        in district: DistrictID,
        limit: Int
    ) -> Query {
        let most = Int32(clamping: limit)
        return """
            SELECT id FROM (
                (SELECT t.id FROM ticket AS t
                WHERE t.district_id = \(district.rawValue) AND t.closed_at IS NULL AND t.responsible_id = \(desk.rawValue)
                    AND t.desk_id = \(desk.rawValue) AND t.definition = \(definition.text) AND t.id <> \(ticket.rawValue)
                ORDER BY id DESC LIMIT \(most))
                UNION ALL
                (SELECT t.id FROM ticket AS t
                WHERE t.district_id = \(district.rawValue) AND t.closed_at IS NULL AND t.desk_id = \(desk.rawValue)
                    AND t.desk_id <> t.responsible_id AND t.definition = \(definition.text) AND t.id <> \(ticket.rawValue)
                ORDER BY id DESC LIMIT \(most))
            ) AS o
            ORDER BY id DESC LIMIT \(most)
            """
    }
}
