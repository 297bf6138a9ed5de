package import PGStore
import Postgres
package import Workflow

/// The two logs that can only be added to: how much they hold, and what has been kept long enough.
extension Engine {
    /// What both logs of a district hold.
    ///
    /// - Parameters:
    ///   - district: the district.
    ///   - before: how much is older than this is counted; nil: than must be kept.
    /// - Returns: one entry a log.
    /// - Throws: `PostgresError`.
    package func logs(in district: DistrictID, before: Instant? = nil) async throws -> [LogKeeping.Holding] {
        let moment: Instant
        if let before { moment = before } else { moment = try await keptFrom() }
        let statements = LogSource.allCases.map { LogKeeping.holding($0, in: district, before: moment) }
        let answers = try await pool.withConnection { try await $0.flight(statements) }
        return try zip(LogSource.allCases, answers).map { try LogKeeping.holding($1.only(), of: $0) }
    }

    /// Lines from then on must be kept.
    ///
    /// - Throws: `PostgresError`.
    package func keptFrom() async throws -> Instant {
        let clock: Timestamp = try await pool.query("SELECT clock_timestamp()").only()[0]
        return Instant(clock).advanced(bySeconds: -Int64(LogKeeping.days) * 86_400)
    }

    /// Removes lines of both logs that are older than a moment, batch by batch; connected as the schema's owner.
    ///
    /// - Parameters:
    ///   - district: the district.
    ///   - before: what is older goes.
    ///   - batch: lines of a log in one transaction at the most.
    /// - Returns: how many lines went, by log; what had gone before a batch failed is gone.
    /// - Throws: `LogRefusal`; `PostgresError`.
    package func pruneLogs(
        in district: DistrictID,
        before: Instant,
        batch: Int = 10_000
    ) async throws -> [LogSource: Int] {
        let kept = try await keptFrom()
        guard before <= kept else { throw LogRefusal.mustBeKept(until: kept) }
        var gone: [LogSource: Int] = [:]
        while true {
            let row: Row
            do {
                row = try await pool.query(LogKeeping.prune(district, before: before, most: batch)).only()
            } catch {
                guard error.sqlState == .insufficientPrivilege else { throw error }
                throw LogRefusal.notTheOwner
            }
            let counts = [Int(try row[0, as: Int64.self]), Int(try row[1, as: Int64.self])]
            gone.merge(zip([LogSource.security, .access], counts)) { $0 + $1 }
            if counts.allSatisfy({ $0 < batch }) { return gone }
        }
    }

    /// A page of the security log of a time, the first line first.
    package func securityLines(
        in district: DistrictID,
        after id: Int64,
        of time: Range<Instant>,
        limit: Int
    ) async throws -> [SecurityEvent] {
        try await pool.query(LogPage.security(district, after: id, in: time, limit: limit)).map(
            SecurityEvent.init(row:)
        )
    }

    /// A page of the access log of a time, the first line first.
    package func accessLines(
        in district: DistrictID,
        after id: Int64,
        of time: Range<Instant>,
        limit: Int
    ) async throws -> [LoggedLook] {
        try await pool.query(LogPage.access(district, after: id, in: time, limit: limit)).map {
            try LoggedLook($0, in: district)
        }
    }

    /// Writes down that somebody took a log out.
    package func note(
        taking source: LogSource,
        as format: String,
        by person: PersonID,
        from address: String,
        in district: DistrictID
    ) async throws {
        let detail: JSONObject = ["log": .string(source.rawValue), "format": .string(format)]
        let note = SecurityNote(.logExported, by: person, address: address, detail: detail)
        _ = try await pool.query(SecurityEvent.write(district, person: person, note))
    }
}
