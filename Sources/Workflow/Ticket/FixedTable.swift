/// What is looked up by name or id and never changes: a definition's acts and clocks, a district's units.
///
/// Dictionaries hash with a secret seed, lest strangers choose keys whose hashes collide. The keys in here are those
/// of one definition or one district, and stay: so their bits are spread over the places, and one is found in a fraction
/// of the time. A key that nobody knows is looked for no longer than one that is there. Looking counts no reference but
/// that of what is found.
// Safe because nothing in it changes after it is made.
final class FixedTable<Key: SpreadKey, Value: Sendable>: @unchecked Sendable {
    /// In no order.
    private let members: UnsafeMutableBufferPointer<Member>
    /// At the place of a key: its number among the members; keys that share a place stand behind each other.
    private let places: UnsafeMutableBufferPointer<Int32>

    private struct Member {
        let key: Key
        let value: Value
    }

    /// Makes the table of what a dictionary holds.
    init(_ values: [Key: Value]) {
        members = .allocate(capacity: values.count)
        _ = members.initialize(fromContentsOf: values.map { Member(key: $0.key, value: $0.value) })
        // No more than a quarter is full, so that keys seldom share a place and a search soon ends.
        places = .allocate(capacity: Self.size(for: values.count))
        places.initialize(repeating: Self.nobody)
        for (number, member) in members.enumerated() {
            var place = member.key.spread & (places.count - 1)
            while places[place] != Self.nobody { place = (place + 1) & (places.count - 1) }
            places[place] = Int32(number)
        }
    }

    deinit {
        members.deinitialize().deallocate()
        places.deallocate()
    }

    /// The value of a key; nil where it is not there.
    // Inlined, so that reading a part of what is found counts no reference at all.
    @inline(__always)
    subscript(key: Key) -> Value? {
        var place = key.spread & (places.count - 1)
        while places[place] != Self.nobody {
            let number = Int(places[place])
            if members[number].key == key { return members[number].value }
            place = (place + 1) & (places.count - 1)
        }
        return nil
    }

    private static var nobody: Int32 { -1 }

    /// A power of two, at least four places a member.
    private static func size(for count: Int) -> Int {
        var size = 4
        while size < 4 * count { size *= 2 }
        return size
    }
}

/// What a `FixedTable` can be asked by.
protocol SpreadKey: Hashable, Sendable {
    /// A number, not negative, that differs for most keys: the same in each run.
    var spread: Int { get }
}

extension Name: SpreadKey {}

extension Identifier: SpreadKey {
    // Ids of one district follow each other: they differ in their low bits, on which all that is taken depends.
    var spread: Int { Int((UInt64(bitPattern: rawValue) &* 0x9E37_79B9_7F4A_7C15) >> 33) }
}

/// A `FixedTable` by names.
typealias NameTable<Kind, Value: Sendable> = FixedTable<Name<Kind>, Value>

/// A `FixedTable` by ids.
typealias IDTable<Kind, Value: Sendable> = FixedTable<Identifier<Kind>, Value>

extension FixedTable where Value == Bool {
    /// Makes a table that holds these keys.
    convenience init(_ keys: some Sequence<Key>) {
        self.init(Dictionary(keys.map { ($0, true) }, uniquingKeysWith: { $1 }))
    }

    /// Whether a key is there.
    func contains(_ key: Key) -> Bool { self[key] == true }
}
