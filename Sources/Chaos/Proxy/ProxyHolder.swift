import Synchronization

/// The proxy of a scenario, from when it is opened until it is closed.
final class ProxyHolder: Sendable {
    private let proxy = Mutex<Proxy?>(nil)

    func open(to target: Int) throws -> Int {
        let opened = try Proxy(to: target)
        proxy.withLock { $0 = opened }
        return opened.port
    }

    func become(_ weather: Proxy.Weather) {
        proxy.withLock { $0 }?.become(weather)
    }

    func close() {
        proxy.withLock { held in
            held?.stop()
            held = nil
        }
    }

    deinit {
        close()
    }
}
