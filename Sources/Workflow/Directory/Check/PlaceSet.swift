/// A set of places by their numbers, one bit each: what makes a check of a whole city a matter of milliseconds.
struct PlaceSet: Hashable, Sendable {
    private var words: [UInt64]

    /// An empty set.
    ///
    /// - Parameter capacity: how many places there are.
    init(capacity: Int) {
        words = Array(repeating: 0, count: (capacity + 63) / 64)
    }

    var isEmpty: Bool { words.allSatisfy { $0 == 0 } }

    var count: Int { words.reduce(0) { $0 + $1.nonzeroBitCount } }

    func contains(_ place: Int) -> Bool {
        words[place / 64] & (1 << UInt64(place % 64)) != 0
    }

    mutating func insert(_ place: Int) {
        words[place / 64] |= 1 << UInt64(place % 64)
    }

    mutating func insert(_ run: Range<Int>) {
        guard let last = run.last else { return }
        for word in run.lowerBound / 64...last / 64 {
            let low = Swift.max(run.lowerBound - word * 64, 0)
            let high = Swift.min(last - word * 64, 63)
            words[word] |= (UInt64.max >> UInt64(63 - high + low)) << UInt64(low)
        }
    }

    mutating func formUnion(_ other: PlaceSet) {
        for index in words.indices { words[index] |= other.words[index] }
    }

    mutating func formIntersection(_ other: PlaceSet) {
        for index in words.indices { words[index] &= other.words[index] }
    }

    func subtracting(_ other: PlaceSet) -> PlaceSet {
        var rest = self
        for index in words.indices { rest.words[index] &= ~other.words[index] }
        return rest
    }

    func intersection(_ other: PlaceSet) -> PlaceSet {
        var both = self
        both.formIntersection(other)
        return both
    }

    func isDisjoint(with other: PlaceSet) -> Bool {
        words.indices.allSatisfy { words[$0] & other.words[$0] == 0 }
    }
}

extension PlaceSet: Sequence {
    /// The numbers in order.
    func makeIterator() -> some IteratorProtocol<Int> {
        words.indices.lazy.flatMap { index in
            sequence(state: words[index]) { word -> Int? in
                guard word != 0 else { return nil }
                defer { word &= word - 1 }
                return index * 64 + word.trailingZeroBitCount
            }
        }.makeIterator()
    }
}
