import Dispatcher
import PGStore
import Postgres
import Shipped
import Workflow

/// A district to be measured in: one street, twenty communities, ten departments, and who works there.
struct BenchDistrict: Sendable {
    static let communities = 20
    static let departments = 10

    let configuration: DistrictConfiguration

    var id: DistrictID { configuration.id }

    /// Makes it.
    ///
    /// - Parameters:
    ///   - code: its code.
    ///   - limits: what its directory says of a matter's clocks; those that it leaves out are the definition's.
    ///   - engine: an engine that runs.
    /// - Returns: the district, as its configuration was read.
    /// - Throws: `PostgresError`.
    static func make(
        code: String,
        limits: [ClockName: Limit] = [:],
        _ engine: Engine
    ) async throws -> BenchDistrict {
        let new = NewDistrict(code: code, name: code, definitions: [try Shipped.definition("issue")])
        let id = try await new.make(engine)
        try await engine.pool.withTransaction { connection in
            _ = try await connection.flight(
                ConfigurationWrite.units(id, units) + ConfigurationWrite.people(id, people)
                    + ConfigurationWrite.directory(id, rules(limits)) + [ConfigurationWrite.touch(id)]
            )
        }
        return BenchDistrict(configuration: try await engine.configurations.load(id))
    }

    /// The same without a database; ids are places in the lists.
    static func inMemory() throws -> BenchDistrict {
        let ids = Dictionary(uniqueKeysWithValues: units.enumerated().map { ($1.code, UnitID(Int64($0 + 1))) })
        let rows = try units.map { row in
            Workflow.Unit(
                id: try id(row.code, ids),
                code: row.code,
                kind: row.kind,
                name: row.name,
                parent: row.parentCode.flatMap { ids[$0] }
            )
        }
        let calendar = try Shipped.calendar("office").calendar()
        return BenchDistrict(
            configuration: DistrictConfiguration(
                id: DistrictID(1),
                code: "memory",
                name: "memory",
                revision: 1,
                territory: try UnitTree(rows),
                calendars: try CalendarBook(default: calendar),
                calendarTexts: [:],
                directory: try Workflow.Directory(
                    rules([:]).map {
                        DirectoryRule(id: $0.rule, category: $0.category, place: nil, lead: try id($0.leadCode, ids))
                    }
                ),
                people: try people.enumerated().map { number, row in
                    DistrictConfiguration.Person(
                        account: row.account,
                        name: row.name,
                        party: Party(
                            identity: .person(PersonID(Int64(number + 1))),
                            posts: [Post(role: row.role, unit: try id(row.unitCode, ids))]
                        )
                    )
                },
                machines: [Machine(definition: try Shipped.definition("issue"), version: 1)]
            )
        )
    }

    private static func id(_ code: String, _ ids: [String: UnitID]) throws -> UnitID {
        guard let id = ids[code] else { throw BenchError.district("no unit \(code)") }
        return id
    }

    private static var units: [UnitRow] {
        [UnitRow(code: "S", kind: "street", name: "一街道", parentCode: nil)]
            + (0..<communities).map { UnitRow(code: "C\($0)", kind: "community", name: "社区\($0)", parentCode: "S") }
            + (0..<departments).map { UnitRow(code: "D\($0)", kind: "department", name: "部门\($0)", parentCode: nil) }
    }

    private static var people: [PersonRow] {
        (0..<communities).flatMap { number in
            ["desk", "check"].map { kind in
                PersonRow(
                    account: "\(kind)\(number)",
                    name: "派单员\(number)",
                    phone: nil,
                    role: "community_dispatcher",
                    unitCode: "C\(number)"
                )
            }
        }
            + (0..<departments).map { number in
                PersonRow(
                    account: "lead\(number)",
                    name: "联络员\(number)",
                    phone: nil,
                    role: "department_liaison",
                    unitCode: "D\(number)"
                )
            }
    }

    private static func rules(_ limits: [ClockName: Limit]) -> [RuleRow] {
        (0..<departments).map { number in
            RuleRow(
                rule: "R\(number)",
                category: "类别\(number)",
                placeCode: nil,
                leadCode: "D\(number)",
                limits: limits,
                duty: .basic,
                source: "bench"
            )
        }
    }
}

extension BenchDistrict {
    /// An act on a ticket, by whoever it falls to; community and department follow from the number given.
    ///
    /// - Parameters:
    ///   - step: the act.
    ///   - ticket: the ticket; nil for a filing.
    ///   - number: the number that the ticket was filed under.
    /// - Returns: the submission.
    /// - Throws: `BenchError.district` where the district lacks the person.
    func submission(_ step: LifeStep, on ticket: TicketID?, number: Int) throws -> Submission {
        let community = number % Self.communities
        let department = number % Self.departments
        let account =
            switch step.doer {
            case .desk: "desk\(community)"
            case .check: "check\(community)"
            case .lead: "lead\(department)"
            }
        guard let party = configuration.people[account]?.party,
            let place = configuration.territory.unit(code: "C\(community)")
        else { throw BenchError.district("nobody is called \(account)") }
        var input = step.input
        if step == .report {
            input["category"] = .string("类别\(department)")
            input["place"] = .int(place.id.rawValue)
        }
        return Submission(
            district: id,
            target: ticket.map { .ticket($0) } ?? .filing("issue"),
            act: step.act,
            by: party,
            input: input,
            texts: step.texts
        )
    }

    /// The communities' ids, which follow each other.
    func places() throws -> ClosedRange<Int64> {
        let ids = (0..<Self.communities).compactMap { configuration.territory.unit(code: "C\($0)")?.id.rawValue }
            .sorted()
        guard let first = ids.first, let last = ids.last, last - first + 1 == Int64(ids.count) else {
            throw BenchError.district("the communities' ids do not follow each other")
        }
        return first...last
    }
}
