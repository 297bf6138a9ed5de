package import Postgres
package import Workflow

extension TicketFilter {
    /// A page of whole tickets in the order of their ids, with what the resident wrote.
    ///
    /// - Parameters:
    ///   - district: the district.
    ///   - after: the last id of the page before; nil: from the beginning.
    ///   - limit: rows at the most.
    /// - Returns: the statement; its rows are read by `ListedTicket`.
    package func tickets(of district: DistrictID, after: TicketID?, limit: Int) -> Query {
        page(of: StoredTicket.columns, district, after, limit)
    }

    /// Whether any plan for its statement is the right one: what is open is found by indexes of its own, whatever is asked.
    package var isPlannedOnce: Bool { isOpenOnly && grams.isEmpty }

    /// A page of lines in the order of their ids: what a list shows, a third of what a ticket is.
    ///
    /// - Parameters:
    ///   - district: the district.
    ///   - after: the last id of the page before; nil: from the beginning.
    ///   - limit: rows at the most.
    /// - Returns: the statement; its rows are read by `TicketLine`.
    package func lines(of district: DistrictID, after: TicketID?, limit: Int) -> Query {
        page(of: TicketLine.columns, district, after, limit)
    }

    /// A page of lines with the most urgent of one lamp first.
    ///
    /// All that is held so is looked at: no index knows when something is due.
    ///
    /// - Parameters:
    ///   - district: the district.
    ///   - after: the place of the last one of the page before; nil: from the beginning.
    ///   - limit: rows at the most.
    /// - Returns: the statement; its rows are read by `TicketLine`.
    package func urgentLines(of district: DistrictID, after: UrgentPlace?, limit: Int) -> Query {
        var conditions = Conditions(district)
        if let after {
            let due = after.due.map { "\(conditions.bind(Timestamp($0)))::timestamptz" } ?? "'infinity'"
            conditions.add(after.ticket.rawValue) { "(\(ListOrder.due.key("t")), t.id) > (\(due), \($0))" }
        }
        return page(of: TicketLine.columns, &conditions, limit, by: .due)
    }

    /// How many there are, counted up to a bound.
    ///
    /// - Parameters:
    ///   - district: the district.
    ///   - most: where counting stops.
    /// - Returns: the statement; its one row has the number.
    package func count(in district: DistrictID, upTo most: Int) -> Query {
        var conditions = Conditions(district)
        let ids = ids(&conditions, most, .number)
        return conditions.query("SELECT count(*) FROM (\(ids)) AS p (id)")
    }

    private func page(of columns: String, _ district: DistrictID, _ after: TicketID?, _ limit: Int) -> Query {
        var conditions = Conditions(district)
        conditions.add(after?.rawValue ?? 0) { "t.id > \($0)" }
        return page(of: columns, &conditions, limit)
    }

    /// First which tickets, by indexes alone where they say it; then their rows, all asked for at once.
    ///
    /// What runs in an old district lies far apart: each row in a page of the disk of its own, which nobody has read for
    /// days. An index scan would wait for one after the other. A bitmap reads ahead (`effective_io_concurrency`), and two
    /// lists of ids joined by OR leave the planner no other way to read by index. (PostgreSQL 15, files dropped from memory:
    /// 50 tickets with their reports in 6 to 11 ms instead of 10 to 29.)
    private func page(
        of columns: String,
        _ conditions: inout Conditions,
        _ limit: Int,
        by order: ListOrder = .number
    ) -> Query {
        let ids = ids(&conditions, limit, order)
        let half = limit / 2
        func among(_ column: String) -> String {
            let halves = ["ids[:\(half)]", "ids[\(half + 1):]"]
            return halves.map { "\(column) = ANY((SELECT \($0) FROM page)::int8[])" }.joined(separator: " OR ")
        }
        return conditions.query(
            """
            WITH page (ids) AS MATERIALIZED (SELECT array_agg(p.id) FROM (\(ids)) AS p (\(order.names)))
            SELECT \(columns), \(columns == TicketLine.columns ? TicketLine.words : "r.title, r.text")
            FROM ticket AS t
            LEFT JOIN (
                SELECT r.ticket_id, r.title, r.text FROM report AS r
                WHERE r.district_id = $1 AND (\(among("r.ticket_id")))
            ) AS r ON r.ticket_id = t.id
            WHERE t.district_id = $1 AND (\(among("t.id")))
            ORDER BY \(order.keys("t"))
            """
        )
    }
}

