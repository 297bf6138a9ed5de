import Postgres

extension Engine {
    /// By what the server compresses the pages in its log (`wal_compression`), where it could do so faster (lz4).
    ///
    /// - Returns: the setting; nil where nothing better is there.
    /// - Throws: `PostgresError`.
    package func slowLogCompression() async throws -> String? {
        let row = try await pool.query(
            """
            SELECT setting, 'lz4' = ANY(enumvals) AND setting NOT IN ('lz4', 'zstd')
            FROM pg_settings WHERE name = 'wal_compression'
            """
        ).only()
        return try row[1, as: Bool.self] ? row[0, as: String.self] : nil
    }
}
