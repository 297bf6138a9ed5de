/// What a plan of reorganisation makes of a district's units.
public struct ReorganisedUnits: Hashable, Sendable {
    /// All units afterwards, closed ones among them.
    public let tree: UnitTree
    /// Units that are new or otherwise than before, in the order of their codes.
    public let changes: [UnitChange]
    /// Who follows whom.
    public let succession: Succession

    /// A unit before and after.
    public struct UnitChange: Hashable, Sendable {
        /// Before; nil: it is new.
        public let before: Unit?
        /// After.
        public let after: Unit
    }

    /// Units that are closed by it.
    public var closed: [Unit] { changes.filter { $0.before?.closing == nil && $0.after.closing != nil }.map(\.after) }

    /// How many units are new: so many ids are needed.
    public var newCount: Int { changes.count { $0.before == nil } }
}

extension Reorganisation {
    /// Carries the plan out upon a tree.
    ///
    /// - Parameters:
    ///   - tree: the units as they are.
    ///   - at: when closed units are closed.
    ///   - ids: ids for new units, in order; where there are too few, negative ones stand for them (a dry run).
    /// - Returns: the units afterwards, and who follows whom.
    /// - Throws: `Problems`, each with its place in the plan: `unknown_unit`, `unit_closed`, `missing_name`,
    ///   `not_below`, `below_unassigned`, `unknown_part`, `unit_twice`, `same_unit`, `open_below_closed`, and what a tree
    ///   itself finds wrong.
    public func units(of tree: UnitTree, at: Instant, ids: [UnitID] = []) throws(Problems) -> ReorganisedUnits {
        var draft = UnitsDraft(tree, at: at, ids: ids)
        for (index, step) in steps.enumerated() { draft.take(step, "steps[\(index)]") }
        return try draft.finished(from: tree)
    }
}

/// Units while a plan is carried out; goes on after a fault, so that all are shown at once.
private struct UnitsDraft {
    private let at: Instant
    private var ids: ArraySlice<UnitID>
    private var placeholders: Int64 = 0
    private var units: [String: Unit] = [:]
    private var codes: [UnitID: String] = [:]
    private var heirs: [UnitID: [UnitID]] = [:]
    private var problems: [Problem] = []

    init(_ tree: UnitTree, at: Instant, ids: [UnitID]) {
        self.at = at
        self.ids = ids[...]
        for unit in tree.all { put(unit) }
    }

    mutating func take(_ step: Reorganisation.Step, _ path: String) {
        switch step {
        case .merge(let codes, let part): merge(codes, part, "\(path).merge")
        case .split(let code, let parts, let below, let rest): split(code, parts, below, rest, "\(path).split")
        case .rename(let code, let name):
            if let unit = open(code, "\(path).rename.unit") { put(unit.with(name: name)) }
        case .move(let code, let upper):
            guard let unit = open(code, "\(path).move.unit"), let parent = open(upper, "\(path).move.under") else {
                return
            }
            put(unit.with(parent: parent.id))
        case .close(let code, let successor):
            guard let unit = open(code, "\(path).close.unit") else { return }
            guard let successor else { return close(unit, heirs: []) }
            guard let heir = open(successor, "\(path).close.successor") else { return }
            guard heir.id != unit.id else {
                return note("same_unit", "\(path).close", zh: "由自己承接", en: "it follows itself")
            }
            close(unit, heirs: [heir.id])
        }
    }

    private mutating func merge(_ codes: [String], _ part: Reorganisation.Part, _ path: String) {
        let merged = codes.enumerated().compactMap { open($1, "\(path).units[\($0)]") }
        guard merged.count == codes.count, let first = merged.first else { return }
        guard let into = make(part, like: first, "\(path).into") else { return }
        for unit in merged where unit.id != into.id {
            for child in children(of: unit.id) { put(child.with(parent: into.id)) }
            close(unit, heirs: [into.id])
        }
    }

    private mutating func split(
        _ code: String,
        _ parts: [Reorganisation.Part],
        _ below: [String: [String]],
        _ rest: String,
        _ path: String
    ) {
        guard let unit = open(code, "\(path).unit") else { return }
        let made = parts.enumerated().compactMap { make($1, like: unit, "\(path).into[\($0)]") }
        guard made.count == parts.count else { return }
        let byCode = Dictionary(made.map { ($0.code, $0) }, uniquingKeysWith: { $1 })
        guard let heir = byCode[rest] else {
            return note("unknown_part", "\(path).rest", zh: "“\(rest)”不在 into 里", en: "“\(rest)” is not among “into”")
        }
        var waiting = Set(children(of: unit.id).map(\.id)).subtracting(made.map(\.id))
        for (part, codes) in below.sorted(by: { $0.key < $1.key }) {
            guard let target = byCode[part] else {
                note(
                    "unknown_part",
                    "\(path).below.\(part)",
                    zh: "“\(part)”不在 into 里",
                    en: "“\(part)” is not among “into”"
                )
                continue
            }
            for (index, child) in codes.enumerated() {
                guard let moved = open(child, "\(path).below.\(part)[\(index)]") else { continue }
                guard waiting.remove(moved.id) != nil else {
                    note(
                        "not_below",
                        "\(path).below.\(part)[\(index)]",
                        zh: "“\(child)”不在“\(code)”之下，或写了两次",
                        en: "“\(child)” is not below “\(code)”, or stands here twice"
                    )
                    continue
                }
                put(moved.with(parent: target.id))
            }
        }
        for child in waiting.sorted().compactMap({ codes[$0] }) {
            note("below_unassigned", "\(path).below", zh: "“\(child)”归哪一部分没有写", en: "nothing is said of “\(child)”")
        }
        if byCode[code] == nil { close(unit, heirs: [heir.id] + made.map(\.id).filter { $0 != heir.id }) }
    }
}

