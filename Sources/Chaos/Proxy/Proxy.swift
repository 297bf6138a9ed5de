import Foundation
import Glibc
import Synchronization

/// A network between a program and the server, on 127.0.0.1, that can be slow, dead or cut.
///
/// One thread that polls; what waits to be passed on is bounded for each direction of each connection.
package final class Proxy: Sendable {
    /// How the network is.
    package enum Weather: Sendable, Equatable {
        /// Everything passes.
        case fair
        /// Everything passes, each piece so many milliseconds later.
        case slow(Int)
        /// Connections stay, nothing passes.
        case stalled
        /// What the server says is damaged here and there, by this seed.
        case garbled(UInt64)
        /// Connections are reset, new ones too.
        case cut
    }

    /// Where it listens.
    package let port: Int
    private let weather = Mutex(Weather.fair)
    private let isOver = Atomic(false)

    /// Opens a port that leads to another of 127.0.0.1, and serves it on a thread of its own.
    ///
    /// - Throws: `ChaosError` where no port is to be had.
    package init(to target: Int) throws {
        let listener = try ProxySocket.listen()
        port = listener.port
        Thread.detachNewThread { [weak self] in
            var loop = ProxyLoop(listener: listener.descriptor, target: target)
            while let self, !self.isOver.load(ordering: .relaxed) { loop.turn { self.weather.withLock { $0 } } }
            loop.closeAll()
        }
    }

    /// Changes the weather from now on.
    package func become(_ weather: Weather) {
        self.weather.withLock { $0 = weather }
    }

    /// Closes everything.
    package func stop() {
        isOver.store(true, ordering: .relaxed)
    }
}
