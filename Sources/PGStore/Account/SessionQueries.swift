package import Postgres
package import Workflow

/// A session to be made.
package struct NewSession: Sendable {
    /// SHA-256 of its secret.
    package var hash: [UInt8]
    /// What it is for.
    package var kind: SessionKind
    /// Who signs in.
    package var person: PersonID
    /// Whose desk; must be given for `duty` and for nothing else.
    package var unit: UnitID?
    /// How many seconds it lasts at the most.
    package var seconds: Int64
    /// From where.
    package var address: String
    /// What with, as it says itself.
    package var agent: String
    /// Which provider of the city's said who it is; nil: a password did.
    package var provider: String?
    /// Whether that provider answers for a second factor.
    package var isVouched: Bool
    /// Whether the second factor here is still to be proved.
    package var owesFactor: Bool

    package init(
        hash: [UInt8],
        kind: SessionKind,
        person: PersonID,
        unit: UnitID?,
        seconds: Int64,
        address: String,
        agent: String,
        provider: String? = nil,
        isVouched: Bool = false,
        owesFactor: Bool = false
    ) {
        self.hash = hash
        self.kind = kind
        self.person = person
        self.unit = unit
        self.seconds = seconds
        self.address = address
        self.agent = agent
        self.provider = provider
        self.isVouched = isVouched
        self.owesFactor = owesFactor
    }
}

