package import Postgres
package import Workflow

extension ConfigurationWrite {
    /// The whole directory: rules that are not given go, but for those to be kept as they are.
    package static func directory(_ district: DistrictID, _ rules: [RuleRow], keeping: [String] = []) -> [Query] {
        let helpers = rules.flatMap { rule in
            rule.coHandlerCodes.enumerated().map { (rule: rule.rule, ordinal: Int32($0), code: $1) }
        }
        return [
            """
            DELETE FROM directory_rule WHERE district_id = \(district.rawValue) AND rule <> ALL(\(keeping))
            """,
            insert(district, rules),
            """
            INSERT INTO directory_co_handler (district_id, rule, ordinal, unit_id)
            SELECT \(district.rawValue), n.rule, n.ordinal, u.id
            FROM unnest(\(helpers.map(\.rule)), \(helpers.map(\.ordinal)), \(helpers.map(\.code)))
                AS n (rule, ordinal, code)
            JOIN unit AS u ON u.district_id = \(district.rawValue) AND u.code = n.code
            """,
        ]
    }

    /// Puts one rule before all others: of those that say as much, it counts.
    package static func adopt(_ district: DistrictID, _ rule: RuleRow) -> [Query] {
        [
            lock(district), remove(district, rule: rule.rule), insert(district, [rule]),
            """
            UPDATE directory_rule SET ordinal = (
                SELECT min(ordinal) - 1 FROM directory_rule
                WHERE district_id = \(district.rawValue) AND rule <> \(rule.rule))
            WHERE district_id = \(district.rawValue) AND rule = \(rule.rule) AND EXISTS (
                SELECT FROM directory_rule WHERE district_id = \(district.rawValue) AND rule <> \(rule.rule))
            """,
            touch(district),
        ]
    }

    /// Takes a rule away.
    package static func remove(_ district: DistrictID, rule: String) -> Query {
        "DELETE FROM directory_rule WHERE district_id = \(district.rawValue) AND rule = \(rule)"
    }

    private static func insert(_ district: DistrictID, _ rules: [RuleRow]) -> Query {
        """
        INSERT INTO directory_rule (district_id, rule, ordinal, category, place_id, lead_id, limits, duty, source,
            attributes, evidence, necessity, approval)
        SELECT \(district.rawValue), n.rule, n.ordinal, n.category, p.id, l.id, n.limits::jsonb, n.duty, n.source,
            string_to_array(n.attributes, E'\\n'), string_to_array(n.evidence, E'\\n'), n.necessity, n.approval
        FROM unnest(\(rules.map(\.rule)), \(rules.indices.map { Int32(clamping: $0) }), \(rules.map(\.category)),
            \(rules.map(\.placeCode)), \(rules.map(\.leadCode)), \(rules.map(\.limitsText)),
            \(rules.map(\.duty.rawValue)), \(rules.map(\.source)), \(rules.map(\.attributesText)),
            \(rules.map(\.evidenceText)), \(rules.map { $0.evidence?.necessity ?? "" }),
            \(rules.map { $0.evidence?.approval ?? "" }))
            AS n (rule, ordinal, category, place, lead, limits, duty, source, attributes, evidence, necessity, approval)
        JOIN unit AS l ON l.district_id = \(district.rawValue) AND l.code = n.lead
        LEFT JOIN unit AS p ON p.district_id = \(district.rawValue) AND p.code = n.place
        """
    }
}
