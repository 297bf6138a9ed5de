package import PGStore
package import Workflow

/// What somebody who administers a part of a district may write of its configuration: nothing outside that part.
package struct ConfigurationAuthority: Sendable {
    /// The units of their part: all at or below their posts.
    package let units: Set<UnitID>
    /// Whether that is the whole district.
    package let isWhole: Bool
    /// By which role: of administrators they make those of their own kind only (三员分立).
    package let role: RoleName

    package init(units: Set<UnitID>, isWhole: Bool, role: RoleName) {
        self.units = units
        self.isWhole = isWhole
        self.role = role
    }

    /// Whether a unit is of their part.
    func holds(_ unit: UnitID?) -> Bool {
        isWhole || unit.map { units.contains($0) } ?? false
    }

    /// Whether a unit of a code is.
    func holds(code: String?, in territory: UnitTree) -> Bool {
        isWhole || holds(code.flatMap { territory.unit(code: $0)?.id })
    }

    /// Whether somebody is of it: all of whose posts are, whenever they hold; of nobody's account, yes.
    package func holds(account: String, in configuration: DistrictConfiguration) -> Bool {
        guard let person = configuration.people[account] else { return true }
        return person.party.posts.allSatisfy {
            holds($0.unit) && (!PostBook.administrators.contains($0.role) || $0.role == role)
        }
    }
}

extension RowFault {
    /// It is not of the part of whoever writes it.
    static let notBelow = RowFault("not_below", zh: "不在您的管辖之内", en: "it is not of the part that you administer")

    /// Administrators of another kind are for others to make.
    static let administratorsApart = RowFault(
        "administrators_apart",
        zh: "三员分立：其他种类的管理员不由您任免",
        en: "administrators of another kind are not yours to appoint"
    )
}
