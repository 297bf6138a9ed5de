package import PGStore
import Postgres
package import Workflow

extension DistrictConfiguration {
    /// The filter of a work list: what waits for a person, or for the units of their posts.
    ///
    /// - Parameters:
    ///   - list: the list.
    ///   - person: whose; nil: nobody is responsible as such.
    ///   - units: the units that wait.
    /// - Returns: the filter.
    package func filter(of list: WorkList, for person: PersonID?, at units: Set<UnitID>) -> TicketFilter {
        var filter = TicketFilter()
        filter.isOpenOnly = true
        if let lamp = list.lamp { filter.lamps = [lamp] }
        switch list {
        case .mine:
            filter.owner = person
            // A draft has whoever will answer for it; until it is handed in, nobody does.
            filter.states = statesHandedIn
            if person == nil { filter.holdings = [] }
        case .givenOut:
            filter.holdings = holdings { machine in
                machine.workStates[list, default: [:]].values.map { (.deskElsewhere, units, Set($0)) }
            }
        case .inHand:
            // What was given to a part of the department is in that one's hands.
            filter.holdings =
                holdings(of: list, at: units, but: .inside)
                + holdings { [(.responsibleAlone, units, $0.states(.inside)), (.inside, units, $0.states(.inside))] }
        case .inside:
            filter.holdings = holdings { [(.responsibleInside, units, $0.states(list))] }
        case .nearLimit, .overdue:
            filter.holdings = holdings(of: list, at: units) + holdings { [(.inside, units, $0.states(.inside))] }
        case .askedBack:
            filter.holdings = holdings(of: list, at: units) + holdings { [(.inside, units, $0.states(list))] }
        case .toTake, .toDispatch, .toApprove, .toDecide, .toFillBack, .setAside:
            filter.holdings = holdings(of: list, at: units)
        }
        return filter
    }

    /// States of what has been handed in and has not ended, of all definitions.
    package var statesHandedIn: [StateName] {
        Set(machines.values.flatMap { $0.workStates[.mine, default: [:]].values.joined() }).sorted()
    }

    private func holdings(
        of list: WorkList,
        at units: Set<UnitID>,
        but other: WorkList? = nil
    ) -> [TicketFilter.Holding] {
        holdings { machine in
            let others = other.map(machine.states) ?? []
            return machine.workStates[list, default: [:]].map { hand, names in
                let states = Set(names).subtracting(others)
                return switch hand {
                case .responsible, .resident, .nobody: (.responsible, units, states)
                case .desk: (.desk, units, states)
                case .above: (.desk, desks(below: units, on: machine.definition.ladder), states)
                }
            }
        }
    }

    /// The filter of what units whistled for (`blown`), or were whistled for; of the latter those without a whistle, too: what a
    /// ticket keeps says which they are.
    package func whistles(blown: Bool, at units: Set<UnitID>) -> TicketFilter {
        var filter = TicketFilter()
        filter.isOpenOnly = true
        filter.holdings = holdings { machine in
            blown
                ? [(.desk, units, machine.definition.whistledStates)] : [(.lead, units, machine.definition.askedStates)]
        }
        return filter
    }

    private typealias Way = (column: TicketFilter.Holding.Column, units: Set<UnitID>, states: Set<StateName>)

    /// Versions of a definition that say the same are one way of holding.
    private func holdings(_ ways: (Machine) -> [Way]) -> [TicketFilter.Holding] {
        struct Kind: Hashable {
            let definition: DefinitionName
            let column: TicketFilter.Holding.Column
            let units: Set<UnitID>
            let states: Set<StateName>
        }
        var versions: [Kind: Set<Int>] = [:]
        for (ref, machine) in machines {
            for way in ways(machine) where !way.units.isEmpty && !way.states.isEmpty {
                let kind = Kind(definition: ref.name, column: way.column, units: way.units, states: way.states)
                versions[kind, default: []].insert(ref.version)
            }
        }
        return versions.map { kind, versions in
            TicketFilter.Holding(kind.column, of: kind.units, kind.definition, versions: versions, states: kind.states)
        }
    }

