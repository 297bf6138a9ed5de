package import Postgres
package import Workflow

/// Changing what people sign in with; each statement writes its security event with it, or neither.
///
/// All but `rehash` and those of a code's use give a row where something changed.
package enum CredentialQueries {
    /// Sets a password, whatever was there; makes the slip void.
    package static func setPassword(
        _ district: DistrictID,
        _ person: PersonID,
        to hash: String,
        mustChange: Bool,
        _ note: SecurityNote
    ) -> Query {
        """
        WITH changed AS (
            INSERT INTO credential AS c (district_id, person_id, password, password_set_at, must_change)
            VALUES (\(district.rawValue), \(person.rawValue), \(hash), clock_timestamp(), \(mustChange))
            ON CONFLICT (district_id, person_id) DO UPDATE SET password = excluded.password,
                password_set_at = excluded.password_set_at, must_change = excluded.must_change,
                slip = NULL, slip_until = NULL
            RETURNING person_id
        )
        \(noting: note, in: district, of: "changed") RETURNING person_id
        """
    }

    /// Changes a password that is still the one that was looked at.
    package static func changePassword(
        _ district: DistrictID,
        _ person: PersonID,
        from old: String,
        to hash: String,
        _ note: SecurityNote
    ) -> Query {
        """
        WITH changed AS (
            UPDATE credential SET password = \(hash), password_set_at = clock_timestamp(), must_change = false,
                slip = NULL, slip_until = NULL
            WHERE district_id = \(district.rawValue) AND person_id = \(person.rawValue) AND password = \(old)
                AND blocked_at IS NULL
            RETURNING person_id
        )
        \(noting: note, in: district, of: "changed") RETURNING person_id
        """
    }

    /// Writes the same password at another cost; neither its age nor anything else changes.
    package static func rehash(
        _ district: DistrictID,
        _ person: PersonID,
        from old: String,
        to hash: String
    ) -> Query {
        """
        UPDATE credential SET password = \(hash)
        WHERE district_id = \(district.rawValue) AND person_id = \(person.rawValue) AND password = \(old)
        """
    }

    /// Keeps a person out, or lets them in again.
    package static func block(
        _ district: DistrictID,
        _ person: PersonID,
        isBlocked: Bool,
        _ note: SecurityNote
    ) -> Query {
        """
        WITH changed AS (
            INSERT INTO credential AS c (district_id, person_id, blocked_at)
            VALUES (\(district.rawValue), \(person.rawValue), CASE WHEN \(isBlocked) THEN clock_timestamp() END)
            ON CONFLICT (district_id, person_id) DO UPDATE SET blocked_at = excluded.blocked_at
            RETURNING person_id
        )
        \(noting: note, in: district, of: "changed") RETURNING person_id
        """
    }

    /// Sets the PIN.
    package static func setPIN(
        _ district: DistrictID,
        _ person: PersonID,
        to hash: String,
        _ note: SecurityNote
    ) -> Query {
        """
        WITH changed AS (
            INSERT INTO credential AS c (district_id, person_id, pin)
            VALUES (\(district.rawValue), \(person.rawValue), \(hash))
            ON CONFLICT (district_id, person_id) DO UPDATE SET pin = excluded.pin
            RETURNING person_id
        )
        \(noting: note, in: district, of: "changed") RETURNING person_id
        """
    }
}

extension CredentialQueries {
    // MARK: - Slips

    /// Makes a slip; an older one is void.
    package static func makeSlip(
        _ district: DistrictID,
        _ person: PersonID,
        hash: [UInt8],
        seconds: Int64,
        _ note: SecurityNote
    ) -> Query {
        """
        WITH changed AS (
            INSERT INTO credential AS c (district_id, person_id, slip, slip_until)
            VALUES (\(district.rawValue), \(person.rawValue), \(hash),
                clock_timestamp() + \(seconds) * interval '1 second')
            ON CONFLICT (district_id, person_id) DO UPDATE SET slip = excluded.slip, slip_until = excluded.slip_until
            RETURNING person_id, slip_until
        ), noted AS (
            \(noting: note, in: district, of: "changed")
        )
        SELECT slip_until FROM changed
        """
    }

