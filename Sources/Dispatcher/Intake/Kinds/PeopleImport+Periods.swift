import PGStore
import Workflow

extension PeopleImport {
    // MARK: - Periods and substitutes

    func refuseUnknownSubstitutes(_ sheet: inout WholeSheet<PersonRow>, _ configuration: DistrictConfiguration) {
        let accounts = Set(sheet.accepted.map(\.account))
        for (index, row) in sheet.candidates {
            guard let substitute = row.substitute else { continue }
            if substitute == row.account {
                let words = (zh: "代岗人不能是本人", en: "nobody stands in for themselves")
                sheet.reject(index, RowFault("own_substitute", zh: words.zh, en: words.en))
            } else if !accounts.contains(substitute), configuration.people[substitute] == nil {
                sheet.reject(index, .unknownAccount(substitute))
            }
        }
    }

    /// One person holds one post once at a time: in the sheet, and beside what is in the database.
    ///
    /// A tenure of the database without a first day is the one that a dated row gives its day to.
    func refuseOverlaps(_ sheet: inout WholeSheet<PersonRow>, _ configuration: DistrictConfiguration) {
        let calendar = configuration.calendars.standard
        var known: [String: [Period]] = [:]
        for (index, row) in sheet.candidates where row.since != nil {
            guard let period = Period(from: row.since, through: row.until, in: calendar) else { continue }
            let key = "\(row.account) \(row.role) \(row.unitCode)"
            let stored = configuration.tenures(of: row).map(\.period)
                .filter { $0.from != Period.always.from && $0.from != period.from }
            if (stored + known[key, default: []]).contains(where: { $0.overlaps(period) }) {
                sheet.reject(
                    index,
                    RowFault(
                        "period_overlaps",
                        zh: "“\(row.account)”的这个岗位另有任职与 \(row.since.map { "\($0)" } ?? "") 起的重叠",
                        en: "“\(row.account)” holds this post already at a time that overlaps"
                    )
                )
            } else {
                known[key, default: []].append(period)
            }
        }
    }
}

extension DistrictConfiguration {
    /// The tenures of the person and the post that a row names.
    func tenures(of row: PersonRow) -> [Tenure] {
        guard let person = person(called: row.account), let unit = territory.unit(code: row.unitCode)?.id else {
            return []
        }
        let post = Post(role: row.role, unit: unit)
        return posts?.tenures(of: person).filter { $0.post == post } ?? []
    }
}
