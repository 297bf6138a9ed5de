package import Postgres
package import Workflow

/// A plan by which running tickets were moved, as it was ordered first; their events name it by its hash.
package struct StoredPlan: Hashable, Sendable {
    /// What kind of change it plans.
    package enum Kind: String, Hashable, Sendable, CaseIterable {
        /// To another version of a definition.
        case migration
        /// Of units.
        case reorganisation
    }

    /// What events say of it.
    package let mark: PlanMark
    /// What kind of change.
    package let kind: Kind
    /// Who ordered it first; nil: nobody, by the clock.
    package let person: PersonID?
    /// The plan itself.
    package let document: JSONValue
    /// When it was ordered first.
    package let orderedAt: Instant

    private static let columns = "hash, kind, name, source, person_id, document, ordered_at"

    /// Reads a row of `list` or `of`.
    ///
    /// - Throws: `StoreError` where the row is damaged.
    package init(row: Row) throws {
        mark = PlanMark(name: try row[2], hash: try row[0], source: try row[3])
        let person: Int64? = try row[4]
        self.person = person.map { PersonID($0) }
        orderedAt = Instant(try row[6, as: Timestamp.self])
        do {
            document = try JSONValue(parsing: try row[5, as: String.self])
        } catch {
            throw StoreError.damaged(table: "plan", row: mark.hash, why: "document")
        }
        guard let kind = Kind(rawValue: try row[1]) else {
            throw StoreError.damaged(table: "plan", row: mark.hash, why: "kind")
        }
        self.kind = kind
    }
}

extension StoredPlan {
    // MARK: - Statements

    /// Keeps a plan; one that is known stays as it was ordered first.
    package static func note(
        _ district: DistrictID,
        _ mark: PlanMark,
        _ kind: Kind,
        _ document: JSONValue,
        by orderer: Party.Identity
    ) -> Query {
        """
        INSERT INTO plan (district_id, hash, kind, name, source, person_id, document)
        VALUES (\(district.rawValue), \(mark.hash), \(kind.rawValue), \(mark.name), \(mark.source),
            \(Party(identity: orderer).person?.rawValue), \(document.canonicalText))
        ON CONFLICT (district_id, hash) DO NOTHING
        """
    }

    /// The plans of a district whose hash begins so, the latest first; all of them for an empty beginning.
    package static func list(_ district: DistrictID, beginning hash: String, limit: Int) -> Query {
        """
        SELECT \(unsafeSQL: columns) FROM plan
        WHERE district_id = \(district.rawValue) AND starts_with(hash, \(hash))
        ORDER BY ordered_at DESC, hash LIMIT \(Int32(clamping: limit))
        """
    }

    /// The hashes of a district's plans.
    package static func hashes(_ district: DistrictID) -> Query {
        "SELECT hash FROM plan WHERE district_id = \(district.rawValue)"
    }
}
