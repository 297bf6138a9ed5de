import PGStore
import Workflow

extension UnitImport {
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