    /// Sets a password by a slip that is still good, which is then used.
    package static func useSlip(
        _ district: DistrictID,
        _ person: PersonID,
        slip: [UInt8],
        password hash: String,
        _ note: SecurityNote
    ) -> Query {
        """
        WITH changed AS (
            UPDATE credential SET password = \(hash), password_set_at = clock_timestamp(), must_change = false,
                slip = NULL, slip_until = NULL
            WHERE district_id = \(district.rawValue) AND person_id = \(person.rawValue) AND slip = \(slip)
                AND slip_until > clock_timestamp() AND blocked_at IS NULL
            RETURNING person_id
        )
        \(noting: note, in: district, of: "changed") RETURNING person_id
        """
    }
}

extension CredentialQueries {
    // MARK: - The second factor

    /// Keeps a secret that waits for its first code; an earlier one that waited is void.
    package static func beginFactor(
        _ district: DistrictID,
        _ person: PersonID,
        sealed: [UInt8],
        _ note: SecurityNote
    ) -> Query {
        """
        WITH changed AS (
            INSERT INTO credential AS c (district_id, person_id, totp_pending)
            VALUES (\(district.rawValue), \(person.rawValue), \(sealed))
            ON CONFLICT (district_id, person_id) DO UPDATE SET totp_pending = excluded.totp_pending
            RETURNING person_id
        )
        \(noting: note, in: district, of: "changed") RETURNING person_id
        """
    }

    /// Lets the secret that waited count, whose first code was of a step.
    package static func confirmFactor(
        _ district: DistrictID,
        _ person: PersonID,
        sealed: [UInt8],
        step: Int64,
        _ note: SecurityNote
    ) -> Query {
        """
        WITH changed AS (
            UPDATE credential SET totp_sealed = totp_pending, totp_pending = NULL,
                totp_confirmed_at = clock_timestamp(), totp_step = \(step)
            WHERE district_id = \(district.rawValue) AND person_id = \(person.rawValue) AND totp_pending = \(sealed)
            RETURNING person_id
        )
        \(noting: note, in: district, of: "changed") RETURNING person_id
        """
    }

    /// Removes the second factor, one that waits too.
    package static func removeFactor(_ district: DistrictID, _ person: PersonID, _ note: SecurityNote) -> Query {
        """
        WITH changed AS (
            UPDATE credential SET totp_sealed = NULL, totp_pending = NULL, totp_confirmed_at = NULL, totp_step = NULL
            WHERE district_id = \(district.rawValue) AND person_id = \(person.rawValue)
                AND (totp_sealed IS NOT NULL OR totp_pending IS NOT NULL)
            RETURNING person_id
        )
        \(noting: note, in: district, of: "changed") RETURNING person_id
        """
    }

    /// Takes the code of a step; no row where that step or a later one was taken before.
    package static func takeStep(
        _ district: DistrictID,
        _ person: PersonID,
        sealed: [UInt8],
        step: Int64
    ) -> Query {
        """
        UPDATE credential SET totp_step = \(step)
        WHERE district_id = \(district.rawValue) AND person_id = \(person.rawValue) AND totp_sealed = \(sealed)
            AND (totp_step IS NULL OR totp_step < \(step))
        RETURNING totp_step
        """
    }

    /// Takes a recovery code; no row where there is none such, or it was used.
    package static func takeRecoveryCode(
        _ district: DistrictID,
        _ person: PersonID,
        hash: [UInt8],
        _ note: SecurityNote
    ) -> Query {
        """
        WITH taken AS (
            UPDATE recovery_code SET used_at = clock_timestamp()
            WHERE district_id = \(district.rawValue) AND person_id = \(person.rawValue) AND hash = \(hash)
                AND used_at IS NULL
            RETURNING person_id
        )
        \(noting: note, in: district, of: "taken") RETURNING person_id
        """
    }

    /// Replaces all recovery codes of a person; none: removes them.
    package static func recoveryCodes(_ district: DistrictID, _ person: PersonID, _ hashes: [[UInt8]]) -> [Query] {
        [
            """
            DELETE FROM recovery_code
            WHERE district_id = \(district.rawValue) AND person_id = \(person.rawValue)
            """,
            """
            INSERT INTO recovery_code (district_id, person_id, hash)
            SELECT \(district.rawValue), \(person.rawValue), h FROM unnest(\(hashes)) AS h
            """,
        ]
    }
}
