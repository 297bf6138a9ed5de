/// Finds rules by category and place: what a lookup costs follows the depth of both, not the number of rules.
struct RuleIndex: Hashable, Sendable {
    /// Numbers of rules by category and place, the most attributes first, then in the order of the document.
    private let shelves: [String: [UnitID?: [Int]]]

    init(_ rules: [DirectoryRule]) {
        shelves = Dictionary(grouping: rules.indices) { CategoryPath.plain(rules[$0].category) }.mapValues { shelf in
            Dictionary(grouping: shelf) { rules[$0].place }.mapValues { numbers in
                numbers.sorted { (rules[$1].attributes.count, $0) < (rules[$0].attributes.count, $1) }
            }
        }
    }

    /// The rules of just this category, by place.
    subscript(category: String) -> [UnitID?: [Int]] { shelves[category] ?? [:] }

    /// The rules that fit category and place, whatever attributes they ask for: those that say most first.
    ///
    /// - Parameters:
    ///   - category: what the matter is about.
    ///   - chain: its place and all above it.
    /// - Returns: numbers of rules, found as they are asked for.
    func candidates(category: String, chain: [Unit]) -> Candidates {
        Candidates(index: self, chain: chain, category: category[...])
    }

    /// Walks up the categories, and for each of them up the places, the whole district last.
    struct Candidates: Sequence, IteratorProtocol {
        private let index: RuleIndex
        private let chain: [Unit]
        /// The category to go to next; nil: none is left.
        private var category: Substring?
        /// The rules of the category that it stands at.
        private var shelf: [UnitID?: [Int]] = [:]
        /// The next step along the chain; past its end stands the whole district.
        private var step: Int
        private var found: ArraySlice<Int> = []

        fileprivate init(index: RuleIndex, chain: [Unit], category: Substring) {
            self.index = index
            self.chain = chain
            self.category = category
            step = chain.count + 1
        }

        mutating func next() -> Int? {
            while true {
                if let number = found.popFirst() { return number }
                if step <= chain.count {
                    found = (shelf[step < chain.count ? chain[step].id : nil] ?? [])[...]
                    step += 1
                } else {
                    guard let here = category else { return nil }
                    category = CategoryPath.above(here)
                    shelf = index[String(here)]
                    step = shelf.isEmpty ? chain.count + 1 : 0
                }
            }
        }
    }
}
