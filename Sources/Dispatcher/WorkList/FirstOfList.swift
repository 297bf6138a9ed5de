import PGStore
import Workflow

/// The first of a list, out of lines that come in any order or in that of their ids: no more is kept than is needed.
struct FirstOfList {
    /// A line that may be one of them.
    struct Found: Sendable {
        let place: UrgentPlace
        /// Whether row security is to be asked about it.
        let isDoubtful: Bool
    }

    /// How many are wanted that are sure to be seen.
    private let limit: Int
    private let isUrgentFirst: Bool
    private let mostDoubtful: Int
    private var found: [Found] = []
    /// The last of those that are wanted, as far as is known; nil: there are not that many yet.
    private var bound: UrgentPlace?
    /// Whether more are doubtful than are asked about one by one.
    private(set) var isTooDoubtful = false

    /// Makes one that has nothing yet.
    ///
    /// - Parameters:
    ///   - limit: how many are wanted that are sure to be seen, at least 1.
    ///   - isUrgentFirst: whether the most urgent are first; else those with the smallest ids.
    ///   - mostDoubtful: how many of which nobody knows may stand between them.
    init(_ limit: Int, isUrgentFirst: Bool, mostDoubtful: Int) {
        self.limit = limit
        self.isUrgentFirst = isUrgentFirst
        self.mostDoubtful = mostDoubtful
    }

    /// Takes a line, where it may be one of the first.
    ///
    /// - Parameters:
    ///   - place: its place.
    ///   - isDoubtful: whether row security is to be asked about it.
    /// - Returns: whether any that follows in the order of ids may be one of them, too.
    mutating func take(_ place: UrgentPlace, isDoubtful: Bool) -> Bool {
        if let bound, !isBefore(place, bound) { return isUrgentFirst }
        found.append(Found(place: place, isDoubtful: isDoubtful))
        if found.count >= 2 * limit + mostDoubtful { trim() }
        return !isTooDoubtful
    }

    /// Those that are wanted in their order, doubtful ones between them; nil: too many are doubtful.
    mutating func all() -> [Found]? {
        trim()
        return isTooDoubtful ? nil : found
    }

    /// Lets go what comes after the last that is wanted.
    private mutating func trim() {
        let isBefore = isBefore
        found.sort { isBefore($0.place, $1.place) }
        var sure = 0
        let last = found.firstIndex { line in
            if !line.isDoubtful { sure += 1 }
            return sure == limit
        }
        if let last {
            found.removeSubrange((last + 1)...)
            bound = found[last].place
        }
        isTooDoubtful = found.count(where: \.isDoubtful) > mostDoubtful
    }

    private var isBefore: (UrgentPlace, UrgentPlace) -> Bool {
        isUrgentFirst ? { $0 < $1 } : { $0.ticket < $1.ticket }
    }
}
