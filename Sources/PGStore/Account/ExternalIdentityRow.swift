package import Postgres
package import Workflow

/// The name that a provider of the city's has for somebody.
package struct ExternalName: Hashable, Sendable {
    /// The provider's name in the file of providers.
    package let provider: String
    /// Who the provider is.
    package let authority: String
    /// The person's unchanging name there.
    package let subject: String

    package init(provider: String, authority: String, subject: String) {
        self.provider = provider
        self.authority = authority
        self.subject = subject
    }
}

/// Whom such a name means here.
package struct ExternalIdentityRow: Hashable, Sendable {
    /// The name.
    package let name: ExternalName
    /// Whom it means.
    package let person: PersonID
    /// That person's account.
    package let account: String
    /// Since when.
    package let boundAt: Instant
    /// Who bound it; nil: whoever runs the program, or the first sign-in.
    package let boundBy: PersonID?
    /// Whether the first sign-in bound it.
    package let isOwn: Bool
    /// The day on which somebody last signed in by it, in the district's zone.
    package let lastUsedOn: LocalDate?

    /// Reads a row of `ExternalIdentityQueries.list`.
    package init(row: Row) throws {
        name = ExternalName(provider: try row[0], authority: try row[1], subject: try row[2])
        person = PersonID(try row[3])
        account = try row[4]
        boundAt = Instant(try row[5, as: Timestamp.self])
        boundBy = try row[6, as: Int64?.self].map { PersonID($0) }
        isOwn = try row[7]
        lastUsedOn = try row[8, as: String?.self].flatMap { LocalDate($0) }
    }
}

/// Names that providers have for people: bound, found, unbound; each change writes its security event with it.
package enum ExternalIdentityQueries {
    /// The account that a name means; no row: nobody's.
    package static func account(_ district: DistrictID, _ name: ExternalName) -> Query {
        """
        SELECT p.account FROM external_identity AS e
        JOIN person AS p ON p.district_id = e.district_id AND p.id = e.person_id
        WHERE e.district_id = \(district.rawValue) AND e.provider = \(name.provider)
            AND e.authority = \(name.authority) AND e.subject = \(name.subject)
        """
    }

    /// Binds a name that nobody has to a person who has none at that provider; gives a row where it did.
    package static func bind(
        _ district: DistrictID,
        _ name: ExternalName,
        to person: PersonID,
        isOwn: Bool,
        _ note: SecurityNote
    ) -> Query {
        """
        WITH bound AS (
            INSERT INTO external_identity (district_id, provider, authority, subject, person_id, bound_by, is_own)
            VALUES (\(district.rawValue), \(name.provider), \(name.authority), \(name.subject), \(person.rawValue),
                \(note.by?.rawValue), \(isOwn))
            ON CONFLICT DO NOTHING
            RETURNING person_id
        )
        \(noting: note, in: district, of: "bound") RETURNING person_id
        """
    }

    /// Notes the day of a use of a name that still means a person, and holds it until the end of the transaction; gives a
    /// row where it does.
    package static func use(_ district: DistrictID, _ name: ExternalName, of person: PersonID) -> Query {
        """
        UPDATE external_identity SET last_used_on = (\(todayIn: district))
        WHERE district_id = \(district.rawValue) AND provider = \(name.provider)
            AND authority = \(name.authority) AND subject = \(name.subject) AND person_id = \(person.rawValue)
        RETURNING person_id
        """
    }

    /// Takes the name of a person at a provider away; gives a row where there was one.
    package static func unbind(
        _ district: DistrictID,
        provider: String,
        _ person: PersonID,
        _ note: SecurityNote
    ) -> Query {
        """
        WITH unbound AS (
            DELETE FROM external_identity
            WHERE district_id = \(district.rawValue) AND provider = \(provider) AND person_id = \(person.rawValue)
            RETURNING person_id
        )
        \(noting: note, in: district, of: "unbound") RETURNING person_id
        """
    }

    /// The names of a person, or of all, by account and provider.
    package static func list(_ district: DistrictID, of person: PersonID?) -> Query {
        """
        SELECT e.provider, e.authority, e.subject, e.person_id, p.account, e.bound_at, e.bound_by, e.is_own,
            to_char(e.last_used_on, 'YYYY-MM-DD')
        FROM external_identity AS e
        JOIN person AS p ON p.district_id = e.district_id AND p.id = e.person_id
        WHERE e.district_id = \(district.rawValue) AND (\(person == nil) OR e.person_id = \(person?.rawValue ?? 0))
        ORDER BY p.account, e.provider
        """
    }

    /// Makes the row of a credential where nothing was set yet: sessions are held by it.
    package static func ensureCredential(_ district: DistrictID, _ person: PersonID) -> Query {
        """
        INSERT INTO credential (district_id, person_id) VALUES (\(district.rawValue), \(person.rawValue))
        ON CONFLICT (district_id, person_id) DO NOTHING
        """
    }
}
