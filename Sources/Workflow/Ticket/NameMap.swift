/// A few values by name, in the order of the names: what a ticket keeps.
///
/// A ticket has a handful of clocks, counts, facts and people, is copied often, and is written in order: a sorted list
/// is found through, copied and written faster than a table of hashes.
public struct NameMap<Kind, Value> {
    /// A name with its value.
    public typealias Element = (key: Name<Kind>, value: Value)

    fileprivate var members: [Member] = []

    fileprivate struct Member {
        let key: Name<Kind>
        var value: Value
    }

    /// Makes an empty map.
    public init() {}

    /// Makes a map of what a dictionary holds.
    public init(_ values: [Name<Kind>: Value]) {
        members.reserveCapacity(values.count)
        for (key, value) in values { self[key] = value }
    }

    /// The same as a dictionary.
    public var dictionary: [Name<Kind>: Value] {
        Dictionary(uniqueKeysWithValues: members.map { ($0.key, $0.value) })
    }

    /// The same names with other values.
    public func mapValues<Other>(_ change: (Value) throws -> Other) rethrows -> NameMap<Kind, Other> {
        var changed = NameMap<Kind, Other>()
        changed.members = try members.map { .init(key: $0.key, value: try change($0.value)) }
        return changed
    }

    /// The value of a name; setting nil removes it.
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

    /// The value of a name, or another where there is none.
    public subscript(key: Name<Kind>, default instead: @autoclosure () -> Value) -> Value {
        get { self[key] ?? instead() }
        set { self[key] = newValue }
    }

    /// The names, in order.
    public var keys: [Name<Kind>] { members.map(\.key) }

    /// The values, in the order of their names.
    public var values: [Value] { members.map(\.value) }

    /// Sets a value and returns the one before.
    @discardableResult
    public mutating func updateValue(_ value: Value, forKey key: Name<Kind>) -> Value? {
        defer { self[key] = value }
        return self[key]
    }

    /// Removes a value and returns it.
    @discardableResult
    public mutating func removeValue(forKey key: Name<Kind>) -> Value? {
        defer { self[key] = nil }
        return self[key]
    }

    /// Those members for which something holds.
    public func filter(_ holds: (Element) throws -> Bool) rethrows -> NameMap {
        var kept = self
        kept.members = try members.filter { try holds(($0.key, $0.value)) }
        return kept
    }
}

extension NameMap: RandomAccessCollection {
    /// Where the first member stands.
    public var startIndex: Int { 0 }
    /// Behind the last member.
    public var endIndex: Int { members.count }
    /// The member at a place.
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
