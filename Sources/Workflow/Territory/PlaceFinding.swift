/// What is found of where a matter happened, as somebody who files it says it.
public enum PlaceFinding: Hashable, Sendable {
    /// There.
    case unit(Unit)
    /// Nothing was said that could name a place.
    case nothingSaid
    /// Nowhere that is known; several, where the address may mean any of these.
    case notFound([Unit])
}

extension UnitTree {
    /// Finds the place of a matter by an address and a position.
    ///
    /// The names that an address holds are more exact than a telephone's position, then comes the unit that reaches it. Where none does,
    /// a district that has one street alone is that street.
    ///
    /// - Parameters:
    ///   - address: as somebody wrote it; nil: none.
    ///   - position: where; nil: it is not known.
    ///   - kinds: kinds of unit that can be the place of a matter, bottom up.
    /// - Returns: what is found.
    public func place(named address: String?, at position: Position?, kinds: [UnitKind]) -> PlaceFinding {
        guard address != nil || position != nil else { return .nothingSaid }
        let named = address.map { self.named(in: $0, kinds: kinds) } ?? []
        if named.count == 1, let unit = named.first { return .unit(unit) }
        guard let position else { return .notFound(named) }
        if let unit = place(at: position, kinds: kinds) { return .unit(unit) }
        let tops = kinds.last.map { top in all.filter { $0.kind == top && $0.closing == nil } } ?? []
        if tops.count == 1, let top = tops.first { return .unit(top) }
        return .notFound(named)
    }

    /// Whether a position is far from every place that this tree knows: no city is so wide.
    ///
    /// Where no unit says where it lies, nobody can tell, and it is not.
    public func isFarOff(_ position: Position) -> Bool {
        let known = all.lazy.filter { $0.closing == nil }.compactMap(\.location)
        return !known.isEmpty && known.allSatisfy { $0.position.distance(to: position) > Self.farMetres }
    }

    /// As far as the widest radius of a unit.
    private static let farMetres = 50_000.0
}
