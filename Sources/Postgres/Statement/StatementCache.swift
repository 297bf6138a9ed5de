/// Which statements a connection has prepared: a pure table, at most `limit` long, the longest unused going first.
///
/// A statement is prepared within the flight that first uses it. That flight may fail before the server gets to it,
/// so until the answer is here only that flight may use the name; others send the text once more, unnamed.
struct StatementCache {
    struct Key: Hashable {
        let sql: String
        let types: [UInt32]
    }

    enum Use: Equatable {
        /// Prepared: use the name.
        case named(String)
        /// New: prepare under that name, then use it.
        case prepare(String)
        /// Being prepared by another flight: send the text.
        case unnamed
    }

    private enum State: Equatable {
        /// Sent by that flight, not answered. Can transition to: ready (the server said so), gone (it refused or
        /// never got there).
        case preparing(flight: UInt64)
        /// The server has it. Can transition to: gone (evicted, or found to be stale).
        case ready
    }

    private struct Entry {
        let name: String
        var state: State
        var lastUse: UInt64
    }

    private let limit: Int
    private var entries: [Key: Entry] = [:]
    private var uses: UInt64 = 0
    private var names: UInt64 = 0

    init(limit: Int) {
        self.limit = limit
    }

    var count: Int {
        entries.count
    }

    mutating func use(_ key: Key, flight: UInt64) -> Use {
        uses += 1
        let place = entries.index(forKey: key)
        guard let place else {
            guard limit > 0 else { return .unnamed }
            names += 1
            let name = "s\(names)"
            entries[key] = Entry(name: name, state: .preparing(flight: flight), lastUse: uses)
            return .prepare(name)
        }
        entries.values[place].lastUse = uses
        let entry = entries.values[place]
        switch entry.state {
        case .ready: return .named(entry.name)
        case .preparing(let owner): return owner == flight ? .named(entry.name) : .unnamed
        }
    }

    mutating func prepared(_ key: Key) {
        entries[key]?.state = .ready
    }

    /// Forgets a statement that the server does not have, or must not use again; returns its name.
    @discardableResult
    mutating func forget(_ key: Key) -> String? {
        entries.removeValue(forKey: key)?.name
    }

    /// Names to deallocate so that the table fits its limit; those being prepared stay.
    mutating func evict() -> [String] {
        var evicted: [String] = []
        while entries.count > limit {
            let ready = entries.filter { $0.value.state == .ready }
            guard let oldest = ready.min(by: { $0.value.lastUse < $1.value.lastUse }) else { break }
            entries[oldest.key] = nil
            evicted.append(oldest.value.name)
        }
        return evicted
    }
}
