package import Postgres
package import Workflow

/// How many failures lock, and for how long.
package struct LockRule: Hashable, Sendable {
    /// So many failures lock; at least one.
    package var failures: Int32
    /// For how many seconds; a failure that is as old as this is forgotten.
    package var seconds: Int64

    package init(failures: Int, seconds: Int64) {
        self.failures = Int32(clamping: max(1, failures))
        self.seconds = max(1, seconds)
    }
}

/// Counting guesses, exactly, whoever makes them from wherever at the same time.
///
/// A guess is counted *before* anybody looks whether it is right: of any number of guesses at once only as many are looked
/// at as the rule allows. Whoever was right is forgiven: by `forget` all of it, by `refund` this one guess.
package enum AttemptQueries {
    /// Counts a guess; gives how many there are, and no row at all while the subject is locked.
    ///
    /// - Parameters:
    ///   - district: the district.
    ///   - subject: SHA-256 of what is guessed at.
    ///   - rule: when to lock.
    /// - Returns: the statement.
    package static func charge(_ district: DistrictID, _ subject: [UInt8], _ rule: LockRule) -> Query {
        """
        INSERT INTO attempt AS a (district_id, subject, failures, last_at, locked_until)
        VALUES (\(district.rawValue), \(subject), 1, clock_timestamp(),
            CASE WHEN \(rule.failures) <= 1 THEN clock_timestamp() + \(rule.seconds) * interval '1 second' END)
        ON CONFLICT (district_id, subject) DO UPDATE SET
            failures = CASE WHEN a.last_at > clock_timestamp() - \(rule.seconds) * interval '1 second'
                THEN a.failures + 1 ELSE 1 END,
            last_at = clock_timestamp(),
            locked_until = CASE
                WHEN a.last_at > clock_timestamp() - \(rule.seconds) * interval '1 second'
                    AND a.failures + 1 >= \(rule.failures) OR \(rule.failures) <= 1
                THEN clock_timestamp() + \(rule.seconds) * interval '1 second' END
        WHERE a.locked_until IS NULL OR a.locked_until <= clock_timestamp()
        RETURNING failures
        """
    }

    /// Until when a subject is locked; no row: it is not.
    package static func lock(_ district: DistrictID, _ subject: [UInt8]) -> Query {
        """
        SELECT locked_until FROM attempt
        WHERE district_id = \(district.rawValue) AND subject = \(subject) AND locked_until > clock_timestamp()
        """
    }

    /// Takes one guess back, which was right and yet opened nothing; those before it stay.
    package static func refund(_ district: DistrictID, _ subject: [UInt8], _ rule: LockRule) -> Query {
        """
        UPDATE attempt SET failures = greatest(failures - 1, 0),
            locked_until = CASE WHEN failures - 1 >= \(rule.failures) THEN locked_until END
        WHERE district_id = \(district.rawValue) AND subject = \(subject)
        """
    }

    /// Forgets all guesses at a subject.
    package static func forget(_ district: DistrictID, _ subjects: [[UInt8]]) -> Query {
        """
        DELETE FROM attempt WHERE district_id = \(district.rawValue) AND subject = ANY(\(subjects))
        """
    }
}
