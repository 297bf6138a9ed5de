package import PGStore
import Postgres
package import Workflow

extension Engine {
    /// Checks a district's whole journal: folds, hashes, timers, texts; nothing is changed.
    ///
    /// - Parameters:
    ///   - district: the district.
    ///   - range: the tickets to check, by id; nil: all, and rows that belong to none.
    ///   - page: tickets read at a time.
    ///   - desk: with whose folder files are compared; nil: they are not.
    ///   - progress: called after each page with the tickets checked so far.
    /// - Returns: counts and findings; none: the journal is whole.
    /// - Throws: `PostgresError` where the database cannot be read; damage is a finding.
    package func verify(
        _ district: DistrictID,
        among range: Range<Int64>? = nil,
        page: Int = 500,
        files desk: AttachmentDesk? = nil,
        progress: (Int) -> Void = { _ in }
    ) async throws -> Verification {
        var verification = Verification()
        let configuration = try await configurations.load(district)
        var after = range.map { TicketID($0.lowerBound - 1) }
        let last = range.map { TicketID($0.upperBound - 1) }
        while true {
            let read = try await verifiedPage(configuration, after: after, upTo: last, page: page)
            verification.check(read)
            progress(verification.tickets)
            after = read.last
            guard read.count == page else { break }
        }
        guard range == nil else { return verification }
        for row in try await pool.query(Verification.orphans(district)) {
            verification.note("orphan_row", TicketID(try row[1]), try row[0])
        }
        try await verifyFiles(district, desk, into: &verification)
        return verification
    }

    /// One snapshot a page: rows, events and timers belong together while others go on writing.
    private func verifiedPage(
        _ configuration: DistrictConfiguration,
        after: TicketID?,
        upTo last: TicketID?,
        page: Int
    ) async throws -> VerifiedPage {
        let district = configuration.id
        return try await pool.withTransaction(isolation: .repeatableRead, isReadOnly: true) { connection in
            let rows = try await connection.query(Verification.page(district, after: after, upTo: last, limit: page))
            var page = try VerifiedPage(rows, district: district, ring: keys, definition: configuration.definition)
            let statements = page.statements
            if !statements.isEmpty { try page.read(try await connection.flight(statements)) }
            let further = page.further
            if !further.isEmpty { try page.readFurther(try await connection.flight(further)) }
            return page
        }
    }
}