extension TicketFilter {
    // MARK: - Which

    private func ids(_ conditions: inout Conditions, _ limit: Int, _ order: ListOrder) -> String {
        add(to: &conditions)
        var open = conditions
        open.add("t.closed_at IS NULL")
        guard !isOpenOnly else {
            conditions = open
            return openIDs(&conditions, limit, order)
        }
        guard let places, grams.isEmpty, owner == nil, owedTo == nil else {
            addUnits(to: &conditions)
            return walk(conditions, limit, order)
        }
        // What has ended at a place has an index of its own; what is open there, those of its units.
        let running = openIDs(&open, limit, order)
        conditions.bind(as: open)
        let number = conditions.bind(places.map(\.rawValue).sorted())
        addUnits(to: &conditions)
        conditions.add("t.closed_at IS NOT NULL")
        let ended = merge(["t.place_id = u.id"], "unnest(\(number)) AS u (id)", conditions, limit, order)
        return "SELECT \(order.all("e")) FROM ((\(running)) UNION ALL (\(ended))) AS e (\(order.names))"
            + " ORDER BY \(order.sorted("e")) LIMIT \(limit)"
    }

    /// Of what is open.
    private func openIDs(_ conditions: inout Conditions, _ limit: Int, _ order: ListOrder) -> String {
        if let holdings { return merge(holdings, &conditions, limit, order) }
        // A person's are found by an index of their own, and words by the bigrams; answers are owed for few.
        if owner != nil || !grams.isEmpty || owedTo != nil {
            addUnits(to: &conditions)
            return walk(conditions, limit, order)
        }
        guard let units else {
            return "WITH RECURSIVE \(LiveTickets.responsible) "
                + merge(["t.responsible_id = u.id"], "u", conditions, limit, order)
        }
        // Held, answered for or worked on: four indexes, each ticket in one of them as a rule.
        let held = [
            "t.responsible_id = u.id", "t.desk_id = u.id AND t.desk_id <> t.responsible_id",
            "t.lead_id = u.id AND t.lead_id <> t.responsible_id", "t.inside_id = u.id",
        ]
        let number = conditions.bind(units.map(\.rawValue).sorted())
        return merge(held, "unnest(\(number)) AS u (id)", conditions, limit, order)
    }

    /// All conditions but those of units, id and end.
    func add(to conditions: inout Conditions) {
        if let responsible {
            conditions.add(responsible.map(\.rawValue).sorted()) { "t.responsible_id = ANY(\($0))" }
        }
        if let places { conditions.add(places.map(\.rawValue).sorted()) { "t.place_id = ANY(\($0))" } }
        if let owner { conditions.add(owner.rawValue) { "t.owner_id = \($0)" } }
        switch owedTo {
        case .anybody: conditions.add("t.answer_owed_to IS NOT NULL")
        case .platform(let name): conditions.add(name) { "t.answer_owed_to = \($0)" }
        case nil: break
        }
        if !states.isEmpty { conditions.add(states.map(\.text)) { "t.state = ANY(\($0))" } }
        if !lamps.isEmpty { conditions.add(lamps.map { Int16($0.rawValue) }) { "t.lamp = ANY(\($0))" } }
        if let category {
            conditions.add(category) { "(t.category = \($0) OR starts_with(t.category, \($0) || '/'))" }
        }
        if let reportedBefore { conditions.add(Timestamp(reportedBefore)) { "t.reported_at <= \($0)" } }
        if !grams.isEmpty {
            conditions.add(Bigrams.query(grams)) {
                // The district as a value ($1, bound first): asked of the ticket, the search would run once a ticket.
                "t.id IN (SELECT s.ticket_id FROM search AS s WHERE s.district_id = $1 AND s.grams @@ \($0)::tsquery)"
            }
        }
    }

