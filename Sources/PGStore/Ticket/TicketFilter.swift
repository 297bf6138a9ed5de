package import Postgres
package import Workflow

/// Which tickets a list shows.
package struct TicketFilter: Sendable {
    /// Held or answered for by one of these units.
    package var units: [UnitID]?
    /// This person is responsible for it (责任人).
    package var owner: PersonID?
    /// In one of these states.
    package var states: [StateName] = []
    /// With one of these lamps.
    package var lamps: [Lamp] = []
    /// A category with all below it.
    package var category: String?
    /// Reported no later than this.
    package var reportedBefore: Instant?
    /// Bigrams that title or text must hold, all of them.
    package var grams: [String] = []
    /// Open ones only.
    package var isOpenOnly = false

    /// Everything.
    package init() {}

    /// A page of rows in the order of their ids, with what the resident wrote.
    ///
    /// - Parameters:
    ///   - district: the district.
    ///   - after: the last id of the page before; nil: from the beginning.
    ///   - limit: rows at the most.
    /// - Returns: the statement; its rows are read by `ListedTicket`.
    package func page(of district: DistrictID, after: TicketID?, limit: Int) -> Query {
        var conditions = Conditions()
        conditions.add(district.rawValue) { "t.district_id = \($0)" }
        conditions.add(after?.rawValue ?? 0) { "t.id > \($0)" }
        if let units {
            conditions.add(units.map(\.rawValue)) {
                "(t.responsible_id = ANY(\($0)) OR t.desk_id = ANY(\($0)) OR t.lead_id = ANY(\($0)))"
            }
        }
        if let owner { conditions.add(owner.rawValue) { "t.owner_id = \($0)" } }
        if !states.isEmpty { conditions.add(states.map(\.text)) { "t.state = ANY(\($0))" } }
        if !lamps.isEmpty { conditions.add(lamps.map { Int16($0.rawValue) }) { "t.lamp = ANY(\($0))" } }
        if let category {
            conditions.add(category) { "(t.category = \($0) OR starts_with(t.category, \($0) || '/'))" }
        }
        if let reportedBefore { conditions.add(Timestamp(reportedBefore)) { "t.reported_at <= \($0)" } }
        if isOpenOnly { conditions.add("t.closed_at IS NULL") }
        if !grams.isEmpty {
            conditions.add(Bigrams.query(grams)) {
                // The district as a value ($1, bound first): asked of the ticket, the search would run once a ticket.
                "t.id IN (SELECT s.ticket_id FROM search AS s WHERE s.district_id = $1 AND s.grams @@ \($0)::tsquery)"
            }
        }
        return conditions.query(limit: limit)
    }

    /// Conditions that were asked for, with their values: what is not asked for is not in the statement, so that
    /// the planner sees what it has to plan.
    private struct Conditions {
        private var texts: [String] = []
        private var bindings: [(inout Query) -> Void] = []

        mutating func add(_ text: String) {
            texts.append(text)
        }

        mutating func add<Value: PostgresEncodable>(_ value: Value, _ text: (String) -> String) {
            bindings.append { _ = $0.bind(value) }
            texts.append(text("$\(bindings.count)"))
        }

        func query(limit: Int) -> Query {
            var query = Query(
                unsafeSQL: """
                    SELECT \(StoredTicket.columns), r.title, r.text
                    FROM ticket AS t
                    LEFT JOIN report AS r ON r.district_id = t.district_id AND r.ticket_id = t.id
                    WHERE \(texts.joined(separator: " AND "))
                    ORDER BY t.id
                    LIMIT \(limit)
                    """
            )
            for bind in bindings { bind(&query) }
            return query
        }
    }
}

/// A ticket in a list, with what the resident wrote.
package struct ListedTicket: Sendable {
    /// The ticket.
    package let ticket: Ticket
    /// The title, where there is one.
    package let title: String?
    /// The text; nil where it was erased.
    package let text: String?

    /// Reads a row of `TicketFilter.page`.
    package init(row: Row, district: DistrictID) throws {
        ticket = try StoredTicket(row: row, district: district).ticket
        title = try row[17]
        text = try row[18]
    }
}
