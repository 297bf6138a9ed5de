/// Brings a database to the newest schema, in order, once each, however many programs try at the same time.
package struct MigrationRunner: Sendable {
    /// The migrations, in order.
    package let migrations: [Migration]

    /// The advisory lock that programs which migrate take: «whistle» as a number.
    private static let lock: Int64 = 0x77_6869_7374_6C65

    /// Makes a runner.
    ///
    /// - Parameter migrations: numbered from 1 without gaps.
    /// - Throws: `.migration` when they are not.
    package init(_ migrations: [Migration]) throws(PostgresError) {
        try Migration.check(migrations)
        self.migrations = migrations
    }

    /// Applies what is missing.
    ///
    /// Refused, with nothing done: a migration that was changed after it was applied, one that is missing in the
    /// database before one that is there, and a database newer than this program.
    ///
    /// - Parameter connection: a connection for ourselves alone, as the owner of the schema.
    /// - Returns: the migrations applied now.
    /// - Throws: `.migration` when refused; the server's error when a migration fails, which is rolled back whole.
    package func apply(on connection: Connection) async throws -> [Migration] {
        try await connection.query("SELECT pg_advisory_lock(\(Self.lock))")
        do {
            let applied = try await applyLocked(connection)
            try await connection.query("SELECT pg_advisory_unlock(\(Self.lock))")
            return applied
        } catch {
            try? await connection.rollBack()
            _ = try? await connection.query("SELECT pg_advisory_unlock(\(Self.lock))")
            throw error
        }
    }

    private func applyLocked(_ connection: Connection) async throws -> [Migration] {
        try await connection.query(
            """
            CREATE TABLE IF NOT EXISTS schema_migration (
                number int8 PRIMARY KEY,
                name text NOT NULL,
                checksum bytea NOT NULL,
                applied_at timestamptz NOT NULL DEFAULT clock_timestamp()
            )
            """
        )
        let done = try await verify(connection)
        let missing = migrations.dropFirst(done)
        for migration in missing {
            try await apply(migration, on: connection)
        }
        return Array(missing)
    }

    /// Compares what is there with what we know; returns how many are applied.
    private func verify(_ connection: Connection) async throws -> Int {
        let result = try await connection.query(
            """
            SELECT s.number, s.name, s.checksum = sha256(convert_to(known.sql, 'UTF8'))
            FROM schema_migration AS s
            LEFT JOIN unnest(\(migrations.map { Int64($0.number) }), \(migrations.map(\.sql))) AS known (number, sql)
                ON known.number = s.number
            ORDER BY s.number
            """
        )
        let rows = try result.decode((Int64, String, Bool?).self)
        for (index, row) in rows.enumerated() {
            let title = "\(row.0)_\(row.1)"
            if row.0 > migrations.count {
                throw PostgresError(.migration, "the database is newer than this program: it has \(title)")
            }
            if row.0 != index + 1 {
                throw PostgresError(.migration, "the database lacks migration \(index + 1), but has \(title)")
            }
            if row.2 != true {
                throw PostgresError(.migration, "\(title) was changed after it was applied")
            }
        }
        return rows.count
    }

    private func apply(_ migration: Migration, on connection: Connection) async throws {
        do {
            try await connection.withTransaction { connection in
                try await connection.run(script: migration.sql)
                try await connection.query(
                    """
                    INSERT INTO schema_migration (number, name, checksum)
                    VALUES (\(Int64(migration.number)), \(migration.name),
                            sha256(convert_to(\(migration.sql), 'UTF8')))
                    """
                )
            }
        } catch var error as PostgresError {
            error.message = "migration \(migration.number)_\(migration.name): \(error.message)"
            throw error
        }
    }
}
