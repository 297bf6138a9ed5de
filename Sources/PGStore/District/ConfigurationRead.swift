import Foundation
package import Postgres
package import Workflow

/// Reads a district's configuration whole: one flight.
package struct ConfigurationRead: Sendable {
    /// The district.
    package let district: DistrictID

    /// Makes the request.
    package init(district: DistrictID) {
        self.district = district
    }

    /// One snapshot of all tables, so that they belong to one revision.
    package var statements: [Query] {
        ["BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"] + reads + ["COMMIT"]
    }

    /// The tables as a transaction sees them that is already open, and holds the district's row.
    package var reads: [Query] {
        let id = district.rawValue
        return [
            """
            SELECT code, name, revision, calendar, digests, quiet_from, quiet_until, gaps_at FROM district
            WHERE id = \(id)
            """,
            """
            SELECT id, code, kind, name, parent_id, attributes, pair_id, closed_at, successor_id, ground_ids,
                latitude, longitude, radius
            FROM unit
            WHERE district_id = \(id)
            """,
            "SELECT id, account, name FROM person WHERE district_id = \(id)",
            "SELECT name, document FROM calendar WHERE district_id = \(id) ORDER BY name",
            "SELECT name, version, document FROM definition WHERE district_id = \(id) ORDER BY name, version",
            """
            SELECT r.rule, r.category, r.place_id, r.lead_id, r.limits::text, r.duty, r.source, r.attributes,
                r.evidence, r.necessity, r.approval,
                ARRAY(
                    SELECT c.unit_id FROM directory_co_handler AS c
                    WHERE c.district_id = r.district_id AND c.rule = r.rule ORDER BY c.ordinal
                )
            FROM directory_rule AS r WHERE r.district_id = \(id) ORDER BY r.ordinal
            """,
            "SELECT category, document FROM category WHERE district_id = \(id)",
            "SELECT name, document FROM platform WHERE district_id = \(id) ORDER BY name",
        ] + PeopleRead.statements(district)
    }

    /// Reads the answers to `statements`.
    ///
    /// - Parameters:
    ///   - results: the answers.
    ///   - before: the configuration at an earlier revision: what has not changed since is not built anew.
    /// - Returns: the configuration.
    /// - Throws: `StoreError.badConfiguration` where units loop or a document is none.
    package func configuration(
        _ results: [QueryResult],
        since before: DistrictConfiguration? = nil
    ) throws -> DistrictConfiguration {
        try configuration(ofReads: Array(results.dropFirst().dropLast()), since: before)
    }

    /// Reads the answers to `reads`.
    ///
    /// - Parameters:
    ///   - results: the answers.
    ///   - before: as above.
    /// - Returns: the configuration.
    /// - Throws: `StoreError.badConfiguration` where units loop or a document is none.
    package func configuration(
        ofReads results: [QueryResult],
        since before: DistrictConfiguration? = nil
    ) throws -> DistrictConfiguration {
        guard results.count == 11, let row = results[0].first else { throw StoreError.unknownDistrict("\(district)") }
        do {
            let texts = try Dictionary(results[3].decode((String, String).self), uniquingKeysWith: { $1 })
            let calendars = try Self.calendars(texts, standard: row[3], before)
            let posts = try PeopleRead.posts(Array(results[8...]), calendars.standard)
            return DistrictConfiguration(
                id: district,
                code: try row[0],
                name: try row[1],
                revision: try row[2],
                territory: try UnitTree(results[1].map(Self.unit)),
                calendars: calendars,
                calendarTexts: texts,
                directory: try Workflow.Directory(results[5].map(Self.rule)),
                categories: try CategoryList(results[6].map(Self.category)),
                platforms: try results[7].map(Self.platform),
                people: try results[2].map { try Self.person($0, posts) },
                machines: try results[4].map { try Self.machine($0, before) },
                posts: posts,
                messages: try PeopleRead.messages(row)
            )
        } catch let problems as Problems {
            throw StoreError.badConfiguration(problems.all)
        }
    }
}

extension ConfigurationRead {
    // MARK: - Rows

    private static func name<Kind>(_ text: String, _ table: String) throws -> Name<Kind> {
        guard let name = Name<Kind>(text) else {
            throw StoreError.damaged(table: table, row: text, why: "not a name")
        }
        return name
    }

    private static func unit(_ row: Row) throws -> Workflow.Unit {
        let parent: Int64? = try row[4]
        let attributes: [String] = try row[5]
        let pair: Int64? = try row[6]
        let closedAt: Timestamp? = try row[7]
        let successor: Int64? = try row[8]
        let grounds: [Int64] = try row[9]
        return Workflow.Unit(
            id: UnitID(try row[0]),
            code: try row[1],
            kind: try name(row[2], "unit"),
            name: try row[3],
            parent: parent.map { UnitID($0) },
            attributes: Set(attributes),
            pair: pair.map { UnitID($0) },
            closing: closedAt.map { Workflow.Unit.Closing(at: Instant($0), successor: successor.map { UnitID($0) }) },
            grounds: Set(grounds.map { UnitID($0) }),
            location: try location(row, 10)
        )
    }

