import Foundation
package import Workflow

/// The ground of the map: tiles from addresses that whoever runs the service names, one upon the other.
package struct MapTiles: Hashable, Sendable {
    /// Addresses with `{z}`, `{x}` and `{y}`, the lowest layer first.
    let templates: [String]
    /// Whom the ground is owed to (审图号, the maker's name).
    let attribution: String
    /// By which reckoning the tiles are drawn.
    let datum: Datum
    /// Beyond this the tiles are drawn larger, and no others are asked for.
    let maxZoom: Int

    /// Levels of which tiles can be.
    package static let zooms = 1...22

    /// Makes a ground of layers.
    ///
    /// - Parameters:
    ///   - templates: addresses of tiles, the lowest layer first; at least one.
    ///   - attribution: whom the ground is owed to.
    ///   - datum: by which reckoning it is drawn.
    ///   - maxZoom: the largest level that there is.
    /// - Throws: `MapTilesError` for an address that is none.
    package init(
        templates: [String],
        attribution: String = "",
        datum: Datum = .wgs84,
        maxZoom: Int = 18
    ) throws(MapTilesError) {
        for template in templates where Self.origin(of: template) == nil { throw MapTilesError(template: template) }
        self.templates = templates
        self.attribution = attribution
        self.datum = datum
        self.maxZoom = min(max(maxZoom, Self.zooms.lowerBound), Self.zooms.upperBound)
    }

    /// The hosts that a browser is let ask for pictures, as a policy writes them: each once.
    var origins: [String] {
        templates.compactMap(Self.origin(of:)).reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
    }

    /// The scheme, host and port of a template; nil where it is no address of tiles.
    ///
    /// Stricter than addresses are: what stands here goes into a header. So no placeholder stands in a host, and none but the
    /// three anywhere.
    private static func origin(of template: String) -> String? {
        guard template.utf8.count <= 2_000, template.utf8.allSatisfy({ (0x21...0x7E).contains($0) }),
            !template.contains(where: { "\"'<>\\^`|;,".contains($0) }),
            let match = template.wholeMatch(of: /(https?:\/\/[A-Za-z0-9.\-]+(?::[0-9]{1,5})?)(\/.*)/)
        else { return nil }
        var rest = String(match.2)
        for place in ["{z}", "{x}", "{y}"] {
            guard rest.contains(place) else { return nil }
            rest = rest.replacing(place, with: "0")
        }
        guard !rest.contains(where: { "{}".contains($0) }) else { return nil }
        let origin = String(match.1)
        return URL(string: origin)?.host() == nil ? nil : origin
    }
}

/// An address that no tiles can be asked from.
package struct MapTilesError: Error, Hashable, Sendable {
    /// The address as it was written.
    package let template: String
}
