package import Postgres
package import Workflow

extension ConfigurationWrite {
    /// People by account, each with the posts given; posts that are already there stay, telephones are not written.
    package static func people(_ district: DistrictID, _ people: [PersonRow]) -> [Query] {
        let names = Dictionary(people.map { ($0.account, $0.name) }, uniquingKeysWith: { min($0, $1) })
        return [persons(district, names.sorted { $0.key < $1.key }.map { ($0.key, $0.value, nil) }, nil)]
            + posts(district, people)
    }

    /// Names by account, and telephones sealed; without keys no telephone is written.
    ///
    /// - Parameters:
    ///   - district: the district.
    ///   - people: a row a post; the first telephone of an account counts.
    ///   - keys: the keys that seal; nil: there are none.
    /// - Returns: the statement.
    /// - Throws: `StoreError.sealed`.
    package static func persons(
        _ district: DistrictID,
        _ people: [PersonRow],
        under keys: KeyRing?
    ) throws(StoreError) -> Query {
        var names: [String: String] = [:]
        var phones: [String: [UInt8]] = [:]
        for row in people {
            names[row.account] = min(names[row.account] ?? row.name, row.name)
            guard let keys, let phone = row.phone, phones[row.account] == nil else { continue }
            phones[row.account] = try StaffTelephone.seal(phone, of: row.account, in: district, under: keys)
        }
        return persons(district, names.sorted { $0.key < $1.key }.map { ($0.key, $0.value, phones[$0.key]) }, keys)
    }

    private static func persons(
        _ district: DistrictID,
        _ people: [(account: String, name: String, phone: [UInt8]?)],
        _ keys: KeyRing?
    ) -> Query {
        """
        INSERT INTO person (district_id, id, account, name, sealed_phone, phone_key)
        SELECT \(district.rawValue), nextval('person_id_seq'), n.account, n.name, n.phone,
            CASE WHEN n.phone IS NOT NULL THEN \(keys?.sealingID ?? "") END
        FROM unnest(\(people.map(\.account)), \(people.map(\.name)), \(people.map(\.phone))) AS n (account, name, phone)
        ON CONFLICT (district_id, account) DO UPDATE SET name = excluded.name,
            sealed_phone = coalesce(excluded.sealed_phone, person.sealed_phone),
            phone_key = coalesce(excluded.phone_key, person.phone_key),
            phone = CASE WHEN excluded.sealed_phone IS NULL THEN person.phone END
        """
    }

    /// Posts of people who are there.
    ///
    /// A row with a first day means that tenure, or gives its day to one that has none yet; a row without means the
    /// latest tenure of that post. What a row does not give stays as it is.
    package static func posts(_ district: DistrictID, _ people: [PersonRow]) -> [Query] {
        [changedPosts(district, people), newPosts(district, people)]
    }

    private static func changedPosts(_ district: DistrictID, _ people: [PersonRow]) -> Query {
        """
        UPDATE post AS o SET since = coalesce(n.since::date, o.since), until = coalesce(n.until::date, o.until),
            part_time = coalesce(n.part_time, o.part_time), substitute_id = coalesce(s.id, o.substitute_id)
        FROM \(tenuresOf: people)
        JOIN person AS p ON p.district_id = \(district.rawValue) AND p.account = n.account
        JOIN unit AS u ON u.district_id = \(district.rawValue) AND u.code = n.unit
        LEFT JOIN person AS s ON s.district_id = \(district.rawValue) AND s.account = n.substitute
        CROSS JOIN LATERAL (
            SELECT m.since FROM post AS m
            WHERE m.district_id = \(district.rawValue) AND m.person_id = p.id AND m.role = n.role AND m.unit_id = u.id
                AND (n.since IS NULL OR m.since IN (n.since::date, '-infinity'))
            ORDER BY m.since DESC LIMIT 1
        ) AS meant
        WHERE o.district_id = \(district.rawValue) AND o.person_id = p.id AND o.role = n.role AND o.unit_id = u.id
            AND o.since = meant.since
        """
    }

    private static func newPosts(_ district: DistrictID, _ people: [PersonRow]) -> Query {
        """
        INSERT INTO post (district_id, person_id, role, unit_id, since, until, part_time, substitute_id)
        SELECT \(district.rawValue), p.id, n.role, u.id, coalesce(n.since::date, '-infinity'),
            coalesce(n.until::date, 'infinity'), coalesce(n.part_time, false), s.id
        FROM \(tenuresOf: people)
        JOIN person AS p ON p.district_id = \(district.rawValue) AND p.account = n.account
        JOIN unit AS u ON u.district_id = \(district.rawValue) AND u.code = n.unit
        LEFT JOIN person AS s ON s.district_id = \(district.rawValue) AND s.account = n.substitute
        WHERE NOT EXISTS (
            SELECT FROM post AS o
            WHERE o.district_id = \(district.rawValue) AND o.person_id = p.id AND o.role = n.role AND o.unit_id = u.id
                AND (n.since IS NULL OR o.since = n.since::date)
        )
        ON CONFLICT DO NOTHING
        """
    }
}

