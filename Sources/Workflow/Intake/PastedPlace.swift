/// The place that a message names.
///
/// A name in full counts everywhere. Neighbours say less: `3栋` without the compound, `桃园` for 桃园社区; that counts below the
/// posts of whoever pastes it, and below a unit that the message names. Of several units the lowest count, then those of which
/// the message names the most units above, then those below the posts, then the longest names. Where more than one is left, it is the
/// lowest unit named that stands above all of them: less exact, and true.
struct PastedPlace {
    /// The place; nil where the message names none.
    let unit: Unit?

    init(_ text: String, in surroundings: PastedMessage.Surroundings) {
        let territory = surroundings.territory
        let words = PlaceWords(text)
        let units = territory.all.filter { $0.closing == nil && surroundings.kinds.contains($0.kind) }
            .map { (unit: $0, chain: territory.chain(from: $0.id)) }
            .sorted { $0.chain.count < $1.chain.count }
        let names = Dictionary(uniqueKeysWithValues: units.map { ($0.unit.id, PlaceText($0.unit.name)) })
        var named: [UnitID: Int] = [:]
        // From the top down: what a unit above is called decides what its parts may be called.
        for (unit, chain) in units {
            guard let name = names[unit.id] else { continue }
            if name.codes.count > 1, words.contain(name) {
                named[unit.id] = name.codes.count
                continue
            }
            let above = chain.dropFirst()
            guard surroundings.own.contains(unit.id) || above.contains(where: { named[$0.id] != nil }) else { continue }
            if let short = name.short, words.contain(short) { named[unit.id] = short.codes.count }
            for upper in above {
                guard let rest = names[upper.id].flatMap({ name.rest(after: $0) }) else { continue }
                if !rest.isStairwell || named[upper.id] != nil, words.contain(rest) {
                    named[unit.id] = max(named[unit.id] ?? 0, rest.codes.count)
                }
                break
            }
        }
        self.unit = Self.meant(named, surroundings)
    }

    private static func meant(_ named: [UnitID: Int], _ surroundings: PastedMessage.Surroundings) -> Unit? {
        let territory = surroundings.territory
        let ids = named.keys.sorted()
        let covered = Set(ids.flatMap { territory.chain(from: $0).dropFirst().map(\.id) })
        var left = ids.filter { !covered.contains($0) }
        func keep(_ rank: (UnitID) -> Int) {
            let most = left.map(rank).max() ?? 0
            left = left.filter { rank($0) == most }
        }
        keep { id in territory.chain(from: id).dropFirst().count { named[$0.id] != nil } }
        keep { surroundings.own.contains($0) ? 1 : 0 }
        keep { named[$0] ?? 0 }
        guard left.count > 1, let first = left.first else { return left.first.flatMap { territory[$0] } }
        return territory.chain(from: first).first { upper in
            named[upper.id] != nil && left.allSatisfy { territory.isAbove(upper.id, of: $0) }
        }
    }
}
