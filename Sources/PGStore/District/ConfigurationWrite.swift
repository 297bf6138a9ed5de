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

    /// In this transaction a lock is waited for longer than a command would: whoever imports can wait for another.
    package static let patience: Query = "SET LOCAL lock_timeout = '60s'"

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
        [unitNames(district, units), unitParents(district, units)] + unitVersions(district)
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

    /// Puts units under the units above them, with attributes, pairs, ground and location; all units named must be there.
    ///
    /// Attributes, pairs, ground and location that a row does not give stay as they are.
    package static func unitParents(_ district: DistrictID, _ units: [UnitRow]) -> Query {
        """
        UPDATE unit AS u SET parent_id = p.id,
            attributes = coalesce(string_to_array(n.attributes, E'\\n'), u.attributes),
            pair_id = CASE WHEN n.pair_code IS NULL THEN u.pair_id ELSE d.id END,
            ground_ids = CASE WHEN n.ground_codes IS NULL THEN u.ground_ids ELSE ARRAY(
                SELECT g.id FROM unit AS g
                WHERE g.district_id = \(district.rawValue) AND g.code = ANY (string_to_array(n.ground_codes, E'\\n'))
                ORDER BY g.id
            ) END,
            latitude = CASE WHEN n.says_location THEN n.latitude ELSE u.latitude END,
            longitude = CASE WHEN n.says_location THEN n.longitude ELSE u.longitude END,
            radius = CASE WHEN n.says_location THEN n.radius ELSE u.radius END
        FROM unnest(\(units.map(\.code)), \(units.map(\.parentCode)), \(units.map(\.attributesText)),
            \(units.map(\.pairCode)), \(units.map(\.groundsText)), \(units.map(\.saysLocation)),
            \(units.map { $0.locationKnown?.position.latitude }), \(units.map { $0.locationKnown?.position.longitude }),
            \(units.map { $0.locationKnown.map { Int32(clamping: $0.radius) } }))
            AS n (code, parent_code, attributes, pair_code, ground_codes, says_location, latitude, longitude, radius)
        LEFT JOIN unit AS p ON p.district_id = \(district.rawValue) AND p.code = n.parent_code
        LEFT JOIN unit AS d ON d.district_id = \(district.rawValue) AND d.code = n.pair_code
        WHERE u.district_id = \(district.rawValue) AND u.code = n.code
            AND (u.parent_id IS DISTINCT FROM p.id OR n.attributes IS NOT NULL OR n.pair_code IS NOT NULL
                OR n.ground_codes IS NOT NULL OR n.says_location)
        """
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
