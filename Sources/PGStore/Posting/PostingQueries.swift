package import Postgres
package import Workflow

/// Claiming, finishing, postponing and burying postings, a channel at a time.
package enum PostingQueries {
    /// The clock, the configuration's revision, and of each channel its name and when its next posting is due.
    ///
    /// One row a channel; of a channel for which nothing waits the time is null.
    package static func next(_ district: DistrictID, _ channels: [String]) -> Query {
        """
        SELECT clock_timestamp(), d.revision, c.name, (
            SELECT p.next_at FROM posting AS p
            WHERE p.district_id = \(district.rawValue) AND p.channel = c.name ORDER BY p.next_at, p.id LIMIT 1)
        FROM district AS d, unnest(\(channels)) AS c (name) WHERE d.id = \(district.rawValue)
        """
    }

    /// Claims postings of a channel whose time has come: nobody else gets them for two minutes.
    package static func claim(_ district: DistrictID, channel: String, limit: Int) -> Query {
        """
        WITH c AS MATERIALIZED (
            SELECT id FROM posting
            WHERE district_id = \(district.rawValue) AND channel = \(channel)
                AND next_at <= (SELECT clock_timestamp())
            ORDER BY next_at, id LIMIT \(Int32(clamping: limit)) FOR UPDATE SKIP LOCKED
        )
        UPDATE posting AS p
        SET lease = p.lease + 1, attempts = p.attempts + 1, next_at = clock_timestamp() + interval '2 minutes'
        FROM c
        WHERE p.district_id = \(district.rawValue) AND p.id = c.id
        RETURNING \(unsafeSQL: ClaimedPosting.columns)
        """
    }

    /// What becomes of a posting after a try.
    package enum Fate: Hashable, Sendable {
        /// It is done with.
        case finished
        /// It is tried again after so many milliseconds; whether the try counts as one that failed.
        case again(after: Int64, counts: Bool)
        /// It is sent once more after so many milliseconds, with another payload and no tries behind it.
        case repeated(after: Int64, payload: JSONValue)
        /// It is parked among the dead.
        case buried(reason: String)
    }

    /// Writes what became of postings: of those whose lease still holds.
    ///
    /// - Parameters:
    ///   - district: the district.
    ///   - fates: what became of each.
    /// - Returns: the statements.
    package static func settle(_ district: DistrictID, _ fates: [(posting: ClaimedPosting, fate: Fate)]) -> [Query] {
        var finished: [ClaimedPosting] = []
        var later: [(posting: ClaimedPosting, wait: Int64, payload: JSONValue?, attempts: Int)] = []
        var buried: [(posting: ClaimedPosting, reason: String)] = []
        for (posting, fate) in fates {
            switch fate {
            case .finished: finished.append(posting)
            case .again(let wait, let counts):
                later.append((posting, wait, nil, counts ? posting.attempts : posting.attempts - 1))
            case .repeated(let wait, let payload): later.append((posting, wait, payload, 0))
            case .buried(let reason): buried.append((posting, reason))
            }
        }
        return [
            finished.isEmpty ? nil : remove(district, finished), later.isEmpty ? nil : postpone(district, later),
            buried.isEmpty ? nil : bury(district, buried),
        ].compactMap(\.self)
    }

    private static func remove(_ district: DistrictID, _ postings: [ClaimedPosting]) -> Query {
        """
        DELETE FROM posting AS p USING unnest(\(postings.map(\.id)), \(postings.map(\.lease))) AS n (id, lease)
        WHERE p.district_id = \(district.rawValue) AND p.id = n.id AND p.lease = n.lease
        """
    }

    private static func postpone(
        _ district: DistrictID,
        _ postings: [(posting: ClaimedPosting, wait: Int64, payload: JSONValue?, attempts: Int)]
    ) -> Query {
        """
        UPDATE posting AS p SET next_at = clock_timestamp() + n.wait * interval '1 millisecond',
            payload = coalesce(n.payload, p.payload), attempts = n.attempts
        FROM unnest(\(postings.map(\.posting.id)), \(postings.map(\.posting.lease)), \(postings.map(\.wait)),
            \(postings.map { $0.payload?.canonicalText }), \(postings.map { Int32(clamping: $0.attempts) }))
            AS n (id, lease, wait, payload, attempts)
        WHERE p.district_id = \(district.rawValue) AND p.id = n.id AND p.lease = n.lease
        """
    }

    private static func bury(_ district: DistrictID, _ postings: [(posting: ClaimedPosting, reason: String)]) -> Query {
        """
        WITH gone AS (
            DELETE FROM posting AS p
            USING unnest(\(postings.map(\.posting.id)), \(postings.map(\.posting.lease)), \(postings.map(\.reason)))
                AS n (id, lease, reason)
            WHERE p.district_id = \(district.rawValue) AND p.id = n.id AND p.lease = n.lease
            RETURNING p.*, n.reason
        )
        INSERT INTO posting_dead (district_id, id, source, source_id, channel, receiver, ticket_id, seq, made_at,
            attempts, payload, reason)
        SELECT district_id, id, source, source_id, channel, receiver, ticket_id, seq, made_at, attempts, payload, reason
        FROM gone
        """
    }
}

extension PostingQueries {
    // MARK: - A channel's pace

    /// Until when what a channel sent lasts at its own rate, locked, with the clock; the first time it is made.
    package static func pace(_ district: DistrictID, channel: String) -> [Query] {
        [
            """
            INSERT INTO posting_pace (district_id, channel, until)
            VALUES (\(district.rawValue), \(channel), clock_timestamp()) ON CONFLICT DO NOTHING
            """,
            """
            SELECT until, clock_timestamp() FROM posting_pace
            WHERE district_id = \(district.rawValue) AND channel = \(channel) FOR UPDATE
            """,
        ]
    }

    /// Moves a channel's pace on; never back.
    package static func pace(_ district: DistrictID, channel: String, until: Instant) -> Query {
        """
        UPDATE posting_pace SET until = greatest(until, \(Timestamp(until)))
        WHERE district_id = \(district.rawValue) AND channel = \(channel)
        """
    }

    /// How much waits, by channel: its name, how many postings, and when the first is due.
    package static func waiting(_ district: DistrictID) -> Query {
        """
        SELECT channel, count(*), min(next_at) FROM posting WHERE district_id = \(district.rawValue)
        GROUP BY channel ORDER BY channel
        """
    }
}
