extension UnitTree {
    /// The lowest open units of some kinds that an address names: several where it names more than one branch.
    ///
    /// `一街道一社区一号楼3单元` names street, community and building; the building lies below the others and counts alone. A name
    /// that several units bear counts where the address names a unit above one of them. Blanks do not count, `3号楼` is `三栋`,
    /// and `1号楼` is not in `11号楼`.
    ///
    /// - Parameters:
    ///   - address: as somebody wrote it.
    ///   - kinds: kinds of unit that can be the place of a matter.
    /// - Returns: the units, in the order of their ids; none where it names none.
    public func named(in address: String, kinds: [UnitKind]) -> [Unit] {
        let words = PlaceWords(address)
        let named = all.filter { unit in
            unit.closing == nil && kinds.contains(unit.kind) && unit.name.count > 1
                && words.contain(PlaceText(unit.name))
        }
        let lowest = named.filter { unit in !named.contains { isAbove(unit.id, of: $0.id) } }
        guard lowest.count > 1 else { return lowest }
        // Every community has a 一号楼: the one whose community is named, too, is meant.
        func depth(_ unit: Unit) -> Int { chain(from: unit.id).dropFirst().count { above in named.contains(above) } }
        let most = lowest.map(depth).max() ?? 0
        return lowest.filter { depth($0) == most }
    }
}
