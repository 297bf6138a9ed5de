/// Finds rules by category and place: what a lookup costs follows the depth of both, not the number of rules.
struct RuleIndex: Sendable {
    /// For each category that is listed: its shelf and those of the categories above it, the nearest first.
    private let ways: [String: [Shelf]]
    /// Shelves by category.
    private let shelves: [String: Shelf]

    /// The rules of just one category, as numbers: the most attributes first, then in the order of the document.
    private final class Shelf: Sendable {
        let all: [Int]
        /// Those for the whole district.
        let everywhere: [Int]
        /// The others, by the unit whose ground they cover.
        let places: IDTable<IdentifierKind.Unit, [Int]>
        let hasPlaces: Bool

        init(_ numbers: [Int], _ rules: [DirectoryRule]) {
            all = numbers.sorted { (rules[$1].attributes.count, $0) < (rules[$0].attributes.count, $1) }
            everywhere = all.filter { rules[$0].place == nil }
            var places: [UnitID: [Int]] = [:]
            for number in all { if let place = rules[number].place { places[place, default: []].append(number) } }
            self.places = IDTable(places)
            hasPlaces = !places.isEmpty
        }
    }

    /// Makes the index.
    ///
    /// - Parameters:
    ///   - rules: all of them; they are known by their numbers.
    ///   - categories: those that a matter can bear. Others are found too, in more time.
    init(_ rules: [DirectoryRule], categories: Set<String>) {
        let shelves = Dictionary(grouping: rules.indices) { CategoryPath.plain(rules[$0].category) }
            .mapValues { Shelf($0, rules) }
        self.shelves = shelves
        ways = Dictionary(uniqueKeysWithValues: categories.map { ($0, Self.way(up: $0, shelves)) })
    }

    private static func way(up category: String, _ shelves: [String: Shelf]) -> [Shelf] {
        var way: [Shelf] = []
        var here: Substring? = category[...]
        while let category = here {
            if let shelf = shelves[String(category)] { way.append(shelf) }
            here = CategoryPath.above(category)
        }
        return way
    }

    private func way(up category: String) -> [Shelf] { ways[category] ?? Self.way(up: category, shelves) }

    /// The rules of just this category.
    subscript(category: String) -> [Int] { shelves[category]?.all ?? [] }

    /// The rules that fit category and place, whatever attributes they ask for: those that say most first.
    ///
    /// - Parameters:
    ///   - category: what the matter is about.
    ///   - chain: its place and all above it.
    /// - Returns: numbers of rules.
    func candidates(category: String, chain: [Unit]) -> [Int] {
        var found: [Int] = []
        _ = first(category: category, chain: chain) { number in
            found.append(number)
            return false
        }
        return found
    }

    /// The first of the candidates for which something holds; nil where it holds for none.
    func first(category: String, chain: [Unit], where holds: (Int) -> Bool) -> Int? {
        for shelf in way(up: category) {
            if shelf.hasPlaces {
                for unit in chain {
                    if let number = shelf.places[unit.id]?.first(where: holds) { return number }
                }
            }
            if let number = shelf.everywhere.first(where: holds) { return number }
        }
        return nil
    }
}