    private func addUnits(to conditions: inout Conditions) {
        guard let units else { return }
        conditions.add(units.map(\.rawValue).sorted()) {
            "(t.responsible_id = ANY(\($0)) OR t.desk_id = ANY(\($0)) OR t.lead_id = ANY(\($0)) OR t.inside_id = ANY(\($0)))"
        }
    }

    /// The first of each way of holding, and of all these the first.
    private func merge(
        _ holdings: [Holding],
        _ conditions: inout Conditions,
        _ limit: Int,
        _ order: ListOrder
    ) -> String {
        let scans = holdings.map { holding in
            let versions = conditions.bind(holding.versions.map { Int32(clamping: $0) }.sorted())
            let states = conditions.bind(holding.states.map(\.text).sorted())
            let units = conditions.bind(holding.units.map(\.rawValue).sorted())
            let kind =
                "t.definition = \(conditions.bind(holding.definition.text)) AND t.definition_version = ANY(\(versions))"
                + " AND t.state = ANY(\(states))"
            // A desk or lead that answers for it itself stands in the index of who answers only.
            let held =
                switch holding.column {
                case .responsible: ["t.responsible_id = u.id"]
                case .responsibleAlone: ["t.responsible_id = u.id AND t.inside_id IS NULL"]
                case .responsibleInside: ["t.responsible_id = u.id AND t.inside_id IS NOT NULL"]
                case .inside: ["t.inside_id = u.id"]
                case .desk:
                    [
                        "t.desk_id = u.id AND t.desk_id <> t.responsible_id",
                        "t.responsible_id = u.id AND t.desk_id = u.id",
                    ]
                case .deskElsewhere: ["t.desk_id = u.id AND t.desk_id <> t.responsible_id"]
                case .lead:
                    [
                        "t.lead_id = u.id AND t.lead_id <> t.responsible_id",
                        "t.responsible_id = u.id AND t.lead_id = u.id",
                    ]
                }
            let scans = held.map { "\($0) AND \(kind)" }
            return "(" + merge(scans, "unnest(\(units)) AS u (id)", conditions, limit, order) + ")"
        }
        guard !scans.isEmpty else {
            return "SELECT \(order.keyed("t")) FROM ticket AS t WHERE \(conditions.text) AND false"
        }
        return
            "SELECT DISTINCT \(order.all("h")) FROM (\(scans.joined(separator: " UNION ALL "))) AS h (\(order.names))"
            + " ORDER BY \(order.sorted("h")) LIMIT \(limit)"
    }

    /// Goes through tickets in their order until the page is full.
    private func walk(_ conditions: Conditions, _ limit: Int, _ order: ListOrder) -> String {
        "SELECT \(order.keyed("t")) FROM ticket AS t WHERE \(conditions.text) ORDER BY \(order.keys("t")) LIMIT \(limit)"
    }

    /// The first of each unit by each index, and of all these the first: nothing is read that is another unit's.
    private func merge(
        _ held: [String],
        _ units: String,
        _ conditions: Conditions,
        _ limit: Int,
        _ order: ListOrder
    ) -> String {
        let scans = held.map { condition in
            """
            (SELECT \(order.keyed("t")) FROM ticket AS t WHERE \(conditions.text) AND \(condition)
            ORDER BY \(order.keys("t")) LIMIT \(limit))
            """
        }
        return """
            SELECT DISTINCT \(order.all("m")) FROM \(units)
            CROSS JOIN LATERAL (\(scans.joined(separator: " UNION ALL "))) AS m (\(order.names))
            ORDER BY \(order.sorted("m")) LIMIT \(limit)
            """
    }
}
