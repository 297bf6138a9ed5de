import Crypto
package import Postgres
package import Workflow

/// The key under which somebody's write is carried out at most once, where no ticket's command bears it.
package struct RequestKey: Hashable, Sendable {
    /// The district.
    package let district: DistrictID
    /// Who asks.
    package let person: PersonID
    /// The caller's key.
    package let key: String
    /// What is asked for, hashed under each key of the ring, and without any: the first is kept, all are known again.
    package let digests: [[UInt8]]

    /// Makes a key.
    ///
    /// - Parameters:
    ///   - key: the caller's.
    ///   - person: who asks.
    ///   - district: the district.
    ///   - request: what is asked for.
    ///   - ring: keys; a request may say whom to reach, which nobody shall find by trying.
    package init(
        _ key: String,
        of person: PersonID,
        in district: DistrictID,
        for request: [UInt8],
        under ring: KeyRing?
    ) {
        (self.district, self.person, self.key) = (district, person, key)
        digests = (ring?.digests(of: request) ?? []) + [Array(SHA256.hash(data: request))]
    }
}

/// What a write was answered, as far as it is kept.
package struct KeptAnswer: Hashable, Sendable {
    /// The status.
    package let status: Int
    /// What was answered, as JSON.
    package let answer: JSONValue

    /// Notes an answer.
    package init(status: Int, answer: JSONValue) {
        self.status = status
        self.answer = answer
    }
}

/// Statements about writes under keys.
package enum RequestKeyQueries {
    /// For so long nobody else takes a try for broken off, from its last sign of life on.
    package static let heldSeconds: Int64 = 60

    /// Takes a key that nobody has taken, or whose try broke off; a row where it was taken.
    package static func take(_ request: RequestKey, holder: Int64) -> Query {
        """
        INSERT INTO request_key (district_id, person_id, key, digest, holder, held_until, keep_until)
        VALUES (
            \(request.district.rawValue), \(request.person.rawValue), \(request.key), \(request.digests[0]),
            \(holder), clock_timestamp() + \(heldSeconds) * interval '1 second',
            clock_timestamp() + \(CommandKey.keptSeconds) * interval '1 second'
        )
        ON CONFLICT (district_id, person_id, key) DO UPDATE
        SET holder = excluded.holder, held_until = excluded.held_until
        WHERE request_key.status IS NULL AND request_key.held_until < (SELECT clock_timestamp())
            AND request_key.digest = ANY(\(request.digests))
        RETURNING holder
        """
    }

    /// What is known of a key: digest, status, answer; no row: nothing.
    package static func read(_ request: RequestKey) -> Query {
        """
        SELECT digest, status, answer FROM request_key
        WHERE district_id = \(request.district.rawValue) AND person_id = \(request.person.rawValue)
            AND key = \(request.key)
        """
    }

    /// A try says that it still runs.
    package static func hold(_ request: RequestKey, holder: Int64) -> Query {
        """
        UPDATE request_key SET held_until = clock_timestamp() + \(heldSeconds) * interval '1 second'
        WHERE district_id = \(request.district.rawValue) AND person_id = \(request.person.rawValue)
            AND key = \(request.key) AND holder = \(holder)
        """
    }

    /// Keeps what was answered.
    package static func keep(_ request: RequestKey, holder: Int64, _ kept: KeptAnswer) -> Query {
        """
        UPDATE request_key SET status = \(Int16(clamping: kept.status)), answer = \(kept.answer.canonicalText)
        WHERE district_id = \(request.district.rawValue) AND person_id = \(request.person.rawValue)
            AND key = \(request.key) AND holder = \(holder)
        """
    }

    /// Gives up a key under which nothing was done.
    package static func release(_ request: RequestKey, holder: Int64) -> Query {
        """
        DELETE FROM request_key
        WHERE district_id = \(request.district.rawValue) AND person_id = \(request.person.rawValue)
            AND key = \(request.key) AND holder = \(holder) AND status IS NULL
        """
    }

    /// Removes keys whose time is over, at most so many; those that another sweeper removes just now are left to it.
    package static func sweep(_ district: DistrictID, limit: Int) -> Query {
        """
        WITH old AS MATERIALIZED (
            SELECT person_id, key FROM request_key
            WHERE district_id = \(district.rawValue) AND keep_until < (SELECT clock_timestamp())
            ORDER BY keep_until LIMIT \(Int32(clamping: limit)) FOR UPDATE SKIP LOCKED
        )
        DELETE FROM request_key AS k
        USING old
        WHERE k.district_id = \(district.rawValue) AND k.person_id = old.person_id AND k.key = old.key
        """
    }
}

extension KnownRequest {
    /// Reads a row of `RequestKeyQueries.read`.
    ///
    /// - Throws: what decoding says, and `JSONError`.
    package init(_ row: Row) throws {
        digest = try row[0]
        let (status, answer): (Int16?, String?) = (try row[1], try row[2])
        kept = try status.map { KeptAnswer(status: Int($0), answer: try JSONValue(parsing: answer ?? "null")) }
    }
}

/// What is known of a key.
package struct KnownRequest: Hashable, Sendable {
    /// Of what request.
    package let digest: [UInt8]
    /// What it was answered; nil: it is being carried out.
    package let kept: KeptAnswer?
}