    /// The units above which one of these decides; where nobody is above, the unit itself.
    private func desks(below units: Set<UnitID>, on ladder: [UnitKind]) -> Set<UnitID> {
        Set(territory.all.lazy.map(\.id).filter { units.contains(self.territory.decider(ladder, above: $0) ?? $0) })
    }
}

extension Machine {
    /// The states of a list, in whosever hands.
    fileprivate func states(_ list: WorkList) -> Set<StateName> {
        Set(workStates[list, default: [:]].values.joined())
    }
}

extension Engine {
    /// How many tickets wait in each list, counted up to a bound.
    ///
    /// - Parameters:
    ///   - filters: the lists' filters.
    ///   - district: the district.
    ///   - most: where counting stops.
    ///   - reader: on whose behalf.
    /// - Returns: a number for each, in their order; none is larger than the bound.
    /// - Throws: `PostgresError`.
    package func counts(
        of filters: [TicketFilter],
        in district: DistrictID,
        upTo most: Int,
        as reader: Reader
    ) async throws -> [Int] {
        guard !filters.isEmpty else { return [] }
        let statements = filters.map { $0.count(in: district, upTo: most) }
        return try await read(statements, as: reader, isPlannedOnce: true)
            .map { Int(try $0.only()[0, as: Int64.self]) }
    }

    /// What a person reported (我上报的), the latest first, whoever has it now.
    ///
    /// - Parameters:
    ///   - person: the person.
    ///   - district: the district.
    ///   - before: when the last one of the page before was reported, and its id; nil: from the latest on.
    ///   - limit: lines at the most; fewer: it is the last page.
    ///   - reader: on whose behalf.
    /// - Returns: the lines.
    /// - Throws: `StoreError` where a row cannot be read, and what the database says.
    package func reported(
        by person: PersonID,
        in district: DistrictID,
        before: (at: Instant, ticket: TicketID)?,
        limit: Int,
        as reader: Reader
    ) async throws -> [TicketLine] {
        let statement = TicketLine.reported(by: person, in: district, before: before, limit: limit)
        return try await read([statement], as: reader, isPlannedOnce: true)[0].map(TicketLine.init(row:))
    }

    /// Which categories a person used of late, and which are frequent in some units.
    ///
    /// - Parameters:
    ///   - person: the person.
    ///   - units: the units.
    ///   - district: the district.
    ///   - most: matters that are looked at, of the person and of each unit.
    ///   - reader: on whose behalf.
    /// - Returns: the uses, in no order.
    /// - Throws: `PostgresError`.
    package func categoryUses(
        by person: PersonID,
        around units: Set<UnitID>,
        in district: DistrictID,
        upTo most: Int,
        as reader: Reader
    ) async throws -> [CategoryUse] {
        let statement = CategoryUse.statement(by: person, around: units, in: district, upTo: most)
        return try await read([statement], as: reader, isPlannedOnce: true)[0].map(CategoryUse.init(row:))
    }

    /// How many open tickets units answer for that have to do with some units, by their lamps.
    ///
    /// - Parameters:
    ///   - units: those whose tickets are counted: what they answer for, hold, lead, or work on.
    ///   - configuration: the district.
    ///   - since: from when on a ticket is new.
    ///   - most: where counting stops.
    ///   - reader: on whose behalf.
    /// - Returns: the counts, by the unit that answers.
    /// - Throws: `PostgresError`.
    package func lamps(
        of units: Set<UnitID>,
        in configuration: DistrictConfiguration,
        since: Instant,
        upTo most: Int,
        as reader: Reader
    ) async throws -> [LampCount] {
        let statement = LampCount.statement(
            of: configuration.id,
            units: units,
            states: configuration.statesHandedIn,
            since: since,
            upTo: most
        )
        return try await read([statement], as: reader, isPlannedOnce: true)[0].map(LampCount.init(row:))
    }
}
