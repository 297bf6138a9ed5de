package import PGStore
import Postgres
package import Workflow

extension Engine {
    /// A page of what ended, the latest first: what a public board chooses from.
    ///
    /// - Parameters:
    ///   - district: the district.
    ///   - since: what ended before is not told.
    ///   - states: in one of these.
    ///   - after: the last one of the page before; nil: from the latest on.
    ///   - limit: lines at the most.
    /// - Returns: the lines, without what residents wrote.
    /// - Throws: `StoreError` where a row cannot be read, and what the database says.
    package func ended(
        in district: DistrictID,
        since: Instant,
        states: [StateName],
        after: EndedPlace?,
        limit: Int
    ) async throws -> [TicketLine] {
        let query = EndedTickets.page(district, since: since, states: states, after: after, limit: limit)
        return try await pool.query(query).map(TicketLine.init(row:))
    }

    /// Seals a district's secret of residents' codes anew, where an older key sealed it; the codes stay as they are.
    ///
    /// - Parameter district: the district.
    /// - Returns: whether it was sealed anew.
    /// - Throws: `DispatchError.noKeys`, `StoreError.sealed`; what the database says.
    func sealResidentSecret(in district: DistrictID) async throws -> Bool {
        guard let keys else { throw DispatchError.noKeys }
        guard let row = try await pool.query(ResidentSecretQueries.read(district)).first else { return false }
        let old = try StoredResidentSecret(row)
        guard old.key != keys.sealingID else { return false }
        let new = try StoredResidentSecret(try old.opened(in: district, under: keys), in: district, under: keys)
        return try await pool.query(ResidentSecretQueries.replace(district, old, by: new)).affectedRows > 0
    }
}
