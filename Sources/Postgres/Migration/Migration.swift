import Foundation

/// One step of the schema: a file `NNNN_what.sql`.
package struct Migration: Sendable, Hashable {
    /// Its number, from 1 without gaps.
    package let number: Int
    /// What it does, from the file's name.
    package let name: String
    /// Its statements.
    package let sql: String

    /// Makes a migration.
    ///
    /// - Parameters:
    ///   - number: its number.
    ///   - name: what it does.
    ///   - sql: its statements.
    package init(number: Int, name: String, sql: String) {
        self.number = number
        self.name = name
        self.sql = sql
    }

    /// Reads a folder of files `NNNN_what.sql`.
    ///
    /// - Parameter folder: the folder's path.
    /// - Returns: the migrations, in order.
    /// - Throws: `.migration` when a file's name is no such name, a number is missing or twice, or a file is not UTF-8.
    package static func load(folder: String) throws(PostgresError) -> [Migration] {
        guard let names = try? FileManager.default.contentsOfDirectory(atPath: folder) else {
            throw PostgresError(.migration, "the folder \(folder) cannot be read")
        }
        var migrations: [Migration] = []
        for name in names.sorted() where name.hasSuffix(".sql") {
            guard let match = name.wholeMatch(of: /(\d{4,})_([^.]+)\.sql/), let number = Int(match.1) else {
                throw PostgresError(.migration, "\(name) is not named NNNN_what.sql")
            }
            guard let sql = try? String(contentsOfFile: folder + "/" + name, encoding: .utf8) else {
                throw PostgresError(.migration, "\(name) cannot be read as UTF-8")
            }
            migrations.append(Migration(number: number, name: String(match.2), sql: sql))
        }
        try check(migrations)
        return migrations
    }

    static func check(_ migrations: [Migration]) throws(PostgresError) {
        for (index, migration) in migrations.enumerated() where migration.number != index + 1 {
            throw PostgresError(
                .migration,
                "migration \(index + 1) is missing or there twice: \(migration.number)_\(migration.name) stands there"
            )
        }
    }
}