    /// Three columns, of which all or none say something.
    private static func location(_ row: Row, _ index: Int) throws -> Workflow.Unit.Location? {
        let (latitude, longitude): (Int32?, Int32?) = (try row[index], try row[index + 1])
        guard let latitude, let longitude else { return nil }
        let radius = Int(try row[index + 2, as: Int32.self])
        guard let position = Position(latitude: latitude, longitude: longitude),
            let location = Workflow.Unit.Location(position: position, radius: radius)
        else { throw StoreError.damaged(table: "unit", row: "\(try row[1, as: String.self])", why: "no such location") }
        return location
    }

    private static func person(_ row: Row, _ book: PostBook) throws -> DistrictConfiguration.Person {
        let id = PersonID(try row[0, as: Int64.self])
        let posts = book.tenures(of: id).map(\.post).reduce(into: [Post]()) { if !$0.contains($1) { $0.append($1) } }
        return DistrictConfiguration.Person(
            account: try row[1],
            name: try row[2],
            party: Party(identity: .person(id), posts: posts)
        )
    }

    private static func calendars(
        _ texts: [String: String],
        standard: String,
        _ before: DistrictConfiguration?
    ) throws -> CalendarBook {
        if let before, before.calendarTexts == texts, before.calendars.standard.name == standard {
            return before.calendars
        }
        let calendars = try texts.sorted { $0.key < $1.key }.map { _, text in
            try JSONDecoder().decode(CalendarDocument.self, from: Data(text.utf8)).calendar()
        }
        guard let first = calendars.first(where: { $0.name == standard }) else {
            throw StoreError.damaged(table: "calendar", row: standard, why: "the district's calendar is missing")
        }
        return try CalendarBook(default: first, others: calendars.filter { $0.name != standard })
    }

    private static func machine(_ row: Row, _ before: DistrictConfiguration?) throws -> Machine {
        let version = Int(try row[1, as: Int32.self])
        // Published versions never change.
        let ref = DefinitionRef(name: try name(row[0], "definition"), version: version)
        if let known = before?.machines[ref] { return known }
        let document: String = try row[2]
        return Machine(definition: try WorkflowDefinition(document: JSONValue(parsing: document)), version: version)
    }

    private static func rule(_ row: Row) throws -> DirectoryRule {
        let id: String = try row[0]
        let text: String = try row[4]
        var limits: [ClockName: Limit] = [:]
        for (clock, limit) in try JSONValue(parsing: text).object ?? [:] {
            limits[try name(clock, "directory_rule")] = try Limit(limit.string ?? "")
        }
        let place: Int64? = try row[2]
        guard let duty = DirectoryRule.Duty(rawValue: try row[5]) else {
            throw StoreError.damaged(table: "directory_rule", row: id, why: "unknown duty")
        }
        let attributes: [String] = try row[7]
        let helpers: [Int64] = try row[11]
        return DirectoryRule(
            id: id,
            category: try row[1],
            place: place.map { UnitID($0) },
            attributes: Set(attributes),
            lead: UnitID(try row[3]),
            coHandlers: helpers.map { UnitID($0) },
            limits: limits,
            duty: duty,
            evidence: try evidence(row, of: id),
            source: try row[6]
        )
    }

    private static func category(_ row: Row) throws -> CategoryEntry {
        let (category, document): (String, String) = (try row[0], try row[1])
        do throws(Problem) {
            return try CategoryEntry(document: try Self.json(document, category))
        } catch {
            throw StoreError.damaged(table: "category", row: category, why: "\(error.code) \(error.path)")
        }
    }

    private static func platform(_ row: Row) throws -> Platform {
        let (name, document): (String, String) = (try row[0], try row[1])
        do throws(Problem) {
            return try Platform(document: try Self.json(document, name))
        } catch {
            throw StoreError.damaged(table: "platform", row: name, why: "\(error.code) \(error.path)")
        }
    }

    private static func json(_ document: String, _ category: String) throws(Problem) -> JSONValue {
        do throws(JSONError) {
            return try JSONValue(parsing: document)
        } catch {
            let words = error.description
            throw Problem(code: error.reason.rawValue, path: category, message: Bilingual(zh: words, en: words))
        }
    }

    private static func evidence(_ row: Row, of rule: String) throws -> EvidenceRule? {
        let words: [String] = try row[8]
        guard !words.isEmpty else { return nil }
        let asked = words.compactMap { EvidenceRule.Proof(rawValue: $0) }
        guard asked.count == words.count else {
            throw StoreError.damaged(table: "directory_rule", row: rule, why: "unknown proof")
        }
        return EvidenceRule(asked: Set(asked), necessity: try row[9], approval: try row[10])
    }
}
