/// The members of a JSON object, always in the order of their keys' UTF-8 bytes: the order in which they are written.
///
/// Documents have few members, so a sorted list is found through faster than a table of hashes, and is ready to be
/// written. Two keys are the same where their bytes are.
public struct JSONObject: Hashable, Sendable {
    /// A key with its value.
    public typealias Element = (key: String, value: JSONValue)

    private var members: [Member] = []

    /// Most objects of events and rows have no more.
    private static let usualMembers = 4

    private struct Member: Hashable, Sendable {
        let key: String
        var value: JSONValue
    }

    /// Makes an object without members.
    public init() {}

    /// Makes an object of pairs.
    ///
    /// - Parameters:
    ///   - pairs: keys and values, in any order.
    ///   - combine: which value stays where a key comes twice: it is given the first and the later one.
    public init(
        _ pairs: some Sequence<(String, JSONValue)>,
        uniquingKeysWith combine: (JSONValue, JSONValue) -> JSONValue = { $1 }
    ) {
        members.reserveCapacity(pairs.underestimatedCount)
        for (key, value) in pairs {
            let (index, isThere) = place(of: key)
            if isThere {
                members[index].value = combine(members[index].value, value)
            } else {
                members.insert(Member(key: key, value: value), at: index)
            }
        }
    }

    /// The value of a key; setting nil removes it.
    public subscript(key: String) -> JSONValue? {
        get {
            let (index, isThere) = place(of: key)
            return isThere ? members[index].value : nil
        }
        set {
            let (index, isThere) = place(of: key)
            switch (newValue, isThere) {
            case (let value?, true): members[index].value = value
            case (let value?, false): members.insert(Member(key: key, value: value), at: index)
            case (nil, true): members.remove(at: index)
            case (nil, false): break
            }
        }
    }

    /// The value of a key, or another where there is none.
    public subscript(key: String, default instead: @autoclosure () -> JSONValue) -> JSONValue {
        get { self[key] ?? instead() }
        set { self[key] = newValue }
    }

    /// The keys, in order.
    public var keys: [String] { members.map(\.key) }

    /// The values, in the order of their keys.
    public var values: [JSONValue] { members.map(\.value) }

    /// The same keys with other values.
    public func mapValues(_ change: (JSONValue) throws -> JSONValue) rethrows -> JSONObject {
        var changed = self
        for index in members.indices { changed.members[index].value = try change(members[index].value) }
        return changed
    }

    /// These members and those of another.
    ///
    /// - Parameters:
    ///   - other: the others.
    ///   - combine: which value stays where both have the key: it is given this one's and the other's.
    /// - Returns: all of them.
    public func merging(_ other: JSONObject, _ combine: (JSONValue, JSONValue) -> JSONValue) -> JSONObject {
        JSONObject(map { ($0.key, $0.value) } + other.map { ($0.key, $0.value) }, uniquingKeysWith: combine)
    }

    /// Those members for which something holds.
    public func filter(_ holds: (Element) throws -> Bool) rethrows -> JSONObject {
        var kept = self
        kept.members = try members.filter { try holds(($0.key, $0.value)) }
        return kept
    }

    /// Adds a member whose key is not there yet.
    ///
    /// - Returns: whether it was added; false where the key is there.
    public mutating func insert(_ value: JSONValue, forNew key: String) -> Bool {
        let (index, isThere) = place(of: key)
        guard !isThere else { return false }
        if members.isEmpty { members.reserveCapacity(Self.usualMembers) }
        if index == members.count {
            members.append(Member(key: key, value: value))
        } else {
            members.insert(Member(key: key, value: value), at: index)
        }
        return true
    }

    /// Where a key stands, or is to stand: mostly members come in order, so the end is looked at first.
    private func place(of key: String) -> (index: Int, isThere: Bool) {
        guard let last = members.last, !last.key.precedesByBytes(key) else { return (members.count, false) }
        var (low, high) = (0, members.count)
        while low < high {
            let middle = (low + high) / 2
            if members[middle].key.precedesByBytes(key) { low = middle + 1 } else { high = middle }
        }
        return (low, !key.precedesByBytes(members[low].key))
    }
}

extension JSONObject: RandomAccessCollection {
    /// Where the first member stands.
    public var startIndex: Int { 0 }
    /// Behind the last member.
    public var endIndex: Int { members.count }
    /// The member at a place.
    public subscript(position: Int) -> Element { (members[position].key, members[position].value) }
}

extension JSONObject: ExpressibleByDictionaryLiteral {
    /// Makes an object; of two equal keys the later one stays.
    public init(dictionaryLiteral elements: (String, JSONValue)...) {
        self.init(elements)
    }
}

extension String {
    /// Whether its UTF-8 bytes come before another's.
    func precedesByBytes(_ other: String) -> Bool {
        let inPlace = utf8.withContiguousStorageIfAvailable { mine in
            other.utf8.withContiguousStorageIfAvailable { mine.precedesByBytes($0) }
        }
        return (inPlace ?? nil) ?? utf8.lexicographicallyPrecedes(other.utf8)
    }
}

extension UnsafeBufferPointer<UInt8> {
    /// The same as `lexicographicallyPrecedes`, without its iterators: asked for each key of each document.
    fileprivate func precedesByBytes(_ other: Self) -> Bool {
        let common = Swift.min(count, other.count)
        var index = 0
        while index < common, self[index] == other[index] { index += 1 }
        return index < common ? self[index] < other[index] : count < other.count
    }
}
