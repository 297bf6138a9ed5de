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
    private var damage: (seed: UInt64, chance: Chance)?
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
        prepareDamage(weather)
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
                let piece = side == 1 ? damaged(Array(buffer[..<count])) : Array(buffer[..<count])
                pairs[index].pipes[side].pieces.append((piece, .now + delay))
                pairs[index].pipes[side].waiting += piece.count
            } else if count == 0 {
                pairs[index].pipes[side].hasEnded = true
            } else {
                // The server's end may still be connecting.
                if errno != EAGAIN, errno != EINTR, errno != ENOTCONN { pairs[index].isBroken = true }
                return
            }
        }
    }

    private mutating func prepareDamage(_ weather: Proxy.Weather) {
        guard case .garbled(let seed) = weather else {
            damage = nil
            return
        }
        if damage?.seed != seed { damage = (seed, Chance(seed: seed)) }
    }

    /// A piece with up to four places changed, every other time: bytes, their order, or where it ends.
    private mutating func damaged(_ piece: [UInt8]) -> [UInt8] {
        guard var chance = damage?.chance else { return piece }
        defer { damage?.chance = chance }
        guard chance.once(in: 2) else { return piece }
        var piece = piece
        for _ in 0...Int.random(in: 0...3, using: &chance) {
            let from = Int.random(in: piece.indices, using: &chance)
            let to = min(piece.count, from + Int.random(in: 1...24, using: &chance))
            switch Int.random(in: 0..<5, using: &chance) {
            case 0: piece[from] = UInt8.random(in: .min ... .max, using: &chance)
            case 1: piece[from] ^= 1 << UInt8.random(in: 0...7, using: &chance)
            case 2: piece[from..<to].reverse()
            case 3: piece.insert(contentsOf: piece[from..<to], at: from)
            default: if piece.count > to - from { piece.removeSubrange(from..<to) }
            }
        }
        return piece
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
