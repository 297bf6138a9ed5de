import Glibc
import Postgres
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(1))) struct ConnectTests {
    private func tcp(_ change: (inout ConnectionConfiguration) -> Void = { _ in }) throws -> ConnectionConfiguration {
        var configuration = try ConnectionConfiguration(TestServer.shared().sharedDatabase.tcp)
        change(&configuration)
        return configuration
    }

    @Test func connectsByNameWithAPassword() async throws {
        let port = try TestServer.shared().sharedDatabase.port
        let configuration = try tcp { $0.hosts = [HostAddress(host: "localhost", port: String(port))] }
        try await Bench.withConnection(configuration) { connection in
            let row = try await connection.query("SELECT inet_server_addr() IS NOT NULL").only()
            #expect(try row[0, as: Bool.self])
        }
    }

    @Test func aRefusedPasswordIsSaidSo() async throws {
        let configuration = try tcp { $0.setPassword("wrong secret") }
        let error = await #expect(throws: PostgresError.self) {
            _ = try await Connection.open(configuration, on: Bench.reactor.get())
        }
        #expect(error?.code == .connectFailed)
        #expect(error?.sqlState == .invalidPassword)
        #expect(error?.debugDescription.contains("wrong secret") == false)
        #expect(!"\(configuration)".contains("wrong secret"))
    }

    @Test func aPoolTellsWaitersOfARefusedPassword() async throws {
        let configuration = try tcp { $0.setPassword("wrong secret") }
        try await Bench.withPool(PoolConfiguration(minimum: 1, maximum: 1), configuration) { pool in
            let error = await #expect(throws: PostgresError.self) { try await pool.query("SELECT 1") }
            #expect(error?.sqlState == .invalidPassword)
        }
    }

    @Test func aHostThatIsDownIsPassedOver() async throws {
        let configuration = try tcp { $0.hosts.insert(HostAddress(host: "127.0.0.1", port: "1"), at: 0) }
        try await Bench.withConnection(configuration) { connection in
            try await Bench.expectAnswer(from: connection)
        }
    }

    @Test func aHostThatNeverAnswersIsPassedOver() async throws {
        let silent = try SilentListener()
        let configuration = try tcp {
            $0.hosts.insert(HostAddress(host: "127.0.0.1", port: String(silent.port)), at: 0)
            $0.connectTimeout = .seconds(2)
        }
        try await Bench.withConnection(configuration) { connection in
            try await Bench.expectAnswer(from: connection)
        }
    }

    @Test func aServerThatOnlyReadsIsPassedOverWhenWritesAreWanted() async throws {
        let configuration = try tcp {
            $0.targetSession = .readWrite
            $0.settings["default_transaction_read_only"] = "on"
        }
        let error = await #expect(throws: PostgresError.self) {
            _ = try await Connection.open(configuration, on: Bench.reactor.get())
        }
        #expect(error?.code == .connectFailed)
        #expect(error?.message.contains("read-only") == true)
    }

    @Test func timeoutsAreSetOnConnect() async throws {
        let configuration = try Bench.configuration {
            $0.statementTimeout = .milliseconds(1234)
            $0.idleInTransactionTimeout = .seconds(7)
            $0.applicationName = "吹哨 test"
        }
        try await Bench.withConnection(configuration) { connection in
            let row = try await connection.query(
                """
                SELECT current_setting('statement_timeout'), current_setting('idle_in_transaction_session_timeout')
                """
            ).only()
            let (statement, idle) = try row.decode((String, String).self)
            #expect(statement == "1234ms")
            #expect(idle == "7s")
        }
    }

    @Test func readsURLsAndLists() throws {
        let url = try ConnectionConfiguration("postgres://me:pw@a:1,b:2/db?target_session_attrs=read-write")
        #expect(url.hosts == [HostAddress(host: "a", port: "1"), HostAddress(host: "b", port: "2")])
        #expect(url.database == "db")
        #expect(url.user == "me")
        #expect(url.targetSession == .readWrite)
        #expect(!"\(url)".contains("pw"))
        let pairs = try ConnectionConfiguration("host=a,b hostaddr=1.2.3.4,5.6.7.8 port=9")
        #expect(pairs.hosts.map(\.address) == ["1.2.3.4", "5.6.7.8"])
        #expect(pairs.hosts.map(\.port) == ["9", "9"])
        #expect(throws: PostgresError.self) { try ConnectionConfiguration("host=a,b port=1,2,3") }
        #expect(throws: PostgresError.self) { try ConnectionConfiguration("nonsense") }
    }
}

/// Takes connections on 127.0.0.1 and never says a word.
private final class SilentListener {
    let port: UInt16
    private let descriptor: Int32

    init() throws {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let descriptor = descriptor
        let code = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
                bind(descriptor, generic, length) | listen(descriptor, 16) | getsockname(descriptor, generic, &length)
            }
        }
        port = UInt16(bigEndian: address.sin_port)
        try #require(code == 0)
    }

    deinit {
        close(descriptor)
    }
}
