package import Postgres
package import Workflow

/// A mailbox of the staff: sealed for its account; with another's it does not open.
package struct StaffMailbox: Sendable {
    /// Whose.
    package let person: PersonID
    /// What the person signs in with.
    package let account: String
    private let sealed: [UInt8]

    private static let columns = "m.person_id, p.account, m.sealed"

    /// Reads a row of `of` or `outdated`.
    package init(row: Row) throws {
        person = PersonID(try row[0, as: Int64.self])
        account = try row[1]
        sealed = try row[2]
    }

    /// Whether a text is a mailbox: what would end a header or an address in the protocol of mail is none.
    package static func isOne(_ text: String) -> Bool {
        let parts = text.split(separator: "@", omittingEmptySubsequences: false)
        let isSafe = text.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && !"<>,;:\"()[]\\".utf8.contains($0) }
        return parts.count == 2 && isSafe && !parts[0].isEmpty && !parts[1].isEmpty && text.utf8.count <= 254
    }

    /// The mailbox itself.
    ///
    /// - Parameters:
    ///   - district: the district.
    ///   - ring: the keys; nil: nothing opens.
    /// - Returns: as it was written.
    /// - Throws: `StoreError.sealed`.
    package func opened(in district: DistrictID, under ring: KeyRing?) throws(StoreError) -> String {
        guard let ring else { throw .sealed(.unknownKey(KeyRing.id(of: sealed) ?? "")) }
        return String(decoding: try ring.open(sealed, for: Self.purpose(account, district)), as: UTF8.self)
    }

    /// Puts mailboxes of people who are there in the place of those that they had.
    ///
    /// - Parameters:
    ///   - mailboxes: mailboxes by account.
    ///   - district: the district.
    ///   - ring: the keys that seal.
    /// - Returns: the statement.
    /// - Throws: `StoreError.sealed`.
    package static func put(
        _ mailboxes: [String: String],
        in district: DistrictID,
        under ring: KeyRing
    ) throws(StoreError) -> Query {
        var sealed: [(account: String, bytes: [UInt8])] = []
        for (account, mailbox) in mailboxes.sorted(by: { $0.key < $1.key }) {
            sealed.append((account, try ring.seal(Array(mailbox.utf8), for: purpose(account, district))))
        }
        return """
            INSERT INTO staff_mailbox (district_id, person_id, sealed, key)
            SELECT \(district.rawValue), p.id, n.sealed, \(ring.sealingID)
            FROM unnest(\(sealed.map(\.account)), \(sealed.map(\.bytes))) AS n (account, sealed)
            JOIN person AS p ON p.district_id = \(district.rawValue) AND p.account = n.account
            ON CONFLICT (district_id, person_id) DO UPDATE SET sealed = excluded.sealed, key = excluded.key
            """
    }

    /// The mailboxes of some people, of those who have one.
    package static func of(_ people: [PersonID], in district: DistrictID) -> Query {
        """
        SELECT \(unsafeSQL: columns) FROM staff_mailbox AS m
        JOIN person AS p ON p.district_id = m.district_id AND p.id = m.person_id
        WHERE m.district_id = \(district.rawValue) AND m.person_id = ANY(\(people.map(\.rawValue)))
        """
    }

    /// Which of some people have one.
    package static func known(of people: [PersonID], in district: DistrictID) -> Query {
        """
        SELECT person_id FROM staff_mailbox
        WHERE district_id = \(district.rawValue) AND person_id = ANY(\(people.map(\.rawValue)))
        """
    }

    /// A page of those that another key sealed.
    package static func outdated(_ key: String, in district: DistrictID, after: PersonID?, limit: Int) -> Query {
        """
        SELECT \(unsafeSQL: columns) FROM staff_mailbox AS m
        JOIN person AS p ON p.district_id = m.district_id AND p.id = m.person_id
        WHERE m.district_id = \(district.rawValue) AND m.person_id > \(after?.rawValue ?? 0) AND m.key <> \(key)
        ORDER BY m.person_id LIMIT \(Int32(clamping: limit))
        """
    }

    /// Puts mailboxes sealed anew in the place of those that were read, where nobody changed them since.
    ///
    /// - Parameters:
    ///   - rows: what was read, with what it says.
    ///   - district: the district.
    ///   - ring: the keys that seal.
    /// - Returns: the statement; it says how many rows it changed.
    /// - Throws: `StoreError.sealed`.
    package static func replace(
        _ rows: [(old: StaffMailbox, open: String)],
        in district: DistrictID,
        under ring: KeyRing
    ) throws(StoreError) -> Query {
        var new: [[UInt8]] = []
        for (old, open) in rows { new.append(try ring.seal(Array(open.utf8), for: purpose(old.account, district))) }
        return """
            UPDATE staff_mailbox AS m SET sealed = n.new, key = \(ring.sealingID)
            FROM unnest(\(rows.map(\.old.person.rawValue)), \(rows.map(\.old.sealed)), \(new)) AS n (id, old, new)
            WHERE m.district_id = \(district.rawValue) AND m.person_id = n.id AND m.sealed = n.old
            """
    }

    private static func purpose(_ account: String, _ district: DistrictID) -> [UInt8] {
        var bytes = Array("whistle staff mailbox".utf8)
        withUnsafeBytes(of: district.rawValue.bigEndian) { bytes += $0 }
        return bytes + Array(account.utf8)
    }
}
