import Crypto
package import Postgres
package import Workflow

/// Statements that change a district's configuration.
///
/// Each group ends with a new revision, in one transaction.
package enum ConfigurationWrite {
    /// Makes a district if its code is new; answers with its id.
    package static func district(code: String, name: String, clock: DistrictClock) -> Query {
        """
        INSERT INTO district (id, code, name, clock)
        VALUES (nextval('district_id_seq'), \(code), \(name), \(clock.rawValue))
        ON CONFLICT (code) DO UPDATE SET name = excluded.name
        RETURNING id
        """
    }

    /// The districts with their ids.
    package static let districts: Query = "SELECT id, code, name, clock FROM district ORDER BY id"

    /// A district's revision.
    package static func revision(_ district: DistrictID) -> Query {
        "SELECT revision FROM district WHERE id = \(district.rawValue)"
    }

    /// Counts the revision up: every program reads the configuration anew before its next decision.
    package static func touch(_ district: DistrictID) -> Query {
        "UPDATE district SET revision = revision + 1 WHERE id = \(district.rawValue)"
    }

    /// Keeps other writers of the district's configuration waiting until COMMIT; those who read go on.
    package static func lock(_ district: DistrictID) -> Query {
        "SELECT revision FROM district WHERE id = \(district.rawValue) FOR NO KEY UPDATE"
    }

    /// Hands a district's time over to the database's clock; once, and never back.
    package static func handOver(_ district: DistrictID) -> Query {
        "UPDATE district SET clock = 'database' WHERE id = \(district.rawValue) AND clock = 'given'"
    }

    /// Units by code: new ones are added, known ones renamed and moved.
    package static func units(_ district: DistrictID, _ units: [UnitRow]) -> [Query] {
        [unitNames(district, units), unitParents(district, units)]
    }

    /// Units by code without the units above them, which may come in a later batch.
    package static func unitNames(_ district: DistrictID, _ units: [UnitRow]) -> Query {
        """
        INSERT INTO unit (district_id, id, code, kind, name)
        SELECT \(district.rawValue), nextval('unit_id_seq'), n.code, n.kind, n.name
        FROM unnest(\(units.map(\.code)), \(units.map(\.kind.text)), \(units.map(\.name)))
            WITH ORDINALITY AS n (code, kind, name, ordinal)
        ORDER BY n.ordinal
        ON CONFLICT (district_id, code) DO UPDATE SET kind = excluded.kind, name = excluded.name
        """
    }

    /// Puts units under the units above them; all of these must be there.
    package static func unitParents(_ district: DistrictID, _ units: [UnitRow]) -> Query {
        """
        UPDATE unit AS u SET parent_id = p.id
        FROM unnest(\(units.map(\.code)), \(units.map(\.parentCode))) AS n (code, parent_code)
        LEFT JOIN unit AS p ON p.district_id = \(district.rawValue) AND p.code = n.parent_code
        WHERE u.district_id = \(district.rawValue) AND u.code = n.code AND u.parent_id IS DISTINCT FROM p.id
        """
    }

    /// People by account, each with the posts given; posts that are already there stay.
    package static func people(_ district: DistrictID, _ people: [PersonRow]) -> [Query] {
        let accounts = people.map(\.account)
        return [
            """
            INSERT INTO person (district_id, id, account, name, phone)
            SELECT \(district.rawValue), nextval('person_id_seq'), n.account, min(n.name), min(n.phone)
            FROM unnest(\(accounts), \(people.map(\.name)), \(people.map(\.phone))) AS n (account, name, phone)
            GROUP BY n.account
            ON CONFLICT (district_id, account) DO UPDATE SET name = excluded.name,
                phone = coalesce(excluded.phone, person.phone)
            """,
            """
            INSERT INTO post (district_id, person_id, role, unit_id)
            SELECT \(district.rawValue), p.id, n.role, u.id
            FROM unnest(\(accounts), \(people.map(\.role.text)), \(people.map(\.unitCode))) AS n (account, role, unit)
            JOIN person AS p ON p.district_id = \(district.rawValue) AND p.account = n.account
            JOIN unit AS u ON u.district_id = \(district.rawValue) AND u.code = n.unit
            ON CONFLICT DO NOTHING
            """,
        ]
    }

    /// A calendar by name; its document holds the holidays themselves.
    package static func calendar(_ district: DistrictID, name: String, document: String) -> Query {
        """
        INSERT INTO calendar (district_id, name, document) VALUES (\(district.rawValue), \(name), \(document))
        ON CONFLICT (district_id, name) DO UPDATE SET document = excluded.document
        """
    }

    /// The calendar of limits that name none.
    package static func standard(_ district: DistrictID, calendar: String) -> Query {
        "UPDATE district SET calendar = \(calendar) WHERE id = \(district.rawValue)"
    }

    /// The whole directory: rules that are not given go, but for those to be kept as they are.
    package static func directory(_ district: DistrictID, _ rules: [RuleRow], keeping: [String] = []) -> [Query] {
        [
            """
            DELETE FROM directory_rule WHERE district_id = \(district.rawValue) AND rule <> ALL(\(keeping))
            """,
            """
            INSERT INTO directory_rule (district_id, rule, ordinal, category, place_id, lead_id, limits, duty, source)
            SELECT \(district.rawValue), n.rule, n.ordinal, n.category, p.id, l.id, n.limits::jsonb, n.duty, n.source
            FROM unnest(\(rules.map(\.rule)), \(rules.indices.map { Int32(clamping: $0) }), \(rules.map(\.category)),
                \(rules.map(\.placeCode)), \(rules.map(\.leadCode)), \(rules.map(\.limitsText)),
                \(rules.map(\.duty.rawValue)), \(rules.map(\.source)))
                AS n (rule, ordinal, category, place, lead, limits, duty, source)
            JOIN unit AS l ON l.district_id = \(district.rawValue) AND l.code = n.lead
            LEFT JOIN unit AS p ON p.district_id = \(district.rawValue) AND p.code = n.place
            """,
        ]
    }

    /// Publishes a definition under the next version; the same document again changes nothing.
    package static func publish(_ district: DistrictID, _ definition: WorkflowDefinition) -> Query {
        let document = definition.document.canonicalText
        let hash = Array(SHA256.hash(data: Array(document.utf8)))
        return """
            INSERT INTO definition (district_id, name, version, document, hash)
            SELECT \(district.rawValue), \(definition.name.text), coalesce(max(version), 0) + 1, \(document), \(hash)
            FROM definition WHERE district_id = \(district.rawValue) AND name = \(definition.name.text)
            ON CONFLICT (district_id, name, hash) DO NOTHING
            """
    }
}

