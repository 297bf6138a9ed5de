package import Postgres
package import Workflow

/// Putting messages by for digests, claiming digests a person at a time, finishing them.
///
/// A person's row is the lock of what waits for that person. Who puts something by locks it by the upsert; who finishes
/// locks it first and looks at what is left in a later statement, so that it sees what the lock waited for: nothing is put
/// by beside a row that is being removed.
package enum DigestQueries {
    /// For whom something waits already, the sooner time counts; one that is being tried again keeps its own.
    static let sooner = """
        ON CONFLICT (district_id, person_id) DO UPDATE SET next_at =
            CASE WHEN digest.attempts > 0 THEN digest.next_at ELSE least(digest.next_at, excluded.next_at) END
        """

    /// Moves claimed messages out of the outbox and puts what they say by, in one statement.
    ///
    /// - Parameters:
    ///   - district: the district.
    ///   - moved: messages of which nothing is left to send.
    ///   - kept: messages of which something is left (what goes to the resident), with when it is to be sent.
    ///   - items: what to put by; only of messages still leased.
    ///   - due: when it is to go out, for those for whom nothing waits yet.
    /// - Returns: the statement.
    package static func putBy(
        _ district: DistrictID,
        moved: [ClaimedMessage],
        kept: [(message: ClaimedMessage, rest: OutboxMessage, at: Instant)],
        items: [DigestItem],
        due: Instant
    ) -> Query {
        """
        WITH gone AS (
            DELETE FROM outbox AS o
            USING unnest(\(moved.map(\.id)), \(moved.map(\.lease))) AS n (id, lease)
            WHERE o.district_id = \(district.rawValue) AND o.id = n.id AND o.lease = n.lease
            RETURNING o.id
        ), rest AS (
            UPDATE outbox AS o SET payload = n.payload, next_at = n.next_at, attempts = 0
            FROM unnest(\(kept.map(\.message.id)), \(kept.map(\.message.lease)),
                \(kept.map(\.rest.json.canonicalText)), \(kept.map { Timestamp($0.at) }))
                AS n (id, lease, payload, next_at)
            WHERE o.district_id = \(district.rawValue) AND o.id = n.id AND o.lease = n.lease
            RETURNING o.id
        ), new AS (
            SELECT n.* FROM unnest(\(items.map(\.person.rawValue)), \(items.map(\.id)), \(items.map(\.ticket?.rawValue)),
                \(items.map(\.payload))) AS n (person_id, id, ticket_id, payload)
            JOIN (SELECT id FROM gone UNION ALL SELECT id FROM rest) AS mine ON mine.id = n.id
        ), people AS (
            INSERT INTO digest (district_id, person_id, next_at)
            SELECT \(district.rawValue), p.person_id, \(Timestamp(due)) FROM (
                SELECT DISTINCT person_id FROM new ORDER BY person_id) AS p
            \(unsafeSQL: DigestQueries.sooner)
        )
        INSERT INTO digest_item (district_id, person_id, id, ticket_id, payload)
        SELECT \(district.rawValue), new.* FROM new
        ON CONFLICT DO NOTHING
        """
    }

    /// Puts notices by once a day: the first of several daemons writes them, the others nothing.
    package static func notice(
        _ district: DistrictID,
        name: String,
        day: LocalDate,
        _ notices: [(person: PersonID, words: Bilingual)],
        due: Instant
    ) -> Query {
        let payloads = notices.map {
            DigestItem(person: $0.person, id: 0, content: .notice(name: name, words: $0.words)).payload
        }
        return """
            WITH first AS (
                INSERT INTO daily_notice (district_id, name, day)
                VALUES (\(district.rawValue), \(name), \(day.description)::text::date)
                ON CONFLICT DO NOTHING RETURNING day
            ), new AS (
                SELECT n.person_id, n.payload FROM first,
                    unnest(\(notices.map(\.person.rawValue)), \(payloads)) AS n (person_id, payload)
            ), people AS (
                INSERT INTO digest (district_id, person_id, next_at)
                SELECT \(district.rawValue), p.person_id, \(Timestamp(due)) FROM (
                    SELECT DISTINCT person_id FROM new ORDER BY person_id) AS p
                \(unsafeSQL: DigestQueries.sooner)
            )
            INSERT INTO digest_item (district_id, person_id, id, payload)
            SELECT \(district.rawValue), new.person_id, nextval('outbox_id_seq'), new.payload FROM new
            """
    }

    /// How many people and messages wait, and when the first goes out.
    package static func waiting(_ district: DistrictID) -> Query {
        """
        SELECT (SELECT count(*) FROM digest WHERE district_id = \(district.rawValue)),
            (SELECT count(*) FROM digest_item WHERE district_id = \(district.rawValue)),
            (SELECT min(next_at) FROM digest WHERE district_id = \(district.rawValue))
        """
    }
}

extension DigestQueries {
    // MARK: - A batch

    /// Claims people whose digest is due: nobody else gets them for a minute.
    package static func claim(_ district: DistrictID, limit: Int) -> Query {
        """
        WITH c AS MATERIALIZED (
            SELECT person_id FROM digest
            WHERE district_id = \(district.rawValue) AND next_at <= (SELECT clock_timestamp())
            ORDER BY next_at, person_id LIMIT \(Int32(clamping: limit)) FOR UPDATE SKIP LOCKED
        )
        UPDATE digest AS d
        SET lease = d.lease + 1, attempts = d.attempts + 1, next_at = clock_timestamp() + interval '1 minute'
        FROM c
        WHERE d.district_id = \(district.rawValue) AND d.person_id = c.person_id
        RETURNING d.person_id, d.attempts, d.lease, d.taken
        """
    }

