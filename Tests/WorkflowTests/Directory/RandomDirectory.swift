import Workflow

/// A random district with a random directory, small enough to be gone through rule by rule and place by place.
struct RandomDirectory: CustomStringConvertible {
    static let base: Set<UnitKind> = ["street", "compound"]
    static let leads: Set<UnitKind> = ["department", "street"]
    private static let categories = ["", "a", "a/b", "a/b/c", "a/d", "e", "e/f", "e/f/", "g"]
    private static let attributes = ["三无", "老旧", "城乡"]

    var units: [Unit]
    var rules: [DirectoryRule]
    var further: [String]

    init(seed: UInt64) {
        var random = Seeded(seed)
        units = Self.units(&random)
        let ids = units.map(\.id)
        further = Bool.random(using: &random) ? ["a/b", "h/i"] : []
        rules = (0..<Int.random(in: 0...14, using: &random)).map { number in
            DirectoryRule(
                id: "R\(number)",
                category: Self.categories.randomElement(using: &random) ?? "",
                place: Int.random(in: 0..<3, using: &random) == 0 ? nil : ids.randomElement(using: &random),
                attributes: Self.some(2, of: &random),
                lead: ids.randomElement(using: &random) ?? UnitID(1),
                duty: Int.random(in: 0..<4, using: &random) == 0 ? .reclaimed : .basic
            )
        }
    }

    private static func units(_ random: inout Seeded) -> [Unit] {
        let kinds: [UnitKind] = ["street", "compound", "department", "district"]
        var units: [Unit] = []
        for number in 1...Int64.random(in: 1...12, using: &random) {
            let isTop = number == 1 || Int.random(in: 0..<10, using: &random) == 0
            let pairs = Int.random(in: 0..<12, using: &random) == 0
            units.append(
                Unit(
                    id: UnitID(number),
                    code: "C\(number)",
                    kind: kinds.randomElement(using: &random) ?? "street",
                    name: "单位\(number)",
                    parent: isTop ? nil : units.randomElement(using: &random)?.id,
                    attributes: some(1, of: &random),
                    pair: pairs ? units.randomElement(using: &random)?.id : nil
                )
            )
        }
        return units
    }

    private static func some(_ most: Int, of random: inout Seeded) -> Set<String> {
        guard Int.random(in: 0..<3, using: &random) == 0 else { return [] }
        return Set(
            (0..<Int.random(in: 1...most, using: &random)).compactMap { _ in attributes.randomElement(using: &random) }
        )
    }

    func territory() throws -> UnitTree { try UnitTree(units) }

    func directory() throws -> Workflow.Directory { try Workflow.Directory(rules, categories: further) }

    var description: String {
        let units = units.map { unit in
            "\(unit.id):\(unit.kind)<\(unit.parent.map { "\($0)" } ?? "-") \(unit.attributes.sorted()) \(unit.pair.map { "pair \($0)" } ?? "")"
        }
        let rules = rules.map { rule in
            "\(rule.id) “\(rule.category)” @\(rule.place.map { "\($0)" } ?? "-") \(rule.attributes.sorted()) -> \(rule.lead)"
        }
        return (["units:"] + units + ["rules:"] + rules + ["further: \(further)"]).joined(separator: "\n  ")
    }
}

extension RandomDirectory {
    /// The smallest case to be had by leaving out rules and lowest units for which a claim is still false.
    func shrunk(_ isWrong: (RandomDirectory) throws -> Bool) rethrows -> RandomDirectory {
        var small = self
        var goesOn = true
        while goesOn {
            goesOn = false
            for fewer in small.smaller where try isWrong(fewer) {
                small = fewer
                goesOn = true
                break
            }
        }
        return small
    }

    private var smaller: [RandomDirectory] {
        let withoutRule = rules.indices.map { index in
            var fewer = self
            fewer.rules.remove(at: index)
            return fewer
        }
        let named = Set(
            units.flatMap { [$0.parent, $0.pair].compactMap(\.self) }
                + rules.flatMap { [$0.place, $0.lead].compactMap(\.self) }
        )
        let withoutUnit = units.indices.filter { !named.contains(units[$0].id) }.map { index in
            var fewer = self
            fewer.units.remove(at: index)
            return fewer
        }
        return withoutRule + withoutUnit
    }
}

/// The rules of matching as they are written down, without any thought of speed: the reference.
struct NaiveDirectory {
    let rules: [DirectoryRule]
    let units: [UnitID: Unit]

    init(_ random: RandomDirectory) {
        self.init(random.rules, random.units)
    }

    init(_ rules: [DirectoryRule], _ units: [Unit]) {
        self.rules = rules
        self.units = Dictionary(uniqueKeysWithValues: units.map { ($0.id, $0) })
    }

    func chain(_ place: UnitID) -> [Unit] {
        guard let unit = units[place] else { return [] }
        return [unit] + (unit.parent.map { chain($0) } ?? [])
    }

    func fits(_ rule: DirectoryRule, _ place: UnitID) -> Bool {
        let chain = chain(place)
        let has = Set(chain.flatMap(\.attributes))
        return (rule.place == nil || chain.contains { $0.id == rule.place }) && rule.attributes.isSubset(of: has)
    }

    /// The id of the rule, of the pair, or nil.
    func match(_ category: String, _ place: UnitID) -> String? {
        let asked = category.split(separator: "/")
        let fitting = rules.enumerated().filter { _, rule in
            asked.starts(with: rule.category.split(separator: "/")) && fits(rule, place)
        }
        let best = fitting.min { first, second in
            let ((a, one), (b, other)) = ((first.offset, first.element), (second.offset, second.element))
            let categories = (one.category.split(separator: "/").count, other.category.split(separator: "/").count)
            if categories.0 != categories.1 { return categories.0 > categories.1 }
            let heights = (height(one, place), height(other, place))
            if heights.0 != heights.1 { return heights.0 < heights.1 }
            if one.attributes.count != other.attributes.count { return one.attributes.count > other.attributes.count }
            return a < b
        }
        return best?.element.id ?? chain(place).first { $0.pair != nil }.map { "pair/\($0.code)" }
    }

    private func height(_ rule: DirectoryRule, _ place: UnitID) -> Int {
        let chain = chain(place)
        return rule.place.map { place in chain.firstIndex { $0.id == place } ?? chain.count } ?? chain.count
    }
}
