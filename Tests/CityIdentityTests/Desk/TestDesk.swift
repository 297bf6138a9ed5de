import AsyncHTTPClient
import CityIdentity
import Logging
import Outward
import Synchronization

/// Seconds that a test sets.
final class SetClock: Sendable {
    private let seconds: Mutex<Int64>

    init(_ seconds: Int64) { self.seconds = Mutex(seconds) }

    var now: Int64 { seconds.withLock { $0 } }

    func advance(_ by: Int64) { seconds.withLock { $0 += by } }
}

enum TestDesk {
    private static let logger = Logger(label: "tests") { _ in SwiftLogNoOpLogHandler() }
    /// One for all tests, never shut down: it lives as long as they.
    private static let client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: HTTPCaller.configuration)

    /// A desk that really asks.
    static func make(
        _ book: ProviderBook,
        clock: SetClock? = nil,
        seal: FlowSeal = .ofThisProcess(),
        client: HTTPClient = client
    ) -> ProviderDesk {
        let caller = HTTPCaller(client)
        guard let clock else { return ProviderDesk(book, caller: caller, seal: seal, logger: logger) }
        return ProviderDesk(book, caller: caller, seal: seal, logger: logger) { clock.now }
    }
}
