import Media
package import PGStore
import Postgres
package import Workflow

extension Engine {
    /// A ticket's row; nil where there is none.
    ///
    /// - Throws: `StoreError` where it cannot be read, and what the database says.
    package func ticket(_ id: TicketID, in district: DistrictID, as reader: Reader? = nil) async throws -> Ticket? {
        let before = TicketID(id.rawValue - 1)
        let rows = try await read([Verification.page(district, after: before, upTo: id, limit: 1)], as: reader)[0]
        return try rows.first.map { try StoredTicket(row: $0, district: district).ticket }
    }

    /// A matter's files that are in sight, in the order in which they came.
    ///
    /// - Throws: what the database says.
    package func attachments(
        of ticket: TicketID,
        in district: DistrictID,
        as reader: Reader? = nil
    ) async throws -> [StoredAttachment] {
        try await read([AttachmentQueries.of(ticket, in: district)], as: reader)[0].map { try StoredAttachment($0) }
    }

    /// A file; nil where there is none, or nobody is shown it any more.
    ///
    /// - Throws: what the database says.
    package func attachment(
        _ id: AttachmentID,
        in district: DistrictID,
        as reader: Reader? = nil
    ) async throws -> StoredAttachment? {
        try await read([AttachmentQueries.one(id, in: district)], as: reader)[0].first.map { try StoredAttachment($0) }
    }

    /// Puts a file out of sight; it stays where it is.
    ///
    /// - Throws: what the database says.
    package func hideAttachment(_ id: AttachmentID, in district: DistrictID) async throws {
        try await pool.query(AttachmentQueries.hide(id, in: district))
    }

    /// Compares the files that a district's rows name with the folder.
    ///
    /// - Parameters:
    ///   - district: the district.
    ///   - desk: whose folder; nil: they are counted only.
    ///   - verification: where findings are noted.
    /// - Throws: what the database says; damage is a finding.
    func verifyFiles(
        _ district: DistrictID,
        _ desk: AttachmentDesk?,
        into verification: inout Verification
    ) async throws {
        try await desk?.claim()
        var after: AttachmentID?
        while true {
            let rows = try await pool.query(AttachmentQueries.page(district, after: after, limit: 200))
            for row in rows {
                let attachment = try StoredAttachment(row)
                after = attachment.id
                for hash in [attachment.hash, attachment.thumbnail].compactMap({ $0 }) {
                    guard let desk else {
                        verification.noteFiles(closed: 1)
                        continue
                    }
                    verification.noteFiles(compared: 1)
                    let size = hash == attachment.hash ? attachment.bytes : nil
                    guard let code = await desk.fault(of: hash, size) else { continue }
                    verification.note(code, attachment.ticket, "attachment \(attachment.id)")
                }
            }
            guard rows.count == 200 else { return }
        }
    }
}

extension AttachmentDesk {
    /// What is wrong with a file; nil: nothing.
    fileprivate func fault(of bytes: [UInt8], _ size: Int?) async -> String? {
        guard let hash = MediaHash(bytes: bytes) else { return "attachment_changed" }
        let folder = folder
        do throws(MediaRefusal) {
            switch try await disk.run({ () throws(MediaRefusal) in try folder.condition(of: hash) }) {
            case .whole(let found): return size.map { $0 == found } ?? true ? nil : "attachment_changed"
            case .changed: return "attachment_changed"
            case .missing: return "attachment_missing"
            }
        } catch {
            return "attachment_unreadable"
        }
    }
}
