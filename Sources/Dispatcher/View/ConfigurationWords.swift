package import PGStore
package import Workflow

extension DistrictConfiguration {
    /// What people call a unit.
    package func unitName(_ id: UnitID) -> String { territory[id]?.name ?? "#\(id)" }

    /// A unit as JSON: code and name.
    package func json(_ id: UnitID) -> JSONValue {
        guard let unit = territory[id] else { return ["code": .string("#\(id)"), "name": .string("#\(id)")] }
        return ["code": .string(unit.code), "name": .string(unit.name)]
    }

    /// A person as JSON: account and name.
    package func json(person: PersonID) -> JSONValue {
        ["account": account(of: person).map { .string($0) } ?? .null, "name": .string(name(of: person))]
    }
}

extension Urgency {
    /// What people call it.
    package var title: Bilingual {
        switch self {
        case .ordinary: Bilingual(zh: "一般", en: "ordinary")
        case .urgent: Bilingual(zh: "紧急", en: "urgent")
        }
    }
}
