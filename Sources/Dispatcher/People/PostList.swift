package import PGStore
package import Workflow

/// Who is responsible where: every post of a district with who holds it, who stands in, and what is empty.
package struct PostList: Sendable {
    /// The posts, unit by unit.
    package let lines: [Line]

    /// One post on a day.
    package struct Line: Hashable, Sendable {
        /// The post.
        package let post: Post
        /// The tenures in force, or, where none is, those to come.
        package let tenures: [Tenure]
        /// How it stands.
        package let state: State
        /// Who answers for it at that instant.
        package let answers: [Appointee]
    }

    /// How a post stands.
    package enum State: String, Hashable, Sendable {
        /// Somebody holds it and is there.
        case held
        /// Who holds it is away.
        case away
        /// Nobody holds it.
        case empty
        /// Nobody holds it yet.
        case coming
    }

    /// Lists the posts of units.
    ///
    /// - Parameters:
    ///   - configuration: the district.
    ///   - units: whose posts; nil: all.
    ///   - at: when.
    package init(_ configuration: DistrictConfiguration, units: [UnitID]?, at: Instant) {
        guard let book = configuration.posts else {
            lines = []
            return
        }
        let units = units ?? configuration.territory.all.map(\.id)
        lines = units.flatMap { unit in
            let roles = Set(book.tenures(in: unit).map(\.post.role)).sorted()
            return roles.map { Line(Post(role: $0, unit: unit), book, configuration, at) }
        }
    }
}

extension PostList.Line {
    fileprivate init(_ post: Post, _ book: PostBook, _ configuration: DistrictConfiguration, _ at: Instant) {
        self.post = post
        let all = book.tenures(in: post.unit).filter { $0.post == post }
        let inForce = all.filter { $0.period.contains(at) }
        tenures = inForce.isEmpty ? all.filter { $0.period.from > at } : inForce
        state = book.state(of: post, at: at)
        answers = book.resolve(
            post.unit,
            roles: [post.role],
            at: at,
            in: configuration.territory,
            calendar: configuration.calendars.standard
        )
    }
}

extension PostBook {
    /// How a post stands at an instant.
    func state(of post: Post, at: Instant) -> PostList.State {
        let all = tenures(in: post.unit).filter { $0.post == post }
        let inForce = all.filter { $0.period.contains(at) }
        guard inForce.isEmpty else { return inForce.allSatisfy { isAbsent($0.person, at: at) } ? .away : .held }
        return all.contains { $0.period.from <= at } ? .empty : .coming
    }

    /// Whether nobody does what a post is for, unless somebody of another unit answers for it.
    func isAmiss(_ post: Post, at: Instant) -> Bool {
        switch state(of: post, at: at) {
        case .held: false
        case .away: standIns(at: post, at: at).isEmpty
        case .empty, .coming: true
        }
    }
}

extension DistrictConfiguration {
    /// Units that must have somebody: those that can lead a matter under a definition in force (主办).
    package var unitsNeedingPeople: [UnitID] {
        let kinds = Set(machines.values.flatMap(\.definition.leads))
        return territory.all.filter { kinds.contains($0.kind) }.map(\.id)
    }

    /// What is empty on a day.
    package func gaps(on day: LocalDate) -> [PostBook.Gap] {
        posts?.gaps(on: day, needed: unitsNeedingPeople, calendar: calendars.standard) ?? []
    }

    /// What a gap is, in words.
    package func words(_ gap: PostBook.Gap) -> Bilingual {
        let names = peopleNames
        let unit = names.unit(gap.unit)
        switch gap {
        case .empty(let post):
            let role = names.role(post.role)
            return Bilingual(zh: "\(unit)：\(role.zh) 空岗", en: "\(unit): nobody is \(role.en)")
        case .away(let post, let standIns):
            let role = names.role(post.role)
            let list = standIns.map(names.person)
            return Bilingual(
                zh: "\(unit)：\(role.zh) 不在岗，" + (list.isEmpty ? "无人代岗" : "代岗：\(list.joined(separator: "、"))"),
                en: "\(unit): \(role.en) is away, "
                    + (list.isEmpty ? "nobody stands in" : "standing in: \(list.joined(separator: ", "))")
            )
        case .nobody: return Bilingual(zh: "\(unit)：没有任何在岗人员", en: "\(unit): has nobody at all")
        case .duty(_, let role, let period):
            let role = role.map(names.role) ?? Bilingual(zh: "值班", en: "duty")
            let times = "\(names.time(period.from)) – \(names.time(period.until))"
            return Bilingual(
                zh: "\(unit)：\(role.zh) 无人值守 \(times)",
                en: "\(unit): nobody is on duty (\(role.en)) \(times)"
            )
        }
    }
}

extension PostBook.Gap {
    /// A stable code.
    package var code: String {
        switch self {
        case .empty: "post_empty"
        case .away: "post_away"
        case .nobody: "unit_without_people"
        case .duty: "duty_empty"
        }
    }
}
