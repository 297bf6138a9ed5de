import PGStore
import Postgres
import Workflow

/// Fills the search table of one district, batch by batch, each one transaction with the follower's place.
struct SearchDuty: DistrictDuty {
    let district: DistrictID
    let engine: Engine
    let settings: SearchFiller.Settings

    static func isCalled(by write: Hints.Write, from rest: Rest?) -> Bool {
        write.filesSomething
    }

    mutating func turn(_ stop: StopSign) async throws -> Rest {
        guard let next = try await engine.pool.query(SearchQueries.look(district)).first else {
            return Rest(atMost: settings.idle)
        }
        guard try next[0] else { return Rest(atMost: settings.short) }
        while !stop.isRaised {
            switch try await fill() {
            case .more: continue
            case .soon: return Rest(atMost: settings.short)
            case .done: return Rest(atMost: settings.idle)
            }
        }
        return .none
    }

    private enum Outcome: Sendable {
        /// There may be more.
        case more
        /// There is more, but not to be read yet; or another follows.
        case soon
        /// Nothing is new.
        case done
    }

    private func fill() async throws -> Outcome {
        try await engine.pool.withConnection { connection in
            do {
                return try await fill(on: connection)
            } catch {
                try? await connection.rollBack()
                throw error
            }
        }
    }

    private func fill(on connection: Connection) async throws -> Outcome {
        let begun = try await connection.flight(SearchQueries.begin(district))
        guard let row = begun.last?.first else {
            try await connection.rollBack()
            return .soon
        }
        let (xact, ticket) = (try row[0, as: TransactionID.self], TicketID(try row[1, as: Int64.self]))
        let read = try await connection.flight([
            SearchQueries.hidden(district, after: xact),
            SearchQueries.filed(district, after: xact, ticket, limit: settings.batch),
        ])
        guard let last = read[1].last else {
            _ = try await connection.flight(["COMMIT"])
            return try read[0].only()[0] ? .soon : .done
        }
        let rows = try read[1].map { row in
            let text = try row[2, as: String.self] + "\n" + row[3, as: String.self]
            return (ticket: TicketID(try row[1, as: Int64.self]), grams: Bigrams.of(text))
        }
        let statements = SearchQueries.fill(
            district,
            rows,
            xact: try last[0],
            TicketID(try last[1, as: Int64.self])
        )
        _ = try await connection.flight(statements)
        return .more
    }
}
