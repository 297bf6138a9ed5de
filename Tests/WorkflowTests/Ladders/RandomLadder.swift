import Workflow

/// A random forest of ground with a second line over it, and a random ladder over one of the two.
struct RandomLadder: CustomStringConvertible {
    private static let groundKinds: [UnitKind] = [
        "city", "district", "street", "community", "compound", "grid", "building", "stairwell",
    ]
    private static let lineKinds: [UnitKind] = [
        "party_work_committee", "party_committee", "party_branch", "party_group",
    ]

    private(set) var units: [Unit] = []
    private(set) var ladder: [UnitKind] = []
    private var random: Seeded

    init(seed: UInt64) {
        random = Seeded(seed)
        grow(Self.groundKinds, from: 1, count: Int.random(in: 1...40, using: &random))
        let ground = units
        let number = Int64(units.count + 1)
        grow(Self.lineKinds, from: number, count: Int.random(in: 1...15, using: &random)) { _, random in
            Set(
                (0..<Int.random(in: 0...3, using: &random)).compactMap { _ in ground.randomElement(using: &random)?.id }
            )
        }
        let kinds = Bool.random(using: &random) ? Self.groundKinds : Self.lineKinds
        ladder = kinds.reversed().filter { _ in Bool.random(using: &random) }
        if ladder.isEmpty { ladder = [kinds.randomElement(using: &random) ?? "street"] }
    }

    /// Each unit under one of a higher kind, or at the top; levels are left out at random.
    private mutating func grow(
        _ kinds: [UnitKind],
        from first: Int64,
        count: Int,
        on grounds: (UnitID, inout Seeded) -> Set<UnitID> = { _, _ in [] }
    ) {
        var grown: [Unit] = []
        for number in first..<first + Int64(count) {
            let level = Int.random(in: 0..<kinds.count, using: &random)
            let above = grown.filter { unit in kinds[..<level].contains(unit.kind) }
            grown.append(
                Unit(
                    id: UnitID(number),
                    code: "C\(number)",
                    kind: kinds[level],
                    name: "单位\(number)",
                    parent: Int.random(in: 0..<12, using: &random) == 0 ? nil : above.randomElement(using: &random)?.id,
                    grounds: grounds(UnitID(number), &random)
                )
            )
        }
        units += grown
    }

    var description: String {
        let units = units.map { unit in
            "\(unit.id):\(unit.kind)<\(unit.parent.map { "\($0)" } ?? "-") on \(unit.grounds.sorted())"
        }
        return (["ladder: \(ladder)"] + units).joined(separator: "\n  ")
    }
}

extension RandomLadder {
    // MARK: - The reference: the ladder as it is written down

    private func unit(_ id: UnitID?) -> Unit? { units.first { $0.id == id } }

    private func upwards(_ unit: Unit?) -> [Unit] { unit.map { [$0] + upwards(self.unit($0.parent)) } ?? [] }

    /// The units of the ladder's kinds from a place up; none where it is off the ladder.
    func steps(from place: UnitID) -> [Unit] {
        for ground in upwards(unit(place)) {
            let candidates = units.filter { $0.grounds.contains(ground.id) && ladder.contains($0.kind) }
            // The lowest of a line is above none of the others.
            let uppers = Set(candidates.flatMap { upwards($0).dropFirst().map(\.id) })
            let other = candidates.filter { !uppers.contains($0.id) }.min { $0.id < $1.id }
            if let first = ladder.contains(ground.kind) ? ground : other {
                return upwards(first).filter { ladder.contains($0.kind) }
            }
        }
        return []
    }
}
