package import PGStore
package import Workflow

extension Engine {
    /// A page of what platforms above wait for (待回填), in the order of their ids.
    ///
    /// - Parameters:
    ///   - filter: which.
    ///   - configuration: the district.
    ///   - after: the last ticket of the page before; nil: from the beginning.
    ///   - limit: matters at the most.
    ///   - reader: on whose behalf; nil: on the program's own.
    /// - Returns: the matters with all that happened to them, and the last one looked at where there may be more.
    /// - Throws: `StoreError` where a row cannot be read, and what the database says.
    package func owedAnswers(
        _ filter: TicketFilter,
        in configuration: DistrictConfiguration,
        after: TicketID?,
        limit: Int,
        as reader: Reader? = nil
    ) async throws -> (dossiers: [Dossier], last: TicketID?) {
        let lines = try await page(filter, in: configuration.id, after: after, limit: limit, as: reader)
        guard !lines.isEmpty else { return ([], nil) }
        let statements = lines.map { Dossier.statements($0.id, in: configuration.id) }
        // One flight, one snapshot for all of them.
        var answers = try await read(statements.flatMap(\.self), as: reader)[...]
        let dossiers = try statements.compactMap { statements in
            defer { answers = answers.dropFirst(statements.count) }
            return try Dossier(Array(answers.prefix(statements.count)), district: configuration.id)
        }
        return (dossiers, lines.count == limit ? lines.last?.id : nil)
    }
}
