import Foundation
package import Media
import PGStore
import Postgres

extension AttachmentDesk {
    /// Files that nobody names stay so long: an upload is over long before.
    package static let orphansStay = Duration.seconds(86_400)

    /// Takes away files that no row of any district names, and drafts that nobody finished, where they are older than a day.
    ///
    /// - Parameters:
    ///   - engine: whose districts' rows are asked.
    ///   - age: how old they must be.
    /// - Returns: what was taken away.
    /// - Throws: `AttachmentRefusal` where the folder is another database's, `MediaRefusal` where it fails, and what the
    ///   database says; what was taken away before stays away.
    package func sweep(_ engine: Engine, olderThan age: Duration = orphansStay) async throws -> MediaSweep {
        try await claim()
        let districts = try await engine.districts().map(\.id)
        let cutoff = Int(Date().timeIntervalSince1970) - Int(age.components.seconds)
        return try await folder.sweep(keptBefore: cutoff) { hashes in
            var named: Set<MediaHash> = []
            for district in districts {
                let rows = try await pool.query(AttachmentQueries.named(hashes.map(\.bytes), in: district))
                named.formUnion(try rows.compactMap { MediaHash(bytes: try $0[0, as: [UInt8].self]) })
            }
            return named
        }
    }
}
