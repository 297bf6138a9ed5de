/// What a definition says by name: made once, and looked at with every command.
///
/// Dictionaries hash all of a text with a secret seed, lest strangers choose texts whose hashes collide. The names in here
/// are those of one definition, and stay: so their length and their ends are spread over the places, and a name is found
/// in a fraction of the time. A name that nobody knows is looked for no longer than one that is there.
struct NameTable<Kind, Value: Sendable>: Sendable {
    /// In no order.
    private let members: [Member]
    /// At the place of a name: its number among the members; names that share a place stand behind each other.
    private let places: [Int32]

    private struct Member: Sendable {
        let name: Name<Kind>
        let value: Value
    }

    /// Makes the table of what a dictionary holds.
    init(_ values: [Name<Kind>: Value]) {
        let members = values.map { Member(name: $0.key, value: $0.value) }
        // No more than a quarter is full, so that names seldom share a place and a search soon ends.
        var places = [Int32](repeating: Self.nobody, count: Self.size(for: members.count))
        for (number, member) in members.enumerated() {
            var place = member.name.spread & (places.count - 1)
            while places[place] != Self.nobody { place = (place + 1) & (places.count - 1) }
            places[place] = Int32(number)
        }
        self.members = members
        self.places = places
    }

    /// The value of a name; nil where the definition does not know it.
    subscript(name: Name<Kind>) -> Value? {
        var place = name.spread & (places.count - 1)
        while places[place] != Self.nobody {
            let number = Int(places[place])
            if members[number].name == name { return members[number].value }
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

extension NameTable where Value == Bool {
    /// Makes a table that holds these names.
    init(_ names: some Sequence<Name<Kind>>) {
        self.init(Dictionary(names.map { ($0, true) }, uniquingKeysWith: { $1 }))
    }

    /// Whether a name is there.
    func contains(_ name: Name<Kind>) -> Bool { self[name] == true }
}

extension Name {
    /// A number that differs for most names: made of the length, the first and the last eight bytes.
    fileprivate var spread: Int {
        let spread = text.utf8.withContiguousStorageIfAvailable { bytes -> UInt64 in
            let raw = UnsafeRawBufferPointer(bytes)
            var (first, last) = (UInt64(raw.count), UInt64(0))
            if raw.count >= 8 {
                first ^= raw.loadUnaligned(as: UInt64.self)
                last = raw.loadUnaligned(fromByteOffset: raw.count - 8, as: UInt64.self)
            } else {
                for byte in raw { last = last << 8 | UInt64(byte) }
            }
            // The high bits of a product depend on all bits below.
            let product = (first ^ (last << 23 | last >> 41)) &* 0x9E37_79B9_7F4A_7C15
            return product >> 33
        }
        return Int(spread ?? 0)
    }
}
