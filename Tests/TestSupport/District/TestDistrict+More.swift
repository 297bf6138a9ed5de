import PGStore
import Workflow

extension TestDistrict {
    /// What stands in a district besides.
    package struct More: Sendable {
        var units: [UnitRow] = []
        var people: [PersonRow] = []

        package init() {}

        /// A property company of the first community, a section of the water department, and people who are not in
        /// every test: a head of the street, another community's dispatcher, a handler, the company's manager.
        package static let property: Self = {
            var more = Self()
            more.units = [
                UnitRow(code: "PM", kind: "property_company", name: "一物业", parentCode: "C1"),
                UnitRow(code: "WS", kind: "section", name: "水务一科", parentCode: "W"),
            ]
            more.people = [
                PersonRow(account: "chief", name: "街道主任", phone: nil, role: "street_head", unitCode: "S"),
                PersonRow(account: "far", name: "二社区派单员", phone: nil, role: "community_dispatcher", unitCode: "C2"),
                PersonRow(account: "section", name: "水务经办", phone: nil, role: "handler", unitCode: "WS"),
                PersonRow(account: "property", name: "物业经理", phone: nil, role: "property_manager", unitCode: "PM"),
            ]
            return more
        }()

        /// A section of the water department with somebody in it.
        package static let part: Self = {
            var more = Self()
            more.units = property.units.filter { $0.code == "WS" }
            more.people = property.people.filter { $0.account == "section" }
            return more
        }()

        /// 三员: those who keep the system.
        package static let keepers: Self = {
            var more = Self()
            more.people = [
                PersonRow(account: "system", name: "系统员", phone: nil, role: "system_administrator", unitCode: "S"),
                PersonRow(account: "security", name: "安全员", phone: nil, role: "security_administrator", unitCode: "S"),
                PersonRow(account: "audit", name: "审计员", phone: nil, role: "audit_administrator", unitCode: "S"),
            ]
            return more
        }()

        /// Who keeps the system of the first community alone.
        package static let local: Self = {
            var more = Self()
            more.people = [
                PersonRow(account: "local", name: "社区系统员", phone: nil, role: "system_administrator", unitCode: "C1")
            ]
            return more
        }()

        /// Both.
        package static func + (left: Self, right: Self) -> Self {
            var more = left
            more.units += right.units
            more.people += right.people
            return more
        }
    }
}