extension ConfigurationWrite {
    // MARK: - Absences and duty

    /// Absences by person and beginning: the end and the reason are replaced.
    package static func absences(_ district: DistrictID, _ rows: [AbsenceRow]) -> Query {
        """
        INSERT INTO absence (district_id, person_id, from_at, until_at, reason)
        SELECT \(district.rawValue), p.id, n.from_at, n.until_at, n.reason
        FROM unnest(\(rows.map(\.account)), \(rows.map { Timestamp($0.period.from) }),
            \(rows.map { Timestamp($0.period.until) }), \(rows.map(\.reason))) AS n (account, from_at, until_at, reason)
        JOIN person AS p ON p.district_id = \(district.rawValue) AND p.account = n.account
        ON CONFLICT (district_id, person_id, from_at) DO UPDATE
        SET until_at = excluded.until_at, reason = excluded.reason
        """
    }

    /// Clears a roster for what a new one says: of each unit and role, the shifts that begin within its span.
    package static func clearedDuties(
        _ district: DistrictID,
        _ spans: [(unitCode: String, role: RoleName?, period: Period)]
    ) -> Query {
        """
        DELETE FROM duty_shift AS s
        USING unnest(\(spans.map(\.unitCode)), \(spans.map { $0.role?.text ?? "" }),
            \(spans.map { Timestamp($0.period.from) }), \(spans.map { Timestamp($0.period.until) }))
            AS n (unit, role, from_at, until_at), unit AS u
        WHERE u.district_id = \(district.rawValue) AND u.code = n.unit
            AND s.district_id = \(district.rawValue) AND s.unit_id = u.id AND s.role = n.role
            AND s.from_at >= n.from_at AND s.from_at < n.until_at
        """
    }

    /// Shifts of a roster.
    package static func duties(_ district: DistrictID, _ rows: [DutyRow]) -> Query {
        """
        INSERT INTO duty_shift (district_id, unit_id, role, person_id, from_at, until_at)
        SELECT \(district.rawValue), u.id, n.role, p.id, n.from_at, n.until_at
        FROM unnest(\(rows.map(\.unitCode)), \(rows.map { $0.role?.text ?? "" }), \(rows.map(\.account)),
            \(rows.map { Timestamp($0.period.from) }), \(rows.map { Timestamp($0.period.until) }))
            AS n (unit, role, account, from_at, until_at)
        JOIN unit AS u ON u.district_id = \(district.rawValue) AND u.code = n.unit
        JOIN person AS p ON p.district_id = \(district.rawValue) AND p.account = n.account
        ON CONFLICT (district_id, unit_id, role, from_at, person_id) DO UPDATE SET until_at = excluded.until_at
        """
    }
}

extension ConfigurationWrite {
    /// When people are told what does not press.
    package static func messages(_ district: DistrictID, _ rules: MessageRules) -> Query {
        """
        UPDATE district SET digests = \(rules.digests.map(\.description)),
            quiet_from = \(rules.quiet?.from.description ?? "00:00"),
            quiet_until = \(rules.quiet?.until.description ?? "00:00"), gaps_at = \(rules.gapsAt?.description ?? "")
        WHERE id = \(district.rawValue)
        """
    }
}

extension Query.StringInterpolation {
    /// Rows of tenures as `n`: what finds those that change and what adds those that are new must read the same.
    fileprivate mutating func appendInterpolation(tenuresOf people: [PersonRow]) {
        appendLiteral("unnest(")
        appendInterpolation(people.map(\.account))
        appendLiteral(", ")
        appendInterpolation(people.map(\.role.text))
        appendLiteral(", ")
        appendInterpolation(people.map(\.unitCode))
        appendLiteral(", ")
        appendInterpolation(people.map { $0.since?.description })
        appendLiteral(", ")
        appendInterpolation(people.map { $0.until?.description })
        appendLiteral(", ")
        appendInterpolation(people.map(\.isPartTime))
        appendLiteral(", ")
        appendInterpolation(people.map(\.substitute))
        appendLiteral(") AS n (account, role, unit, since, until, part_time, substitute)")
    }
}
