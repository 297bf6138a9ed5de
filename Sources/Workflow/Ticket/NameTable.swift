/// What a definition says by name: made once, and looked at with every command.
///
/// Dictionaries hash with a secret seed, lest strangers choose keys whose hashes collide. The names in here are those of
/// one definition, and stay: so their bytes are spread over the places, and a name is found in a fraction of the time. A
/// name that nobody knows is looked for no longer than one that is there. Looking counts no reference but that of what is
/// found.
// Safe because nothing in it changes after it is made.
final class NameTable<Kind, Value: Sendable>: @unchecked Sendable {
    /// In no order.
    private let members: UnsafeMutableBufferPointer<Member>
    /// At the place of a name: its number among the members; names that share a place stand behind each other.
    private let places: UnsafeMutableBufferPointer<Int32>

    private struct Member {
        let name: Name<Kind>
        let value: Value
    }

    /// Makes the table of what a dictionary holds.
    init(_ values: [Name<Kind>: Value]) {
        members = .allocate(capacity: values.count)
        _ = members.initialize(fromContentsOf: values.map { Member(name: $0.key, value: $0.value) })
        // No more than a quarter is full, so that names seldom share a place and a search soon ends.
        places = .allocate(capacity: Self.size(for: values.count))
        places.initialize(repeating: Self.nobody)
        for (number, member) in members.enumerated() {
            var place = member.name.spread & (places.count - 1)
            while places[place] != Self.nobody { place = (place + 1) & (places.count - 1) }
            places[place] = Int32(number)
        }
    }

    deinit {
        members.deinitialize().deallocate()
        places.deallocate()
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
    convenience init(_ names: some Sequence<Name<Kind>>) {
        self.init(Dictionary(names.map { ($0, true) }, uniquingKeysWith: { $1 }))
    }

    /// Whether a name is there.
    func contains(_ name: Name<Kind>) -> Bool { self[name] == true }
}
