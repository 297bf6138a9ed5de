import Foundation
import Postgres
import TestSupport
import Testing

/// `whistle up` in surroundings that mislead.
@Suite struct SurroundingsTests {
    @Test func `another PostgreSQL, and variables that name it, change nothing`() async throws {
        let other = try TestServer.another("accept-other")
        let port = String(other.sharedDatabase.port)
        try await Workplace.with { bare in
            var workplace = bare
            workplace.environment = [
                "PGHOST": "127.0.0.1", "PGHOSTADDR": "127.0.0.1", "PGPORT": port, "PGUSER": other.sharedDatabase.user,
                "PGPASSWORD": TestServer.password, "PGDATABASE": "postgres", "PGSERVICE": "nowhere",
                "PGSSLMODE": "require", "PGCHANNELBINDING": "require", "PGTARGETSESSIONATTRS": "read-only",
                "PGOPTIONS": "-c search_path=nowhere", "PGCLIENTENCODING": "GBK", "PGDATA": "/nowhere",
                "PGAPPNAME": "somebody else",
            ]
            try await City.with(in: workplace) { city in
                let tickets = try await city.expect("tickets", "--json")
                #expect(tickets.lines.count == City.sampleMatters)
                try await city.expect("verify")
                #expect(city.up.errors.contains(workplace.folder.appending(path: "var/postgres/socket").path))
            }
        }
        // Nobody left anything in the other one.
        let tables = try await MigratedDatabase.withConnection(to: other.sharedDatabase) { connection in
            let rows = try await connection.query(
                "SELECT count(*) FROM pg_database WHERE datname = 'whistle'"
            )
            return try rows.only()[0, as: Int64.self]
        }
        #expect(tables == 0)
        try await other.destroy()
    }

    /// Folders that break what is not careful: blanks, Chinese, quotes, and a path too long for a socket.
    @Test(arguments: ["我的 小区 it's", "one, two", String(repeating: "long/", count: 25) + "end"])
    func `a folder of any name will do`(name: String) async throws {
        try await Workplace.with(named: name) { workplace in
            let socket = try await City.with(sample: false, in: workplace) { city in
                try await city.expect("doctor")
                let note = try workplace.text("var/database")
                let socket = try #require(note.firstMatch(of: /host='((?:[^'\\]|\\.)*)'/)).1
                let path = String(socket).replacing("\\'", with: "'").replacing("\\\\", with: "\\")
                #expect(FileManager.default.fileExists(atPath: path))
                return path
            }
            #expect(workplace.has("var/postgres/data/PG_VERSION"))
            let isOurs = socket.hasPrefix(workplace.folder.path)
            #expect(isOurs == name.hasPrefix("我"))
            if !isOurs { #expect(!FileManager.default.fileExists(atPath: socket), "\(socket) was left behind") }
        }
    }
}
