import PGStore
import Workflow

extension UnitImport {
    /// Also new units below others that are new with them, where those come to stand in their part.
    func refuse(
        _ sheet: inout WholeSheet<UnitRow>,
        beyond authority: ConfigurationAuthority,
        _ configuration: DistrictConfiguration
    ) {
        let territory = configuration.territory
        let new = sheet.accepted.filter { territory.unit(code: $0.code) == nil }
        let uppers = Dictionary(new.map { ($0.code, $0.parentCode) }, uniquingKeysWith: { first, _ in first })
        for (index, row) in sheet.candidates {
            var grounded = row
            var seen: Set<String> = []
            // Up to the first that is there already; a ring of new ones stands nowhere.
            while let code = grounded.parentCode, let upper = uppers[code], seen.insert(code).inserted {
                grounded.parentCode = upper
            }
            if let fault = fault(grounded, for: authority, configuration) { sheet.reject(index, fault) }
        }
    }

    /// A unit of their part stays in it: below another of their part, which is there already.
    func fault(
        _ row: UnitRow,
        for authority: ConfigurationAuthority,
        _ configuration: DistrictConfiguration
    ) -> RowFault? {
        let territory = configuration.territory
        let isKnown = territory.unit(code: row.code) != nil
        guard !isKnown || authority.holds(code: row.code, in: territory),
            authority.holds(code: row.parentCode, in: territory)
        else { return .notBelow }
        return nil
    }
}

extension PeopleImport {
    /// A post of their part, for nobody who has a post elsewhere, and no administrator's of another kind.
    func fault(
        _ row: PersonRow,
        for authority: ConfigurationAuthority,
        _ configuration: DistrictConfiguration
    ) -> RowFault? {
        guard !PostBook.administrators.contains(row.role) || row.role == authority.role else {
            return .administratorsApart
        }
        let isHeld =
            authority.holds(code: row.unitCode, in: configuration.territory)
            && authority.holds(account: row.account, in: configuration)
        return isHeld ? nil : .notBelow
    }
}

extension AbsenceImport {
    /// Of those who have posts in their part only.
    func fault(
        _ row: AbsenceRow,
        for authority: ConfigurationAuthority,
        _ configuration: DistrictConfiguration
    ) -> RowFault? {
        authority.holds(account: row.account, in: configuration) ? nil : .notBelow
    }
}

extension DutyImport {
    /// At units of their part; whoever is on duty there.
    func fault(
        _ row: DutyRow,
        for authority: ConfigurationAuthority,
        _ configuration: DistrictConfiguration
    ) -> RowFault? {
        authority.holds(code: row.unitCode, in: configuration.territory) ? nil : .notBelow
    }
}

extension ConfigurationAuthority {
    /// Refuses a reorganisation that touches units outside their part, or hands anything to one.
    ///
    /// - Throws: `Problems` with `not_below`, each with a unit's code.
    func require(_ units: ReorganisedUnits) throws(Problems) {
        guard !isWhole else { return }
        let new = Set(units.changes.filter { $0.before == nil }.map(\.after.id))
        func isHeld(_ unit: UnitID?) -> Bool { holds(unit) || unit.map(new.contains) ?? false }
        let outside = units.changes.filter { change in
            let (unit, heirs) = (change.after, units.succession.heirs[change.after.id] ?? [])
            return !isHeld(unit.id) || !isHeld(unit.parent)
                || !(heirs + [unit.closing?.successor].compactMap(\.self)).allSatisfy(isHeld)
        }
        guard !outside.isEmpty else { return }
        throw Problems(outside.map { .notBelow($0.after.code) })
    }

    /// Refuses to finish what was begun by who administers more.
    ///
    /// - Throws: `Problems` with `not_below`.
    func require(_ succession: Succession) throws(Problems) {
        let units = Set(succession.heirs.keys).union(succession.heirs.values.joined()).union(succession.parents.keys)
        guard !isWhole, !units.allSatisfy(holds) else { return }
        throw Problems([.notBelow("steps")])
    }
}

extension Problem {
    fileprivate static func notBelow(_ path: String) -> Problem {
        Problem(code: RowFault.notBelow.code, path: path, message: RowFault.notBelow.message)
    }
}
