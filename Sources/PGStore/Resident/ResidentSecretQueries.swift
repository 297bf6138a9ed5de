package import Postgres
package import Workflow

/// What residents' codes and challenges are derived from: one secret a district, sealed under the ring, so that a new key
/// changes no code, and nothing is kept of any single one.
package struct StoredResidentSecret: Hashable, Sendable {
    /// The id of the key that sealed it.
    package let key: String
    /// The secret, sealed.
    package let sealed: [UInt8]

    /// Reads a row of `ResidentSecretQueries.read`.
    ///
    /// - Throws: what decoding says.
    package init(_ row: Row) throws {
        key = try row[0]
        sealed = try row[1]
    }

    /// A new one, or the same sealed anew.
    ///
    /// - Parameters:
    ///   - bytes: what is secret.
    ///   - district: the district; elsewhere it does not open.
    ///   - ring: the keys; the first seals.
    /// - Throws: `StoreError.sealed`.
    package init(_ bytes: [UInt8], in district: DistrictID, under ring: KeyRing) throws(StoreError) {
        key = ring.sealingID
        sealed = try ring.seal(bytes, for: Self.purpose(district))
    }

    /// What is secret.
    ///
    /// - Parameters:
    ///   - district: the district.
    ///   - ring: the keys.
    /// - Returns: its bytes.
    /// - Throws: `StoreError.sealed` where its key is missing, or it is damaged.
    package func opened(in district: DistrictID, under ring: KeyRing) throws(StoreError) -> [UInt8] {
        try ring.open(sealed, for: Self.purpose(district))
    }

    private static func purpose(_ district: DistrictID) -> [UInt8] {
        Array("whistle resident secret \(district.rawValue)".utf8)
    }
}

/// Statements about districts' secrets of residents' codes.
package enum ResidentSecretQueries {
    /// A district's secret; no row: none was made yet.
    package static func read(_ district: DistrictID) -> Query {
        "SELECT key, sealed FROM resident_secret WHERE district_id = \(district.rawValue)"
    }

    /// Keeps a new secret, where there is none: of several that are made at once, one counts.
    package static func make(_ district: DistrictID, _ new: StoredResidentSecret) -> Query {
        """
        INSERT INTO resident_secret (district_id, key, sealed)
        VALUES (\(district.rawValue), \(new.key), \(new.sealed))
        ON CONFLICT (district_id) DO NOTHING
        """
    }

    /// Puts the same secret, sealed anew, in the place of the one that was read, where nobody changed it since.
    package static func replace(
        _ district: DistrictID,
        _ old: StoredResidentSecret,
        by new: StoredResidentSecret
    ) -> Query {
        """
        UPDATE resident_secret SET key = \(new.key), sealed = \(new.sealed)
        WHERE district_id = \(district.rawValue) AND sealed = \(old.sealed)
        """
    }
}
