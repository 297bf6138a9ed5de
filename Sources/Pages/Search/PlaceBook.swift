import PGStore
import Synchronization
import Web
import Workflow

/// The open units at which a matter can happen, from the top down, with what they are looked for by.
///
/// Put in order once, and again when the district's configuration is another: a territory has ten thousand units, and whoever opens the
/// search is proposed the first of their own.
final class PlaceBook: Sendable {
    /// A unit with its name, and its name with those of all above it, without spaces.
    struct Place: Sendable {
        let unit: Workflow.Unit
        let name: String
        let path: String
    }

    private struct Kept {
        let district: DistrictID
        let revision: Int64
        let places: [Place]
    }

    private let kept = Mutex<Kept?>(nil)

    /// The places of a configuration, in their order.
    func places(of configuration: DistrictConfiguration) -> [Place] {
        let (district, revision) = (configuration.id, configuration.revision)
        let known = kept.withLock { $0 }
        if let known, known.district == district, known.revision == revision { return known.places }
        let places = Self.sorted(configuration)
        kept.withLock { $0 = Kept(district: district, revision: revision, places: places) }
        return places
    }

    /// A text as it is compared.
    static func bare(_ text: String) -> String { text.filter { !$0.isWhitespace } }

    private static func sorted(_ configuration: DistrictConfiguration) -> [Place] {
        let territory = configuration.territory
        return territory.all.lazy.filter(configuration.isPlace)
            .map { unit in (territory.chain(from: unit.id), unit) }
            .sorted { ($0.0.count, $0.1.code) < ($1.0.count, $1.1.code) }
            .map { chain, unit in
                Place(
                    unit: unit,
                    name: bare(unit.name),
                    path: chain.reversed().map { bare($0.name) }.joined()
                )
            }
    }
}