/// Whose clock rules in a district.
package enum DistrictClock: String, Sendable {
    /// The database's.
    case database
    /// One that a single writer gives.
    case given
}

/// A unit to be written.
package struct UnitRow: Hashable, Sendable {
    /// The city's code for it.
    package var code: String
    /// What kind of unit it is.
    package var kind: UnitKind
    /// What people call it.
    package var name: String
    /// The code of the unit above it; nil for the topmost.
    package var parentCode: String?

    /// Describes one.
    package init(code: String, kind: UnitKind, name: String, parentCode: String?) {
        self.code = code
        self.kind = kind
        self.name = name
        self.parentCode = parentCode
    }
}

/// A person with one post, to be written.
package struct PersonRow: Hashable, Sendable {
    /// What the person signs in with.
    package var account: String
    /// The person's name.
    package var name: String
    /// Where to call; nil where unknown.
    package var phone: String?
    /// The role of the post.
    package var role: RoleName
    /// The code of the unit that the post belongs to.
    package var unitCode: String

    /// Describes one.
    package init(account: String, name: String, phone: String?, role: RoleName, unitCode: String) {
        self.account = account
        self.name = name
        self.phone = phone
        self.role = role
        self.unitCode = unitCode
    }
}

/// A rule of the directory to be written.
package struct RuleRow: Hashable, Sendable {
    /// The rule's id, as the city writes it; unique in the directory.
    package var rule: String
    /// The category that it covers with everything below; empty: all.
    package var category: String
    /// The code of the unit whose ground it covers; nil: the whole district.
    package var placeCode: String?
    /// The code of the unit that leads.
    package var leadCode: String
    /// Limits that replace the definition's, by clock.
    package var limits: [ClockName: Limit]
    /// Whether the matter is the street's own, a department's, or taken back.
    package var duty: DirectoryRule.Duty
    /// The document that says so.
    package var source: String

    /// Describes one.
    package init(
        rule: String,
        category: String,
        placeCode: String?,
        leadCode: String,
        limits: [ClockName: Limit],
        duty: DirectoryRule.Duty,
        source: String
    ) {
        self.rule = rule
        self.category = category
        self.placeCode = placeCode
        self.leadCode = leadCode
        self.limits = limits
        self.duty = duty
        self.source = source
    }

    var limitsText: String {
        var members: [String: JSONValue] = [:]
        for (clock, limit) in limits { members[clock.text] = .string(limit.description) }
        return JSONValue.object(members).canonicalText
    }
}
