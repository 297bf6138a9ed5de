import Crypto
import Foundation
package import Workflow

/// Where a sealed text belongs; moved elsewhere it does not open.
package struct SealedPlace: Hashable, Sendable {
    /// The district.
    package let district: DistrictID
    /// The ticket.
    package let ticket: TicketID
    /// The field.
    package let field: FieldName

    /// Names a place.
    package init(district: DistrictID, ticket: TicketID, field: FieldName) {
        self.district = district
        self.ticket = ticket
        self.field = field
    }
}

/// The form of what is stored: version (1), suite, length of the key's id, the id, and what the suite made of the text.
///
/// Version, suite and id are sealed along with the place: nobody can make a text be opened by another suite.
extension KeyRing {
    private static let version: UInt8 = 1

    /// Seals a text under the first key.
    ///
    /// - Parameters:
    ///   - text: the text.
    ///   - place: where it will be.
    /// - Returns: the bytes to store.
    /// - Throws: `StoreError.sealed`.
    package func seal(_ text: String, at place: SealedPlace) throws(StoreError) -> [UInt8] {
        try seal(Array(text.utf8), for: place.purpose)
    }

    /// Seals bytes under the first key.
    ///
    /// - Parameters:
    ///   - bytes: what is secret.
    ///   - purpose: what for; they open for nothing else.
    /// - Returns: the bytes to store.
    /// - Throws: `StoreError.sealed`.
    package func seal(_ bytes: [UInt8], for purpose: [UInt8]) throws(StoreError) -> [UInt8] {
        guard let key = keys.first else { throw .sealed(.unknownKey("")) }
        let header = [Self.version, key.number, UInt8(clamping: key.id.utf8.count)] + Array(key.id.utf8)
        do {
            return header + (try key.suite.seal(bytes, with: header + purpose))
        } catch {
            throw .sealed(.damaged)
        }
    }

    /// Opens what was sealed under any of the keys.
    ///
    /// - Parameters:
    ///   - bytes: what is stored.
    ///   - place: where it is.
    /// - Returns: the text.
    /// - Throws: `StoreError.sealed`: the key or the suite is not known, or the bytes are not what was stored there.
    package func open(_ bytes: [UInt8], at place: SealedPlace) throws(StoreError) -> String {
        guard let text = String(validating: try open(bytes, for: place.purpose), as: UTF8.self) else {
            throw .sealed(.damaged)
        }
        return text
    }

    /// Opens bytes that were sealed for a purpose.
    ///
    /// - Parameters:
    ///   - bytes: what is stored.
    ///   - purpose: what for.
    /// - Returns: what is secret.
    /// - Throws: `StoreError.sealed`: the key or the suite is not known, or the bytes are not what was sealed for that.
    package func open(_ bytes: [UInt8], for purpose: [UInt8]) throws(StoreError) -> [UInt8] {
        guard let id = Self.id(of: bytes) else { throw .sealed(.damaged) }
        let header = bytes[..<(3 + Int(bytes[2]))]
        guard let key = keys.first(where: { $0.id == id }) else { throw .sealed(.unknownKey(id)) }
        guard key.number == bytes[1] else { throw .sealed(.unknownSuite(Int(bytes[1]))) }
        do {
            return try key.suite.open(bytes[header.endIndex...], with: Array(header) + purpose)
        } catch {
            throw .sealed(.damaged)
        }
    }

    /// The id of the key that sealed something; nil where the form is another.
    static func id(of bytes: [UInt8]) -> String? {
        guard bytes.count > 3, bytes[0] == version, bytes.count >= 3 + Int(bytes[2]) else { return nil }
        return String(decoding: bytes[3..<(3 + Int(bytes[2]))], as: UTF8.self)
    }
}

extension SealedPlace {
    /// The place as bytes: what is sealed there is bound to it.
    fileprivate var purpose: [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(16 + field.text.utf8.count)
        withUnsafeBytes(of: district.rawValue.bigEndian) { bytes += $0 }
        withUnsafeBytes(of: ticket.rawValue.bigEndian) { bytes += $0 }
        bytes += field.text.utf8
        return bytes
    }
}

extension KeyRing {
    // MARK: - Requests that are known again

    /// What is kept of a request that may say whom to reach: HMAC-SHA-256 under each key's own.
    func digests(of request: [UInt8]) -> [[UInt8]] {
        let bytes = Array("whistle request\0".utf8) + request
        return keys.map { $0.code(of: bytes) }
    }
}

extension KeyRing {
    // MARK: - The index of telephones

    /// What the index keeps of a telephone: HMAC-SHA-256 of the district and its digits, under the first key's own.
    ///
    /// - Parameters:
    ///   - phone: as somebody wrote it.
    ///   - district: the district; the same telephone is another elsewhere.
    /// - Returns: 32 bytes; nil where there are fewer than five digits.
    package func index(of phone: String, in district: DistrictID) -> [UInt8]? {
        keys.first.flatMap { Self.index(of: phone, in: district, $0) }
    }

    /// What the index may keep of a telephone, under each key: rows that were not sealed anew have older ones.
    package func indexes(of phone: String, in district: DistrictID) -> [[UInt8]] {
        keys.compactMap { Self.index(of: phone, in: district, $0) }
    }

    private static func index(of phone: String, in district: DistrictID, _ key: Key) -> [UInt8]? {
        guard let digits = Telephone.digits(of: phone) else { return nil }
        var bytes: [UInt8] = []
        withUnsafeBytes(of: district.rawValue.bigEndian) { bytes += $0 }
        bytes += digits.utf8
        return key.code(of: bytes)
    }
}
