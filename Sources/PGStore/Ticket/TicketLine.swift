package import Postgres
package import Workflow

/// A ticket as a list shows it: columns, what a glance at its body says, and what the resident wrote.
package struct TicketLine: Sendable {
    /// The ticket.
    package let id: TicketID
    /// Definition and version.
    package let definition: DefinitionRef
    /// Number of the last event.
    package let seq: Int
    /// The state.
    package let state: StateName
    /// The category.
    package let category: String
    /// The urgency.
    package let urgency: Urgency
    /// Where it happened.
    package let place: UnitID
    /// The unit of the ladder that holds it.
    package let desk: UnitID
    /// The leading department.
    package let lead: UnitID?
    /// Who answers for it; nil: its life has ended.
    package let responsible: UnitID?
    /// The person responsible for it.
    package let owner: PersonID?
    /// When it was reported.
    package let reportedAt: Instant
    /// When its last event counted.
    package let lastAt: Instant
    /// When its life ended.
    package let closedAt: Instant?
    /// The lamp.
    package let lamp: Lamp
    /// The platform above that waits for its answer; nil: none.
    package let owedTo: String?
    /// When it is due next, and what was late.
    package let glance: TicketGlance
    /// The title, where there is one.
    package let title: String?
    /// The text; nil where it was erased.
    package let text: String?
    /// What whoever was called was told it is about (转办摘要), where nobody filed it: a task.
    package let summary: String?

    /// What `init(row:)` reads, in its order, but for `words`, which follow.
    package static let columns = """
        t.id, t.definition, t.definition_version, t.seq, t.state, t.category, t.urgent, t.place_id, t.desk_id,
        t.lead_id, t.responsible_id, t.owner_id, t.reported_at, t.last_at, t.closed_at, t.lamp, t.body,
        t.answer_owed_to
        """

    /// The words of a line, of ticket `t` and its report `r`; what has none was told with its first event.
    package static let words = """
        r.title, r.text, CASE WHEN coalesce(r.title, r.text) IS NULL THEN (SELECT m.text FROM remark AS m
            WHERE m.district_id = t.district_id AND m.ticket_id = t.id AND m.seq = 1 AND m.field = 'summary') END
        """

    /// In their stead, where nobody who reads the line may read words.
    package static let noWords = "NULL::text, NULL::text, NULL::text"

    /// The lines of some tickets, in the order of their ids.
    ///
    /// - Parameters:
    ///   - tickets: their ids.
    ///   - district: the district.
    /// - Returns: the statement.
    package static func of(_ tickets: [TicketID], in district: DistrictID) -> Query {
        """
        SELECT \(unsafeSQL: columns), \(unsafeSQL: words)
        FROM ticket AS t
        LEFT JOIN report AS r ON r.district_id = t.district_id AND r.ticket_id = t.id
        WHERE t.district_id = \(district.rawValue) AND t.id = ANY(\(tickets.map(\.rawValue)))
        ORDER BY t.id
        """
    }

    /// What a person reported (我上报的), the latest first, whoever has it now and also what has ended: by an index of reporters.
    ///
    /// - Parameters:
    ///   - person: the person.
    ///   - district: the district.
    ///   - before: when the last one of the page before was reported, and its id; nil: from the latest on.
    ///   - limit: rows at the most.
    /// - Returns: the statement.
    package static func reported(
        by person: PersonID,
        in district: DistrictID,
        before: (at: Instant, ticket: TicketID)?,
        limit: Int
    ) -> Query {
        """
        SELECT \(unsafeSQL: columns), \(unsafeSQL: words)
        FROM (
            SELECT * FROM ticket AS t
            WHERE t.district_id = \(district.rawValue) AND t.reporter_id = \(person.rawValue)
                AND (t.reported_at, t.id)
                    < (coalesce(\(before.map { Timestamp($0.at) })::timestamptz, 'infinity'), \(before?.ticket.rawValue ?? 0))
            ORDER BY reported_at DESC, id DESC
            LIMIT \(Int64(limit))
        ) AS t
        LEFT JOIN report AS r ON r.district_id = t.district_id AND r.ticket_id = t.id
        ORDER BY reported_at DESC, id DESC
        """
    }

    /// Reads a row of `TicketFilter.lines`, `of` or `reported`.
    ///
    /// - Throws: `StoreError.damaged` where the row is not what this program wrote.
    package init(row: Row) throws {
        id = TicketID(try row[0, as: Int64.self])
        definition = DefinitionRef(
            name: try StoredTicket.name(row[1]),
            version: Int(try row[2, as: Int32.self])
        )
        seq = Int(try row[3, as: Int32.self])
        state = try StoredTicket.name(row[4])
        category = try row[5]
        urgency = try row[6, as: Bool.self] ? .urgent : .ordinary
        place = UnitID(try row[7, as: Int64.self])
        desk = UnitID(try row[8, as: Int64.self])
        lead = try row[9, as: Int64?.self].map { UnitID($0) }
        responsible = try row[10, as: Int64?.self].map { UnitID($0) }
        owner = try row[11, as: Int64?.self].map { PersonID($0) }
        reportedAt = Instant(try row[12, as: Timestamp.self])
        lastAt = Instant(try row[13, as: Timestamp.self])
        closedAt = try row[14, as: Timestamp?.self].map { Instant($0) }
        guard let lamp = Lamp(rawValue: Int(try row[15, as: Int16.self])) else {
            throw StoreError.damaged(table: "ticket", row: "\(id)", why: "not a lamp")
        }
        self.lamp = lamp
        let body: String = try row[16]
        do throws(Problem) {
            glance = try TicketGlance(body: body)
        } catch {
            throw StoreError.damaged(table: "ticket", row: "\(id)", why: "\(error.code) \(error.path)")
        }
        owedTo = try row[17]
        title = try row[18]
        text = try row[19]
        summary = try row[20]
    }
}

extension TicketLine {
    /// The part of the lead that works on it, while the lead answers for it.
    package var workingPart: UnitID? { Ticket.workingPart(responsible, lead: lead, inside: glance.inside) }

    /// What decides who may see it.
    package var sightSubject: SightSubject {
        SightSubject(place: place, desk: desk, lead: lead, responsible: responsible, glance: glance)
    }
}
