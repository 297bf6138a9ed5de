package import Postgres
package import Workflow

/// On whose behalf rows are read: what row security lets through, beside what the engine decides.
///
/// The policies stand in `sql/migrations/0017_sight.sql`; `Machine.sight` is what they must agree with.
package struct Reader: Hashable, Sendable {
    private let district: DistrictID
    private let person: PersonID?
    /// Units as keys of JSON objects, and posts as a list of them.
    private let concerned: String
    private let asked: String
    private let posts: String
    /// The same units, as the program asks for them.
    private let concernedUnits: Set<UnitID>
    private let askedUnits: Set<UnitID>

    /// Who a person is to row security.
    ///
    /// - Parameters:
    ///   - party: the person, with the posts that count now.
    ///   - configuration: the district.
    package init(_ party: Party, in configuration: DistrictConfiguration) {
        let reaches = party.posts.map { Reach($0, configuration) }
        district = configuration.id
        person = party.person
        concernedUnits = Set(reaches.lazy.flatMap(\.concerned))
        askedUnits = Set(reaches.lazy.flatMap(\.asked))
        concerned = Self.keys(concernedUnits).canonicalText
        asked = Self.keys(askedUnits).canonicalText
        posts = JSONValue.array(reaches.map(\.json)).canonicalText
    }

    /// Whether row security lets what is held so through, whatever else the ticket says.
    ///
    /// - Parameter held: how a ticket is held.
    /// - Returns: true: it does; false: it may.
    package func surelySees(_ held: Held) -> Bool {
        guard !held.isKept else { return false }
        let asked = [held.desk, held.lead, held.inside].compactMap(\.self)
        return asked.contains { concernedUnits.contains($0) || askedUnits.contains($0) }
            || held.responsible.map { concernedUnits.contains($0) } ?? false
    }

    /// What makes a flight this reader's, until its end; it goes first.
    ///
    /// - Parameter isPlannedOnce: whether its statements are carried out by general plans: what row security adds to a
    ///   statement takes longer to plan than to carry out.
    /// - Returns: the statement.
    package func assumption(isPlannedOnce: Bool = false) -> Query {
        """
        SELECT set_config('role', 'whistle_reader', true),
            set_config('plan_cache_mode', \(isPlannedOnce ? "force_generic_plan" : "auto"), true), set_config('whistle.district', \(district.description), true),
            set_config('whistle.person', \(person?.description ?? ""), true),
            set_config('whistle.concerned', \(concerned), true), set_config('whistle.asked', \(asked), true),
            set_config('whistle.posts', \(posts), true)
        """
    }

    fileprivate static func keys(_ units: some Collection<UnitID>) -> JSONValue {
        .object(JSONObject(units.map { ($0.description, 1) }))
    }
}

/// How far a post reaches.
private struct Reach {
    /// Units of which it sees what any of them has to do with.
    let concerned: [UnitID]
    /// Units of which it sees what they were asked only.
    let asked: [UnitID]
    let above: [UnitID]
    let isAdmitted: Bool

    init(_ post: Post, _ configuration: DistrictConfiguration) {
        let (territory, definitions) = (configuration.territory, configuration.machines.values.map(\.definition))
        above = territory.chain(from: post.unit).map(\.id)
        isAdmitted = definitions.contains { $0.privacy.roles.contains(post.role) }
        // 三员分立: those who keep the system see no matters by that post.
        guard !PostBook.administrators.contains(post.role) else {
            concerned = []
            asked = []
            return
        }
        let seesSummary = definitions.allSatisfy { definition in
            territory[post.unit].map { definition.privacy.summaryKinds.contains($0.kind) } ?? false
        }
        concerned = seesSummary ? [] : territory.subtree(of: post.unit)
        asked = seesSummary ? [post.unit] : []
    }

    var json: JSONValue {
        [
            "above": Reader.keys(Set(above)), "admitted": .bool(isAdmitted), "concerned": Reader.keys(Set(concerned)),
            "asked": Reader.keys(Set(asked)),
        ]
    }
}

extension Pool {
    /// Sends statements together on a reader's behalf.
    ///
    /// They are one transaction: with its end the connection is the program's own again.
    ///
    /// - Parameters:
    ///   - queries: what is read.
    ///   - reader: on whose behalf.
    ///   - isPlannedOnce: whether by general plans.
    /// - Returns: an answer for each.
    /// - Throws: what the database says.
    package func flight(
        _ queries: [Query],
        as reader: Reader,
        isPlannedOnce: Bool = false
    ) async throws(PostgresError) -> [QueryResult] {
        Array(try await flight([reader.assumption(isPlannedOnce: isPlannedOnce)] + queries).dropFirst())
    }
}
