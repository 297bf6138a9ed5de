import Foundation
import PGStore
import Postgres
import Shipped
import Tabular
import Workflow

/// A district of a replay's own, with a given clock: real units, departments, two dispatchers a street, a liaison a
/// department.
struct ReplayDistrict: Sendable {
    let id: DistrictID
    let configuration: DistrictConfiguration
    /// Where matters are put, one after the other.
    let places: [(place: UnitID, street: UnitID)]
    let dispatchers: [UnitID: (first: Party, second: Party)]
    let liaisons: [UnitID: Party]
    let leads: [String: UnitID]

    /// Makes the district.
    static func make(
        code: String,
        units: [UnitRow],
        directory: ReplayDirectory,
        departments: [(code: String, name: String)],
        limit: Limit?,
        types: Set<String>,
        engine: Engine
    ) async throws -> ReplayDistrict {
        let streets = units.filter { $0.kind == "street" }
        let departmentRows = departments.map {
            UnitRow(code: "D:" + $0.code, kind: "department", name: $0.name, parentCode: nil)
        }
        let rules = try Self.rules(directory, departments, limit, types)
        let calendar = try Shipped.calendar(directory.calendar)
        let document = String(decoding: try JSONEncoder().encode(calendar), as: UTF8.self)
        let definition = try Shipped.definition("issue")
        let id = try await engine.pool.withTransaction { connection in
            let made = ConfigurationWrite.district(code: code, name: code, clock: .given)
            let id = DistrictID(try await connection.query(made).only()[0])
            _ = try await connection.flight(
                ConfigurationWrite.units(id, units + departmentRows)
                    + ConfigurationWrite.people(id, people(streets, departmentRows))
                    + ConfigurationWrite.directory(id, rules) + [
                        ConfigurationWrite.calendar(id, name: calendar.name, document: document),
                        ConfigurationWrite.standard(id, calendar: calendar.name),
                        ConfigurationWrite.publish(id, definition), ConfigurationWrite.touch(id),
                    ]
            )
            return id
        }
        return try ReplayDistrict(await engine.configurations.load(id))
    }

    private init(_ configuration: DistrictConfiguration) throws {
        self.configuration = configuration
        id = configuration.id
        let territory = configuration.territory
        var places: [(UnitID, UnitID)] = []
        var dispatchers: [UnitID: (Party, Party)] = [:]
        var liaisons: [UnitID: Party] = [:]
        var leads: [String: UnitID] = [:]
        for unit in territory.all {
            switch unit.kind {
            case "street":
                guard let first = configuration.people["\(unit.code)-1"],
                    let second = configuration.people["\(unit.code)-2"]
                else { continue }
                dispatchers[unit.id] = (first.party, second.party)
                let below = territory.children(of: unit.id).map(\.id)
                places += (below.isEmpty ? [unit.id] : below).map { ($0, unit.id) }
            case "department":
                leads[String(unit.code.dropFirst(2))] = unit.id
                if let person = configuration.people[unit.code] { liaisons[unit.id] = person.party }
            default: break
            }
        }
        self.places = places
        self.dispatchers = dispatchers
        self.liaisons = liaisons
        self.leads = leads
        guard !places.isEmpty else {
            throw StoreError.badConfiguration([
                Problem(code: "no_streets", path: "units", message: Bilingual(zh: "没有街道", en: "there are no streets"))
            ])
        }
    }

    private static func people(_ streets: [UnitRow], _ departments: [UnitRow]) -> [PersonRow] {
        streets.flatMap { street in
            [1, 2].map { number in
                PersonRow(
                    account: "\(street.code)-\(number)",
                    name: "\(street.name)派单员\(number)",
                    phone: nil,
                    role: "street_dispatcher",
                    unitCode: street.code
                )
            }
        }
            + departments.map { department in
                PersonRow(
                    account: department.code,
                    name: department.name + "联络员",
                    phone: nil,
                    role: "department_liaison",
                    unitCode: department.code
                )
            }
    }

    /// One rule a class; by one limit for all where that is asked for.
    private static func rules(
        _ directory: ReplayDirectory,
        _ departments: [(code: String, name: String)],
        _ limit: Limit?,
        _ types: Set<String>
    ) throws -> [RuleRow] {
        guard let anybody = departments.first?.code else {
            throw StoreError.badConfiguration([
                Problem(
                    code: "no_departments",
                    path: "departments",
                    message: Bilingual(zh: "没有部门", en: "there are no departments")
                )
            ])
        }
        var classes = directory.classes + [directory.fallback].compactMap(\.self)
        let known = Set(classes.map(\.category))
        classes += types.subtracting(known).sorted().map {
            ReplayDirectory.Class(category: $0, keywords: [], lead: nil, whole: nil)
        }
        return classes.enumerated().map { index, rule in
            let whole = limit ?? rule.whole
            return RuleRow(
                rule: "R\(index + 1)",
                category: rule.category,
                placeCode: nil,
                leadCode: "D:" + (rule.lead ?? anybody),
                limits: whole.map { ["whole": $0] } ?? [:],
                duty: .basic,
                source: "replay"
            )
        }
    }
}
