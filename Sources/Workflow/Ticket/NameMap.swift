/// A few values by name, in the order of the names: what a ticket keeps.
///
/// A ticket has a handful of clocks, counts, facts and people, is copied often, and is written in order: a sorted list
/// is found through, copied and written faster than a table of hashes. Its code is open to other modules: there
/// it would not be made for one kind of value otherwise, but look up what it is a map of at each call.
@frozen
public struct NameMap<Kind, Value> {
    /// A name with its value.
    public typealias Element = (key: Name<Kind>, value: Value)

    @usableFromInline var members: [Member] = []

    @frozen
    @usableFromInline
    struct Member {
        @usableFromInline let key: Name<Kind>
        @usableFromInline var value: Value

        @inlinable
        init(key: Name<Kind>, value: Value) {
            self.key = key
            self.value = value
        }
    }

    /// Makes an empty map.
    @inlinable
    public init() {}

    /// Makes a map of what a dictionary holds.
    @inlinable
    public init(_ values: [Name<Kind>: Value]) {
        members.reserveCapacity(values.count)
        for (key, value) in values { self[key] = value }
    }

    /// The same as a dictionary.
    @inlinable
    public var dictionary: [Name<Kind>: Value] {
        Dictionary(uniqueKeysWithValues: members.map { ($0.key, $0.value) })
    }

    /// The same names with other values.
    @inlinable
    public func mapValues<Other>(_ change: (Value) throws -> Other) rethrows -> NameMap<Kind, Other> {
        var changed = NameMap<Kind, Other>()
        changed.members = try members.map { .init(key: $0.key, value: try change($0.value)) }
        return changed
    }

    /// The value of a name; setting nil removes it.
    @inlinable
    public subscript(key: Name<Kind>) -> Value? {
        get {
            for index in members.indices where members[index].key == key { return members[index].value }
            return nil
        }
        set {
            if let index = members.indices.first(where: { members[$0].key == key }) {
                if let newValue { members[index].value = newValue } else { members.remove(at: index) }
            } else if let newValue {
                let member = Member(key: key, value: newValue)
                if let index = members.indices.first(where: { key < members[$0].key }) {
                    members.insert(member, at: index)
                } else {
                    members.append(member)
                }
            }
        }
    }

    /// Whether a name is there, without touching its value.
    @inlinable
    public func has(_ key: Name<Kind>) -> Bool {
        for index in members.indices where members[index].key == key { return true }
        return false
    }

    /// The name at a place, without touching its value.
    func name(at position: Int) -> Name<Kind> { members[position].key }

    /// The value at a place.
    func value(at position: Int) -> Value { members[position].value }

    /// The value of a name, or another where there is none.
    @inlinable
    public subscript(key: Name<Kind>, default instead: @autoclosure () -> Value) -> Value {
        get { self[key] ?? instead() }
        set { self[key] = newValue }
    }

    /// The names, in order.
    @inlinable
    public var keys: [Name<Kind>] { members.map(\.key) }

    /// The values, in the order of their names.
    @inlinable
    public var values: [Value] { members.map(\.value) }

    /// Sets a value and returns the one before.
    @discardableResult
    @inlinable
    public mutating func updateValue(_ value: Value, forKey key: Name<Kind>) -> Value? {
        defer { self[key] = value }
        return self[key]
    }

    /// Removes a value and returns it.
    @discardableResult
    @inlinable
    public mutating func removeValue(forKey key: Name<Kind>) -> Value? {
        defer { self[key] = nil }
        return self[key]
    }

    /// Those members for which something holds.
    @inlinable
    public func filter(_ holds: (Element) throws -> Bool) rethrows -> NameMap {
        var kept = self
        kept.members = try members.filter { try holds(($0.key, $0.value)) }
        return kept
    }
}

extension NameMap: RandomAccessCollection {
    /// Where the first member stands.
    @inlinable
    public var startIndex: Int { 0 }
    /// Behind the last member.
    @inlinable
    public var endIndex: Int { members.count }
    /// The member at a place.
    @inlinable
    public subscript(position: Int) -> Element { (members[position].key, members[position].value) }
}

extension NameMap: ExpressibleByDictionaryLiteral {
    /// Makes a map; of two equal names the later one stays.
    public init(dictionaryLiteral elements: (Name<Kind>, Value)...) {
        for (key, value) in elements { self[key] = value }
    }
}

extension NameMap.Member: Equatable where Value: Equatable {}
extension NameMap.Member: Hashable where Value: Hashable {}
extension NameMap.Member: Sendable where Value: Sendable {}
extension NameMap: Equatable where Value: Equatable {}
extension NameMap: Hashable where Value: Hashable {}
extension NameMap: Sendable where Value: Sendable {}

extension NameMap: CustomStringConvertible {
    /// As a dictionary is shown.
    public var description: String {
        isEmpty ? "[:]" : "[" + members.map { "\($0.key): \($0.value)" }.joined(separator: ", ") + "]"
    }
}
