import Glibc

/// The connections of a proxy and what is under way in them.
struct ProxyLoop {
    /// What is read at one end and waits to be written at the other.
    private struct Pipe {
        var pieces: [(bytes: [UInt8], at: ContinuousClock.Instant)] = []
        var waiting = 0
        var hasEnded = false
    }

    /// Two ends: 0 is the program's, 1 the server's.
    private struct Pair {
        var ends: [Int32]
        /// By the end that it is read from.
        var pipes = [Pipe(), Pipe()]
        var isBroken = false
    }

    private static let most = 1 << 18

    private let listener: Int32
    private let target: Int
    private var pairs: [Pair] = []
    private var buffer = [UInt8](repeating: 0, count: 1 << 16)

    init(listener: Int32, target: Int) {
        self.listener = listener
        self.target = target
    }

    /// Passes on what there is, and waits for more, a few milliseconds at the most.
    ///
    /// - Parameter present: asked again after the wait: what comes then comes in the weather of then.
    mutating func turn(_ present: () -> Proxy.Weather) {
        waitForSomething(present())
        let weather = present()
        if weather == .cut { resetAll() }
        while let end = ProxySocket.accept(listener) {
            guard weather != .cut, let other = ProxySocket.connect(port: target) else {
                ProxySocket.reset(end)
                continue
            }
            pairs.append(Pair(ends: [end, other]))
        }
        guard weather != .stalled else { return }
        let delay: Duration = if case .slow(let milliseconds) = weather { .milliseconds(milliseconds) } else { .zero }
        for index in pairs.indices {
            for side in 0...1 {
                read(index, side, delay)
                write(index, side)
            }
        }
        for pair in pairs where Self.isOver(pair) { pair.ends.forEach { ProxySocket.reset($0) } }
        pairs.removeAll(where: Self.isOver)
    }

    /// Closes everything.
    mutating func closeAll() {
        resetAll()
        close(listener)
    }

    private static func isOver(_ pair: Pair) -> Bool {
        pair.isBroken || pair.pipes.contains { $0.hasEnded && $0.pieces.isEmpty }
    }

    private mutating func resetAll() {
        for pair in pairs { pair.ends.forEach { ProxySocket.reset($0) } }
        pairs = []
    }

    private func waitForSomething(_ weather: Proxy.Weather) {
        var waits = [pollfd(fd: listener, events: Int16(POLLIN), revents: 0)]
        if weather != .stalled {
            for pair in pairs {
                for side in 0...1 where pair.pipes[side].waiting < Self.most && !pair.pipes[side].hasEnded {
                    waits.append(pollfd(fd: pair.ends[side], events: Int16(POLLIN), revents: 0))
                }
            }
        }
        poll(&waits, nfds_t(waits.count), weather == .fair ? 5 : 1)
    }

    private mutating func read(_ index: Int, _ side: Int, _ delay: Duration) {
        while pairs[index].pipes[side].waiting < Self.most, !pairs[index].pipes[side].hasEnded {
            let count = Glibc.read(pairs[index].ends[side], &buffer, buffer.count)
            if count > 0 {
                pairs[index].pipes[side].pieces.append((Array(buffer[..<count]), .now + delay))
                pairs[index].pipes[side].waiting += count
            } else if count == 0 {
                pairs[index].pipes[side].hasEnded = true
            } else {
                // The server's end may still be connecting.
                if errno != EAGAIN, errno != EINTR, errno != ENOTCONN { pairs[index].isBroken = true }
                return
            }
        }
    }

    private mutating func write(_ index: Int, _ side: Int) {
        while let first = pairs[index].pipes[side].pieces.first, first.at <= .now {
            let count = send(pairs[index].ends[1 - side], first.bytes, first.bytes.count, Int32(MSG_NOSIGNAL))
            guard count > 0 else {
                if errno != EAGAIN, errno != EINTR, errno != ENOTCONN { pairs[index].isBroken = true }
                return
            }
            pairs[index].pipes[side].waiting -= count
            if count == first.bytes.count {
                pairs[index].pipes[side].pieces.removeFirst()
            } else {
                pairs[index].pipes[side].pieces[0].bytes.removeFirst(count)
            }
        }
    }
}
