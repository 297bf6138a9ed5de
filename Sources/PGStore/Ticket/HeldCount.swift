package import Postgres
package import Workflow

/// How many open tickets are alike in who holds them, in state and in lamp.
///
/// All work lists of somebody are counted from these: their units' open tickets are gone through once, and not once a list.
package struct HeldCount: Hashable, Sendable {
    /// Who answers for them.
    package let responsible: UnitID
    /// The unit of the ladder that holds them.
    package let desk: UnitID
    /// Their definition.
    package let definition: DefinitionRef
    /// Their state.
    package let state: StateName
    /// Their lamp.
    package let lamp: Lamp
    /// How many.
    package let count: Int

    /// Counts what some filters keep by who holds it; those that go by a person or a lead are not counted so.
    ///
    /// - Parameters:
    ///   - filters: the filters.
    ///   - district: the district.
    /// - Returns: the statement; its rows are read by `init(row:)`.
    package static func statement(of filters: [TicketFilter], in district: DistrictID) -> Query {
        let holdings = filters.flatMap { $0.holdings ?? [] }
        func units(_ columns: Set<TicketFilter.Holding.Column>) -> Set<UnitID> {
            Set(holdings.lazy.filter { columns.contains($0.column) }.flatMap(\.units))
        }
        let answering = units([.responsible])
        let desks = units([.desk, .deskElsewhere])
        let own = units([.desk]).subtracting(answering)
        // The same values in several places are bound once.
        return """
            WITH asked (answering, desks, own) AS MATERIALIZED (
                SELECT \(answering.map(\.rawValue).sorted())::int8[], \(desks.map(\.rawValue).sorted())::int8[],
                    \(own.map(\.rawValue).sorted())::int8[]
            )
            SELECT h.responsible_id, h.desk_id, h.definition, h.definition_version, h.state, h.lamp, count(*)
            FROM (
                SELECT t.responsible_id, t.desk_id, t.definition, t.definition_version, t.state, t.lamp
                FROM unnest((SELECT answering FROM asked)) AS u (id)
                CROSS JOIN LATERAL (
                    SELECT * FROM ticket AS t
                    WHERE t.district_id = \(district.rawValue) AND t.closed_at IS NULL AND t.responsible_id = u.id
                ) AS t
                UNION ALL
                SELECT t.responsible_id, t.desk_id, t.definition, t.definition_version, t.state, t.lamp
                FROM unnest((SELECT desks FROM asked)) AS u (id)
                CROSS JOIN LATERAL (
                    SELECT * FROM ticket AS t
                    WHERE t.district_id = \(district.rawValue) AND t.closed_at IS NULL AND t.desk_id = u.id
                        AND t.desk_id <> t.responsible_id AND t.responsible_id <> ALL ((SELECT answering FROM asked)::int8[])
                ) AS t
                UNION ALL
                SELECT t.responsible_id, t.desk_id, t.definition, t.definition_version, t.state, t.lamp
                FROM unnest((SELECT own FROM asked)) AS u (id)
                CROSS JOIN LATERAL (
                    SELECT * FROM ticket AS t
                    WHERE t.district_id = \(district.rawValue) AND t.closed_at IS NULL AND t.responsible_id = u.id
                        AND t.desk_id = u.id
                ) AS t
            ) AS h
            GROUP BY 1, 2, 3, 4, 5, 6
            """
    }

    /// Reads a row of `statement`.
    ///
    /// - Throws: `StoreError.damaged` where it is not what this program wrote.
    package init(row: Row) throws {
        responsible = UnitID(try row[0, as: Int64.self])
        desk = UnitID(try row[1, as: Int64.self])
        definition = DefinitionRef(name: try StoredTicket.name(row[2]), version: Int(try row[3, as: Int32.self]))
        state = try StoredTicket.name(row[4])
        guard let lamp = Lamp(rawValue: Int(try row[5, as: Int16.self])) else {
            throw StoreError.damaged(table: "ticket", row: state.text, why: "not a lamp")
        }
        self.lamp = lamp
        count = Int(try row[6, as: Int64.self])
    }
}

extension TicketFilter {
    /// Whether `HeldCount` says how many it keeps.
    package var isCountedByHolder: Bool {
        guard let holdings, owner == nil, isOpenOnly, grams.isEmpty, units == nil, responsible == nil, category == nil,
            reportedBefore == nil, owedTo == nil, states.isEmpty
        else { return false }
        return !holdings.contains { $0.column == .lead }
    }

    /// Whether it keeps those that are counted there.
    package func keeps(_ held: HeldCount) -> Bool {
        guard lamps.isEmpty || lamps.contains(held.lamp) else { return false }
        return holdings?.contains { $0.holds(held) } ?? false
    }
}

extension TicketFilter.Holding {
    fileprivate func holds(_ held: HeldCount) -> Bool {
        let isHeld =
            switch column {
            case .responsible: units.contains(held.responsible)
            case .desk: units.contains(held.desk)
            case .deskElsewhere: held.desk != held.responsible && units.contains(held.desk)
            case .lead: false
            }
        return isHeld && definition == held.definition.name && versions.contains(held.definition.version)
            && states.contains(held.state)
    }
}
