import PGStore
import Workflow

extension DistrictConfiguration {
    /// What people call a unit.
    func unitName(_ id: UnitID) -> String { territory[id]?.name ?? "#\(id)" }

    /// A unit as JSON: code and name.
    func json(_ id: UnitID) -> JSONValue {
        guard let unit = territory[id] else { return ["id": .int(id.rawValue)] }
        return ["code": .string(unit.code), "name": .string(unit.name)]
    }
}

extension Lamp {
    /// A lamp that differs by shape as well as by colour.
    var sign: String {
        switch self {
        case .green: localized("○ 绿", "○ green")
        case .yellow: localized("△ 黄", "△ yellow")
        case .red: localized("● 红", "● red")
        }
    }
}

extension Urgency {
    /// What people call it.
    func title(_ language: Language) -> String {
        switch self {
        case .ordinary: Bilingual(zh: "一般", en: "ordinary")(language)
        case .urgent: Bilingual(zh: "紧急", en: "urgent")(language)
        }
    }
}
