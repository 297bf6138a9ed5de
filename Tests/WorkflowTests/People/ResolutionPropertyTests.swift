import TestSupport
import Testing
import Workflow

/// Random books over random instants.
@Suite struct ResolutionPropertyTests {
    private static let roles: [RoleName] = ["department_liaison", "department_head", "handler", "system_administrator"]

    @Test(arguments: PropertyRuns.seeds(0...199))
    func `never nobody while anybody stands on the way up, and nobody whose time is over`(seed: Int) throws {
        var random = Seeded(UInt64(seed))
        let (territory, calendar) = (try World.territory(), try World().context.calendars.standard)
        let book = book(territory, &random)
        for _ in 0..<30 {
            let at = instant(&random)
            let unit = territory.all.randomElement(using: &random)?.id ?? World.water
            let asked = Self.roles.dropLast().filter { _ in Bool.random(using: &random) }
            let byRoster = Bool.random(using: &random)
            let found = book.resolve(
                unit,
                roles: asked,
                at: at,
                byRoster: byRoster,
                in: territory,
                calendar: calendar
            )
            let chain = territory.chain(from: unit).map(\.id)
            let there = chain.flatMap { book.tenures(in: $0) }.filter { tenure in
                tenure.period.contains(at) && !book.isAbsent(tenure.person, at: at)
                    && !PostBook.administrators.contains(tenure.post.role)
            }
            #expect(found.isEmpty == false || there.isEmpty, "seed \(seed)")
            #expect(Set(found.map(\.person)).count == found.count, "each once")
            for one in found {
                #expect(book.isServing(one.person, at: at), "seed \(seed): \(one)")
                #expect(chain.contains(one.unit))
                #expect((one.instead == nil) == (one.unit == unit))
                if case .holds(let role) = one.why {
                    #expect(book.holders(of: role, in: one.unit, at: at).contains(one.person))
                }
                if case .standsIn(let role, _) = one.why {
                    #expect(book.seats(of: one.person, at: at).contains { $0.post == Post(role: role, unit: one.unit) })
                }
            }
        }
    }

    private func book(_ territory: UnitTree, _ random: inout Seeded) -> PostBook {
        let people = (1...8).map { PersonID(Int64($0)) }
        let tenures = (0..<Int.random(in: 0...14, using: &random)).map { _ in
            Tenure(
                person: people.randomElement(using: &random) ?? people[0],
                post: Post(
                    role: Self.roles.randomElement(using: &random) ?? "handler",
                    unit: territory.all.randomElement(using: &random)?.id ?? World.water
                ),
                period: period(&random),
                substitute: Bool.random(using: &random) ? people.randomElement(using: &random) : nil
            )
        }
        let absences = (0..<4).map { _ in
            Absence(person: people.randomElement(using: &random) ?? people[0], period: period(&random))
        }
        let shifts = (0..<6).map { _ in
            DutyShift(
                unit: territory.all.randomElement(using: &random)?.id ?? World.water,
                role: Bool.random(using: &random) ? nil : "department_liaison",
                person: people.randomElement(using: &random) ?? people[0],
                period: period(&random)
            )
        }
        return PostBook(tenures: tenures, absences: absences, shifts: shifts)
    }

    private func instant(_ random: inout Seeded) -> Instant {
        World.time("2026-03-01T00:00:00").advanced(bySeconds: Int64.random(in: 0...1_200_000, using: &random))
    }

    private func period(_ random: inout Seeded) -> Period {
        let ends = [instant(&random), instant(&random)].sorted()
        return Bool.random(using: &random) ? .always : Period(from: ends[0], until: ends[1]) ?? .always
    }
}
