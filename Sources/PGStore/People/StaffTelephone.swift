package import Postgres
package import Workflow

/// A telephone of the staff: sealed for its account; with another's it does not open.
package struct StaffTelephone: Sendable {
    /// Whose.
    package let person: PersonID
    /// What the person signs in with.
    package let account: String
    /// The id of the key; nil: it is in the open.
    package let key: String?
    private let stored: StoredContact.Text

    private static let columns = "id, account, phone, sealed_phone, phone_key"

    /// Reads a row of `of` or `outdated`; nil where the person has none.
    package init?(row: Row) throws {
        person = PersonID(try row[0, as: Int64.self])
        account = try row[1]
        key = try row[4]
        if let open: String = try row[2] {
            stored = .open(open)
        } else if let sealed: [UInt8] = try row[3] {
            stored = .sealed(sealed)
        } else {
            return nil
        }
    }

    /// The telephone itself.
    ///
    /// - Parameters:
    ///   - district: the district.
    ///   - ring: the keys; nil: nothing sealed opens.
    /// - Returns: as it was written.
    /// - Throws: `StoreError.sealed`.
    package func opened(in district: DistrictID, under ring: KeyRing?) throws(StoreError) -> String {
        switch stored {
        case .open(let text): return text
        case .sealed(let bytes):
            guard let ring else { throw .sealed(.unknownKey(KeyRing.id(of: bytes) ?? "")) }
            let text = try ring.open(bytes, for: Self.purpose(account, district))
            return String(decoding: text, as: UTF8.self)
        }
    }

    /// Seals a telephone for an account.
    ///
    /// - Throws: `StoreError.sealed`.
    package static func seal(
        _ phone: String,
        of account: String,
        in district: DistrictID,
        under ring: KeyRing
    ) throws(StoreError) -> [UInt8] {
        try ring.seal(Array(phone.utf8), for: purpose(account, district))
    }

    /// The telephones of some people, of those who have one.
    package static func of(_ people: [PersonID], in district: DistrictID) -> Query {
        """
        SELECT \(unsafeSQL: columns) FROM person
        WHERE district_id = \(district.rawValue) AND id = ANY(\(people.map(\.rawValue)))
            AND num_nonnulls(phone, sealed_phone) > 0
        """
    }

    /// A page of those that another key sealed, or none.
    package static func outdated(
        _ key: String,
        in district: DistrictID,
        after: PersonID?,
        limit: Int
    ) -> Query {
        """
        SELECT \(unsafeSQL: columns) FROM person
        WHERE district_id = \(district.rawValue) AND id > \(after?.rawValue ?? 0)
            AND num_nonnulls(phone, sealed_phone) > 0 AND phone_key IS DISTINCT FROM \(key)
        ORDER BY id LIMIT \(Int32(clamping: limit))
        """
    }

    /// Puts telephones sealed anew in the place of those that were read, where nobody changed them since.
    ///
    /// - Parameters:
    ///   - rows: what was read, with the bytes that take its place.
    ///   - key: the id of the key that sealed those.
    ///   - district: the district.
    /// - Returns: the statement; it says how many rows it changed.
    package static func replace(
        _ rows: [(old: StaffTelephone, new: [UInt8])],
        key: String,
        in district: DistrictID
    ) -> Query {
        """
        UPDATE person AS p SET phone = NULL, sealed_phone = n.sealed, phone_key = \(key)
        FROM unnest(\(rows.map(\.old.person.rawValue)), \(rows.map(\.old.openText)), \(rows.map(\.old.sealedBytes)),
            \(rows.map(\.new))) AS n (id, old_phone, old_sealed, sealed)
        WHERE p.district_id = \(district.rawValue) AND p.id = n.id AND p.phone IS NOT DISTINCT FROM n.old_phone
            AND p.sealed_phone IS NOT DISTINCT FROM n.old_sealed
        """
    }

    private var openText: String? {
        switch stored {
        case .open(let text): text
        case .sealed: nil
        }
    }

    private var sealedBytes: [UInt8]? {
        switch stored {
        case .open: nil
        case .sealed(let bytes): bytes
        }
    }

    private static func purpose(_ account: String, _ district: DistrictID) -> [UInt8] {
        var bytes = Array("whistle staff telephone".utf8)
        withUnsafeBytes(of: district.rawValue.bigEndian) { bytes += $0 }
        return bytes + Array(account.utf8)
    }
}