extension UnitsDraft {
    // MARK: - Units

    private mutating func put(_ unit: Unit) {
        units[unit.code] = unit
        codes[unit.id] = unit.code
    }

    /// Open units directly below.
    private func children(of id: UnitID) -> [Unit] {
        units.values.filter { $0.parent == id && $0.closing == nil }.sorted { $0.id < $1.id }
    }

    private mutating func open(_ code: String, _ path: String) -> Unit? {
        guard let unit = units[code] else {
            note("unknown_unit", path, zh: "没有编码为“\(code)”的单位", en: "no unit has the code “\(code)”")
            return nil
        }
        guard unit.closing == nil else {
            note("unit_closed", path, zh: "“\(code)”已撤销", en: "“\(code)” is closed")
            return nil
        }
        return unit
    }

    /// A unit that is there, under another name where one is given; else a new one like what it follows.
    private mutating func make(_ part: Reorganisation.Part, like model: Unit, _ path: String) -> Unit? {
        if units[part.code] != nil {
            guard var unit = open(part.code, path) else { return nil }
            if let name = part.name { unit = unit.with(name: name) }
            put(unit)
            return unit
        }
        guard let name = part.name else {
            note("missing_name", path, zh: "新单位“\(part.code)”没有名称", en: "the new unit “\(part.code)” has no name")
            return nil
        }
        var parent = model.parent
        if let code = part.parent {
            guard let upper = open(code, "\(path).parent") else { return nil }
            parent = upper.id
        }
        placeholders -= 1
        let unit = Unit(
            id: ids.popFirst() ?? UnitID(placeholders),
            code: part.code,
            kind: part.kind ?? model.kind,
            name: name,
            parent: parent,
            attributes: model.attributes,
            pair: model.pair,
            grounds: model.grounds
        )
        put(unit)
        return unit
    }

    private mutating func close(_ unit: Unit, heirs: [UnitID]) {
        put(unit.with(closing: Unit.Closing(at: at, successor: heirs.first)))
        self.heirs[unit.id] = heirs
    }

    private mutating func note(_ code: String, _ path: String, zh: String, en: String) {
        problems.append(Problem(code: code, path: path, message: Bilingual(zh: zh, en: en)))
    }

    mutating func finished(from tree: UnitTree) throws(Problems) -> ReorganisedUnits {
        // Who is paired with a closed unit is paired with who follows it.
        for unit in Array(units.values) {
            guard let pair = unit.pair, let heirs = heirs[pair] else { continue }
            put(unit.with(pair: heirs.first))
        }
        // And who stands on closed ground stands on what that has become.
        for unit in Array(units.values) where unit.grounds.contains(where: { heirs[$0] != nil }) {
            put(unit.with(grounds: Set(unit.grounds.flatMap { heirs[$0] ?? [$0] })))
        }
        for unit in units.values.sorted(by: { $0.code < $1.code }) where unit.closing == nil {
            guard let parent = unit.parent.flatMap({ codes[$0] }).flatMap({ units[$0] }), parent.closing != nil else {
                continue
            }
            note(
                "open_below_closed",
                "steps",
                zh: "“\(unit.code)”仍在已撤销的“\(parent.code)”之下",
                en: "“\(unit.code)” still stands below “\(parent.code)”, which is closed"
            )
        }
        guard problems.isEmpty else { throw Problems(problems) }
        let changes = units.values.sorted { $0.code < $1.code }.compactMap { unit in
            tree[unit.id] == unit ? nil : ReorganisedUnits.UnitChange(before: tree[unit.id], after: unit)
        }
        var parents: [UnitID: UnitID?] = [:]
        for change in changes {
            guard let before = change.before, before.parent != change.after.parent else { continue }
            parents.updateValue(before.parent, forKey: before.id)
        }
        return ReorganisedUnits(
            tree: try UnitTree(units.values.sorted { $0.id < $1.id }),
            changes: changes,
            succession: Succession(heirs: heirs, parents: parents)
        )
    }
}

extension Unit {
    fileprivate func with(
        name: String? = nil,
        parent: UnitID? = nil,
        closing: Closing? = nil
    ) -> Unit {
        copy(
            name: name ?? self.name,
            parent: parent ?? self.parent,
            pair: pair,
            closing: closing ?? self.closing,
            grounds
        )
    }

    fileprivate func with(pair: UnitID?) -> Unit {
        copy(name: name, parent: parent, pair: pair, closing: closing, grounds)
    }

    fileprivate func with(grounds: Set<UnitID>) -> Unit {
        copy(name: name, parent: parent, pair: pair, closing: closing, grounds)
    }

    private func copy(
        name: String,
        parent: UnitID?,
        pair: UnitID?,
        closing: Closing?,
        _ grounds: Set<UnitID>
    ) -> Unit {
        Unit(
            id: id,
            code: code,
            kind: kind,
            name: name,
            parent: parent,
            attributes: attributes,
            pair: pair,
            closing: closing,
            grounds: grounds,
            location: location
        )
    }
}
