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

    init(_ text: String?, _ call: Call, among book: PlaceBook) {
        typed = text ?? ""
        territory = call.configuration.territory
        found = Self.found(PlaceBook.bare(typed), call, book)
    }

    private static func found(_ sought: String, _ call: Call, _ book: PlaceBook) -> Found {
        guard !sought.isEmpty else { return .anywhere }
        if let unit = call.configuration.territory.unit(code: sought) { return .unit(unit) }
        let own = own(call)
        let places = book.places(of: call.configuration)
        func chosen(_ places: [PlaceBook.Place]) -> Found? {
            // A name that every community has means the one's own.
            let near = places.filter { own.contains($0.unit.id) }
            let meant = near.isEmpty ? places : near
            guard let first = meant.first else { return nil }
            return meant.count == 1 ? .unit(first.unit) : .several(meant.prefix(choicesAtMost).map(\.unit))
        }
        return chosen(places.filter { $0.name == sought }) ?? chosen(places.filter { $0.path.contains(sought) })
            ?? .nobodyKnows
    }

    /// A unit as it is told apart from others of its name.
    func name(_ unit: Workflow.Unit) -> String { territory.path(to: unit) }

    /// The unit that is meant, for the page.
    func told(_ unit: Workflow.Unit) -> JSONValue { ["code": .string(unit.code), "name": .string(name(unit))] }

    /// Units that an input proposes: one's own and what lies below, from the top down; without ground of one's own, the district's.
    static func proposed(_ call: Call, among book: PlaceBook) -> [JSONValue] {
        let (territory, own) = (call.configuration.territory, own(call))
        let places = book.places(of: call.configuration)
        let near = places.lazy.filter { own.contains($0.unit.id) }.prefix(proposedAtMost)
        return (near.isEmpty ? Array(places.prefix(proposedAtMost)) : Array(near)).map { place in
            ["code": .string(place.unit.code), "name": .string(territory.path(to: place.unit))]
        }
    }

    /// The units of whoever asks, with all below them.
    private static func own(_ call: Call) -> Set<UnitID> {
        let posts = (call.caller?.party.posts ?? []).filter { !PostBook.administrators.contains($0.role) }
        return Set(posts.flatMap { call.configuration.territory.subtree(of: $0.unit) })
    }
}

extension UnitTree {
    /// A unit's name with those above it, but for the topmost: `一社区 一网格 一号楼`.
    fileprivate func path(to unit: Workflow.Unit) -> String {
        let names = chain(from: unit.id).reversed().map(\.name)
        return (names.count > 1 ? Array(names.dropFirst()) : names).joined(separator: " ")
    }
}