    /// What waits for people, each person's in the order of ids.
    package static func items(_ district: DistrictID, of people: [PersonID]) -> Query {
        """
        SELECT person_id, id, ticket_id, payload FROM digest_item
        WHERE district_id = \(district.rawValue) AND person_id = ANY(\(people.map(\.rawValue)))
        ORDER BY person_id, id
        """
    }

    /// Locks claimed people whose lease still holds, in the order of their ids; to be followed by what finishes them.
    package static func held(_ district: DistrictID, _ digests: [ClaimedDigest]) -> Query {
        """
        SELECT d.person_id FROM digest AS d
        JOIN unnest(\(digests.map(\.person.rawValue)), \(digests.map(\.lease))) AS n (person_id, lease)
            ON d.person_id = n.person_id AND d.lease = n.lease
        WHERE d.district_id = \(district.rawValue)
        ORDER BY d.person_id FOR UPDATE OF d
        """
    }

    /// Removes what was sent.
    package static func sent(_ district: DistrictID, _ items: [(person: PersonID, id: Int64)]) -> Query {
        """
        DELETE FROM digest_item AS i
        USING unnest(\(items.map(\.person.rawValue)), \(items.map(\.id))) AS n (person_id, id)
        WHERE i.district_id = \(district.rawValue) AND i.person_id = n.person_id AND i.id = n.id
        """
    }

    /// Parks what could not be sent among the dead, with the reason.
    package static func buried(
        _ district: DistrictID,
        _ items: [(person: PersonID, id: Int64, attempts: Int, reason: String)]
    ) -> Query {
        """
        WITH gone AS (
            DELETE FROM digest_item AS i
            USING unnest(\(items.map(\.person.rawValue)), \(items.map(\.id)),
                \(items.map { Int32(clamping: $0.attempts) }), \(items.map(\.reason)))
                AS n (person_id, id, attempts, reason)
            WHERE i.district_id = \(district.rawValue) AND i.person_id = n.person_id AND i.id = n.id
            RETURNING i.district_id, i.person_id, i.id, i.ticket_id, i.payload, n.attempts, n.reason
        )
        INSERT INTO digest_dead (district_id, person_id, id, ticket_id, payload, attempts, reason)
        SELECT * FROM gone
        ON CONFLICT (district_id, person_id, id) DO UPDATE SET reason = excluded.reason, died_at = excluded.died_at
        """
    }

    /// Lets people go: those for whom nothing waits any more, and the others until their next digest.
    package static func released(_ district: DistrictID, _ people: [PersonID], next: Instant) -> [Query] {
        let ids = people.map(\.rawValue)
        return [
            """
            DELETE FROM digest AS d WHERE d.district_id = \(district.rawValue) AND d.person_id = ANY(\(ids))
                AND NOT EXISTS (SELECT FROM digest_item AS i
                    WHERE i.district_id = d.district_id AND i.person_id = d.person_id)
            """,
            """
            UPDATE digest SET next_at = \(Timestamp(next)), attempts = 0, taken = '{}'
            WHERE district_id = \(district.rawValue) AND person_id = ANY(\(ids))
            """,
        ]
    }

    /// Puts people off, each until a time, with what each sink has of it already.
    package static func postponed(
        _ district: DistrictID,
        _ digests: [(digest: ClaimedDigest, until: Instant, taken: [String: Set<Int64>])]
    ) -> Query {
        """
        UPDATE digest AS d SET next_at = n.next_at, taken = n.taken
        FROM unnest(\(digests.map(\.digest.person.rawValue)), \(digests.map(\.digest.lease)),
            \(digests.map { Timestamp($0.until) }), \(digests.map { ClaimedDigest.text($0.taken) }))
            AS n (person_id, lease, next_at, taken)
        WHERE d.district_id = \(district.rawValue) AND d.person_id = n.person_id AND d.lease = n.lease
        """
    }
}

/// A person whose digest this process has claimed.
package struct ClaimedDigest: Hashable, Sendable {
    /// Whose.
    package let person: PersonID
    /// How often it was claimed.
    package let attempts: Int
    /// The lease.
    package let lease: Int32
    /// By sink, the ids of what it has of it already.
    package let taken: [String: Set<Int64>]

    package init(person: PersonID, attempts: Int, lease: Int32, taken: [String: Set<Int64>] = [:]) {
        self.person = person
        self.attempts = attempts
        self.lease = lease
        self.taken = taken
    }

    /// Reads a row of `DigestQueries.claim`.
    package init(row: Row) throws {
        person = PersonID(try row[0, as: Int64.self])
        attempts = Int(try row[1, as: Int32.self])
        lease = try row[2]
        // What cannot be read is as nothing: then it is delivered once more, and not lost.
        let json = try? JSONValue(parsing: row[3, as: String.self])
        taken = Dictionary(
            (json?.object ?? [:]).map { ($0.key, Set(($0.value.array ?? []).compactMap(\.int))) },
            uniquingKeysWith: { $1 }
        )
    }

    static func text(_ taken: [String: Set<Int64>]) -> String {
        var members: JSONObject = [:]
        for (sink, ids) in taken { members[sink] = .array(ids.sorted().map { .int($0) }) }
        return JSONValue.object(members).canonicalText
    }
}
