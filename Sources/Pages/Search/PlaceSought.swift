import Dispatcher
import PGStore
import Web
import Workflow

/// A place as somebody typed it: the unit that is meant, or those among which they choose.
struct PlaceSought {
    /// What was typed.
    let typed: String
    /// What that is.
    let found: Found
    private let territory: UnitTree

    enum Found {
        /// Nothing was typed.
        case anywhere
        case unit(Workflow.Unit)
        /// Any of these; the first ones, where there are many.
        case several([Workflow.Unit])
        case nobodyKnows
    }

    private static let choicesAtMost = 30
    private static let proposedAtMost = 200

    init(_ text: String?, _ call: Call) {
        typed = text ?? ""
        territory = call.configuration.territory
        found = Self.found(Self.bare(typed), call)
    }

    private static func found(_ sought: String, _ call: Call) -> Found {
        guard !sought.isEmpty else { return .anywhere }
        let territory = call.configuration.territory
        if let unit = territory.unit(code: sought) { return .unit(unit) }
        let own = own(call)
        let places = places(call)
        func chosen(_ units: [Workflow.Unit]) -> Found? {
            // A name that every community has means the one's own.
            let near = units.filter { own.contains($0.id) }
            let meant = near.isEmpty ? units : near
            guard let first = meant.first else { return nil }
            let sorted = meant.sorted {
                (territory.chain(from: $0.id).count, $0.code) < (territory.chain(from: $1.id).count, $1.code)
            }
            return meant.count == 1 ? .unit(first) : .several(Array(sorted.prefix(choicesAtMost)))
        }
        return chosen(places.filter { bare($0.name) == sought })
            ?? chosen(places.filter { bare(territory.wholePath(to: $0)).contains(sought) })
            ?? .nobodyKnows
    }

    /// A unit as it is told apart from others of its name.
    func name(_ unit: Workflow.Unit) -> String { territory.path(to: unit) }

    /// The unit that is meant, for the page.
    func told(_ unit: Workflow.Unit) -> JSONValue { ["code": .string(unit.code), "name": .string(name(unit))] }

    /// Units that an input proposes: one's own and what lies below, from the top down; without ground of one's own, the district's.
    static func proposed(_ call: Call) -> [JSONValue] {
        let (territory, own, places) = (call.configuration.territory, own(call), places(call))
        let near = places.filter { own.contains($0.id) }
        let sorted = (near.isEmpty ? places : near).sorted {
            (territory.chain(from: $0.id).count, $0.code) < (territory.chain(from: $1.id).count, $1.code)
        }
        return sorted.prefix(proposedAtMost).map { unit in
            ["code": .string(unit.code), "name": .string(territory.path(to: unit))]
        }
    }

    /// The units of whoever asks, with all below them.
    private static func own(_ call: Call) -> Set<UnitID> {
        let posts = (call.caller?.party.posts ?? []).filter { !PostBook.administrators.contains($0.role) }
        return Set(posts.flatMap { call.configuration.territory.subtree(of: $0.unit) })
    }

    /// Open units at which a matter can happen.
    private static func places(_ call: Call) -> [Workflow.Unit] {
        let ladder = call.configuration.machine(latest: "issue")?.definition.ladder ?? []
        return call.configuration.territory.all.filter { $0.closing == nil && ladder.contains($0.kind) }
    }

    private static func bare(_ text: String) -> String { text.filter { !$0.isWhitespace } }
}

extension UnitTree {
    /// A unit's name with those above it, but for the topmost: `一社区 一网格 一号楼`.
    fileprivate func path(to unit: Workflow.Unit) -> String {
        let names = chain(from: unit.id).reversed().map(\.name)
        return (names.count > 1 ? Array(names.dropFirst()) : names).joined(separator: " ")
    }

    /// The same with the topmost.
    fileprivate func wholePath(to unit: Workflow.Unit) -> String {
        chain(from: unit.id).reversed().map(\.name).joined(separator: " ")
    }
}
