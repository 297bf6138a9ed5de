import Postgres

/// What one transition writes: rows by table, and bytes of WAL.
package struct Footprint: Sendable {
    /// Who wrote.
    package enum Side: String, Sendable, Hashable {
        /// The engine.
        case whistle
        /// SQL written by hand.
        case hand
    }

    /// Rows a transition in one table.
    package struct Tuples: Sendable, Hashable, Codable {
        /// Inserted.
        package var inserted: Double
        /// Updated.
        package var updated: Double
        /// Updated without touching an index.
        package var hot: Double
        /// Deleted.
        package var deleted: Double
    }

    /// Who wrote.
    package let side: Side
    /// Rows by table; tables that were not touched are left out.
    package let tables: [String: Tuples]
    /// Bytes of WAL.
    package let walBytes: Double

    /// Microseconds of processor time in the server.
    package let serverCPU: Double
    /// Microseconds of processor time in the engine, or in pgbench.
    package let clientCPU: Double

    /// Microseconds of processor time, on both ends.
    package var cpu: Double { serverCPU + clientCPU }

    /// All rows together.
    package var rows: Double { tables.values.reduce(0) { $0 + $1.inserted + $1.updated + $1.deleted } }

    /// The same, a ticket that was filed.
    var perTicket: Footprint {
        let filed = tables["ticket"]?.inserted ?? 1
        let shared = tables.mapValues {
            Tuples(
                inserted: $0.inserted / filed,
                updated: $0.updated / filed,
                hot: $0.hot / filed,
                deleted: $0.deleted / filed
            )
        }
        return Footprint(
            side: side,
            tables: shared,
            walBytes: walBytes / filed,
            serverCPU: serverCPU / filed,
            clientCPU: clientCPU / filed
        )
    }

    /// The same but for what the server decides by itself: whether an update found room in its page.
    package func writesTheSame(as other: Footprint, tolerance: Double = 0.001) -> Bool {
        guard Set(tables.keys) == Set(other.tables.keys) else { return false }
        return tables.allSatisfy { name, mine in
            guard let theirs = other.tables[name] else { return false }
            return abs(mine.inserted - theirs.inserted) <= tolerance && abs(mine.updated - theirs.updated) <= tolerance
                && abs(mine.deleted - theirs.deleted) <= tolerance
        }
    }
}

/// The server's counters at a moment.
struct Counters: Sendable {
    private var tables: [String: [Int64]] = [:]
    private var wal: Int64 = 0
    private var cpu: CPUTime

    private init(cpu: CPUTime) {
        self.cpu = cpu
    }

    /// Reads the counters; what open connections did within the last second may be missing.
    static func read(_ connection: Connection, postmaster: Int32?) async throws -> Counters {
        var counters = Counters(cpu: CPUTime.read(postmaster: postmaster))
        // A session sees its own picture of the counters for the length of a transaction only.
        for row in try await connection.query(tuples) {
            counters.tables[try row[0]] = [try row[1], try row[2], try row[3], try row[4]]
        }
        counters.wal = try await connection.query(written).only()[0]
        return counters
    }

    private static let tuples: Query = """
        SELECT relname::text, n_tup_ins, n_tup_upd, n_tup_hot_upd, n_tup_del FROM pg_stat_user_tables
        """

    private static let written: Query = "SELECT (pg_current_wal_insert_lsn() - '0/0'::pg_lsn)::int8"

    /// Bytes of WAL since an earlier moment.
    func bytes(since before: Counters) -> Int64 { wal - before.wal }

    /// What was written since an earlier moment, a transition.
    func footprint(of side: Footprint.Side, since before: Counters, transitions: Int) -> Footprint {
        var rows: [String: Footprint.Tuples] = [:]
        for (name, counts) in tables {
            let old = before.tables[name] ?? [0, 0, 0, 0]
            let each = zip(counts, old).map { Double($0 - $1) / Double(transitions) }
            guard each.contains(where: { $0 > 0 }) else { continue }
            rows[name] = Footprint.Tuples(inserted: each[0], updated: each[1], hot: each[2], deleted: each[3])
        }
        return Footprint(
            side: side,
            tables: rows,
            walBytes: Double(wal - before.wal) / Double(transitions),
            serverCPU: (cpu.server - before.cpu.server) / Double(transitions) * 1_000_000,
            clientCPU: (cpu.client - before.cpu.client) / Double(transitions) * 1_000_000
        )
    }
}
