package import Postgres
package import Workflow

/// A subscriber outside that is told of events: where, of which, in what form.
package struct Webhook: Sendable {
    /// In what form it is told.
    package enum Format: String, Hashable, Sendable, CaseIterable {
        /// CloudEvents 1.0, structured.
        case cloudevents
        /// The event's data alone.
        case json
    }

    /// Of which events it is told; what is empty or nil asks for nothing.
    package struct Filter: Hashable, Sendable {
        /// Of tickets under one of these definitions.
        package var definitions: Set<String> = []
        /// Acts, or clocks with their step as `sign/due`.
        package var acts: Set<String> = []
        /// Of this category, or one below it.
        package var category: String?
        /// Of tickets that lie in, are answered for or are led by this unit or one below it.
        package var unit: UnitID?
        /// Answers given back to this platform above: told with what they say.
        package var platform: String?

        /// Of all events.
        package init() {}
    }

    /// Its id.
    package let id: Int64
    /// Where events go.
    package let url: String
    /// The secret, sealed.
    package let sealedSecret: [UInt8]
    /// The id of the key that sealed it.
    package let key: String
    /// In what form.
    package let format: Format
    /// Of which events.
    package let filter: Filter
    /// When it was made.
    package let madeAt: Instant
    /// By whom; nil: whoever ran the program.
    package let madeBy: PersonID?
    /// Since when it is told no more; nil: it is.
    package let disabledAt: Instant?
    /// Why it is told no more; empty while it is.
    package let disabledWhy: String

    private static let columns = """
        id, url, sealed_secret, key, format, definitions, acts, category, unit_id, made_at, made_by, disabled_at,
        disabled_why, platform
        """

    /// Its channel's name.
    package var channel: String { Self.channel(id) }

    /// The channel's name of a webhook.
    package static func channel(_ id: Int64) -> String { "webhook-\(id)" }

    /// Reads a row of `list`.
    ///
    /// - Throws: `StoreError.damaged` where it is of no known form.
    package init(row: Row) throws {
        id = try row[0]
        url = try row[1]
        sealedSecret = try row[2]
        key = try row[3]
        guard let format = Format(rawValue: try row[4]) else {
            throw StoreError.damaged(table: "webhook", row: "\(id)", why: "format")
        }
        self.format = format
        var filter = Filter()
        filter.definitions = Set(try row[5, as: [String].self])
        filter.acts = Set(try row[6, as: [String].self])
        filter.category = try row[7]
        filter.unit = try row[8, as: Int64?.self].map { UnitID($0) }
        filter.platform = try row[13]
        self.filter = filter
        madeAt = Instant(try row[9, as: Timestamp.self])
        madeBy = try row[10, as: Int64?.self].map { PersonID($0) }
        disabledAt = try row[11, as: Timestamp?.self].map { Instant($0) }
        disabledWhy = try row[12]
    }

    /// The webhooks of a district, by id.
    package static func list(_ district: DistrictID) -> Query {
        """
        SELECT \(unsafeSQL: columns) FROM webhook WHERE district_id = \(district.rawValue) ORDER BY id
        """
    }

    /// A new id.
    package static let newID: Query = "SELECT nextval('webhook_id_seq')"

    /// Writes a webhook down; where nobody else is told of events, the journal is followed from now on.
    ///
    /// - Parameters:
    ///   - district: the district.
    ///   - id: a new id.
    ///   - url: where events go.
    ///   - secret: the secret, sealed.
    ///   - key: the id of the key that sealed it.
    ///   - format: in what form.
    ///   - filter: of which events.
    ///   - person: who made it; nil: whoever runs the program.
    /// - Returns: the statements, for one transaction.
    package static func insert(
        _ district: DistrictID,
        id: Int64,
        url: String,
        secret: [UInt8],
        key: String,
        format: Format,
        filter: Filter,
        by person: PersonID?
    ) -> [Query] {
        [
            """
            INSERT INTO webhook_cursor (district_id, xact, ticket_id, seq)
            VALUES (\(district.rawValue), journal_xmin(), 0, 0)
            ON CONFLICT (district_id) DO UPDATE SET xact = excluded.xact, ticket_id = 0, seq = 0
            WHERE NOT EXISTS (
                SELECT FROM webhook AS w WHERE w.district_id = \(district.rawValue) AND w.disabled_at IS NULL)
            """,
            """
            INSERT INTO webhook (district_id, id, url, sealed_secret, key, format, definitions, acts, category, unit_id,
                made_by, platform)
            VALUES (\(district.rawValue), \(id), \(url), \(secret), \(key), \(format.rawValue),
                \(filter.definitions.sorted()), \(filter.acts.sorted()), \(filter.category), \(filter.unit?.rawValue),
                \(person?.rawValue), \(filter.platform))
            """,
        ]
    }

    /// Tells a webhook no more; what waits for it is parked among the dead.
    package static func disable(_ district: DistrictID, id: Int64, why: String) -> [Query] {
        [
            """
            UPDATE webhook SET disabled_at = clock_timestamp(), disabled_why = \(why)
            WHERE district_id = \(district.rawValue) AND id = \(id) AND disabled_at IS NULL
            """,
            """
            WITH gone AS (
                DELETE FROM posting AS p
                WHERE p.district_id = \(district.rawValue) AND p.channel = \(channel(id)) RETURNING p.*
            )
            INSERT INTO posting_dead (district_id, id, source, source_id, channel, receiver, ticket_id, seq, made_at,
                attempts, payload, reason)
            SELECT district_id, id, source, source_id, channel, receiver, ticket_id, seq, made_at, attempts, payload,
                'disabled' FROM gone
            """,
        ]
    }

    /// What its secret is sealed for: another's does not open.
    package static func purpose(_ id: Int64, in district: DistrictID) -> [UInt8] {
        var bytes = Array("whistle webhook".utf8)
        withUnsafeBytes(of: district.rawValue.bigEndian) { bytes += $0 }
        withUnsafeBytes(of: id.bigEndian) { bytes += $0 }
        return bytes
    }

    /// A secret sealed under another key takes the place of the one that was read.
    package static func replace(_ district: DistrictID, id: Int64, old: [UInt8], new: [UInt8], key: String) -> Query {
        """
        UPDATE webhook SET sealed_secret = \(new), key = \(key)
        WHERE district_id = \(district.rawValue) AND id = \(id) AND sealed_secret = \(old)
        """
    }
}