/// Sessions: made, found by their secret, ended.
package enum SessionQueries {
    /// Which sessions end.
    package enum Selection: Sendable {
        /// The one of a secret, whose SHA-256 this is.
        case hash([UInt8])
        /// The one of a number.
        case id(SessionID)
        /// All that a person signed in to, but for one.
        case all(of: PersonID, except: SessionID?)
    }

    /// Makes a session of a person whose password is still the one that was looked at, or of one whom a provider names
    /// (`password` nil); gives its number, or no row.
    ///
    /// The credential stays locked until the end of the transaction: signing in, changing the password and signing in
    /// elsewhere come one after the other.
    package static func make(
        _ district: DistrictID,
        _ session: NewSession,
        password: String?,
        _ note: SecurityNote
    ) -> Query {
        """
        WITH held AS MATERIALIZED (
            SELECT person_id FROM credential
            WHERE district_id = \(district.rawValue) AND person_id = \(session.person.rawValue)
                AND (\(password == nil) OR password = \(password ?? "")) AND blocked_at IS NULL
            FOR UPDATE
        ), made AS (
            INSERT INTO session (district_id, id, hash, kind, person_id, acting_id, unit_id, made_at, seen_at,
                expires_at, address, agent, provider, is_vouched, owes_factor)
            SELECT \(district.rawValue), nextval('session_id_seq'), \(session.hash), \(session.kind.rawValue),
                held.person_id, held.person_id, \(session.unit?.rawValue), k.now, k.now,
                k.now + \(session.seconds) * interval '1 second', \(session.address), \(session.agent),
                \(session.provider), \(session.isVouched), \(session.owesFactor)
            FROM held CROSS JOIN (SELECT clock_timestamp() AS now) AS k
            RETURNING id, person_id
        ), noted AS (
            \(noting: note, in: district, of: "made", session: "r.id")
        )
        SELECT id FROM made
        """
    }

    /// Ends sessions that run; gives their numbers.
    package static func end(
        _ district: DistrictID,
        _ selection: Selection,
        as end: SessionEnd,
        _ note: SecurityNote
    ) -> Query {
        let (hash, id, person, except) = selection.values
        return """
            WITH ended AS (
                UPDATE session SET ended_at = clock_timestamp(), end_code = \(end.rawValue)
                WHERE district_id = \(district.rawValue) AND ended_at IS NULL AND expires_at > clock_timestamp()
                    AND (hash = \(hash) OR id = \(id) OR person_id = \(person)) AND id <> \(except)
                RETURNING id, person_id, provider
            ), noted AS (
                \(noting: note, in: district, of: "ended", session: "r.id")
            )
            SELECT id, provider FROM ended
            """
    }

    /// The sessions of a person that run, the latest first.
    ///
    /// - Parameters:
    ///   - district: the district.
    ///   - person: who signed in.
    ///   - idle: after how many seconds without use a session of each kind ends.
    /// - Returns: the statement.
    package static func list(_ district: DistrictID, of person: PersonID, idle: [SessionKind: Int64]) -> Query {
        let kinds = idle.keys.map(\.rawValue)
        return """
            SELECT s.id, s.kind, s.person_id, s.unit_id, s.made_at, s.seen_at, s.expires_at, s.address, s.agent
            FROM session AS s
            JOIN unnest(\(kinds), \(Array(idle.values))) AS i (kind, seconds) ON i.kind = s.kind
            WHERE s.district_id = \(district.rawValue) AND s.person_id = \(person.rawValue) AND s.ended_at IS NULL
                AND s.expires_at > clock_timestamp()
                AND s.seen_at + i.seconds * interval '1 second' > clock_timestamp()
            ORDER BY id DESC
            """
    }

    /// Finds the session of a secret, and notes that it was used where that was not noted within the last minute.
    ///
    /// One statement; it writes nothing but once a minute, and nothing at all where it is not used but only looked at.
    package static func find(
        _ district: DistrictID,
        hash: [UInt8],
        idle: [SessionKind: Int64],
        isUse: Bool = true,
        _ rules: StandingRules
    ) -> Query {
        let kinds = idle.keys.map(\.rawValue)
        return """
            WITH today AS MATERIALIZED (\(todayIn: district)),
            here AS MATERIALIZED (
                SELECT s.id, s.kind, s.person_id, s.acting_id, s.unit_id, s.seen_at, s.end_code, s.provider,
                    s.is_vouched, s.owes_factor,
                    s.ended_at IS NULL AND s.expires_at > clock_timestamp()
                        AND s.seen_at + i.seconds * interval '1 second' > clock_timestamp() AS lives
                FROM session AS s
                JOIN unnest(\(kinds), \(Array(idle.values))) AS i (kind, seconds) ON i.kind = s.kind
                WHERE s.district_id = \(district.rawValue) AND s.hash = \(hash)
            ), seen AS (
                UPDATE session AS s SET seen_at = clock_timestamp()
                FROM here
                WHERE s.district_id = \(district.rawValue) AND s.id = here.id AND here.lives AND \(isUse)
                    AND s.seen_at < clock_timestamp() - interval '1 minute'
            )
            SELECT here.id, here.kind, here.person_id, here.acting_id, p.account, here.unit_id, here.lives, here.end_code,
                here.provider IS NOT NULL, here.is_vouched, here.owes_factor,
                \(standing: rules, in: district, person: "p.id", unit: "here.unit_id")
            FROM here
            JOIN person AS p ON p.district_id = \(district.rawValue) AND p.id = coalesce(here.acting_id, here.person_id)
            LEFT JOIN credential AS c ON c.district_id = p.district_id AND c.person_id = p.id
            """
    }

    /// Notes that a session that runs owes its second factor no more; gives a row where it owed one.
    package static func proveFactor(_ district: DistrictID, _ id: SessionID, _ note: SecurityNote) -> Query {
        """
        WITH proved AS (
            UPDATE session SET owes_factor = false, seen_at = clock_timestamp()
            WHERE district_id = \(district.rawValue) AND id = \(id.rawValue) AND owes_factor AND ended_at IS NULL
                AND expires_at > clock_timestamp()
            RETURNING id, person_id
        )
        \(noting: note, in: district, of: "proved", session: "r.id") RETURNING person_id
        """
    }

    /// Lets somebody act at a duty desk that runs, or nobody; gives a row where it does.
    package static func switchDesk(
        _ district: DistrictID,
        _ id: SessionID,
        to person: PersonID?,
        _ note: SecurityNote
    ) -> Query {
        """
        WITH changed AS (
            UPDATE session SET acting_id = \(person?.rawValue), seen_at = clock_timestamp()
            WHERE district_id = \(district.rawValue) AND id = \(id.rawValue) AND kind = 'duty' AND ended_at IS NULL
                AND expires_at > clock_timestamp()
            RETURNING id, coalesce(acting_id, person_id) AS person_id
        )
        \(noting: note, in: district, of: "changed", session: "r.id") RETURNING person_id
        """
    }
}

extension SessionQueries.Selection {
    fileprivate var values: (hash: [UInt8]?, id: Int64?, person: Int64?, except: Int64) {
        switch self {
        case .hash(let hash): (hash, nil, nil, 0)
        case .id(let id): (nil, id.rawValue, nil, 0)
        case .all(let person, let except): (nil, nil, person.rawValue, except?.rawValue ?? 0)
        }
    }
}
