/// A piece of a map: all between two degrees of longitude and two of latitude, edges included.
public struct PositionBox: Hashable, Sendable {
    /// Its corner with the smaller degrees.
    public let southWest: Position
    /// Its corner with the larger degrees.
    public let northEast: Position

    /// A box of two corners; nil where the second is west or south of the first.
    ///
    /// None goes over the date line: two would have to be asked for.
    public init?(southWest: Position, northEast: Position) {
        guard southWest.latitude <= northEast.latitude, southWest.longitude <= northEast.longitude else { return nil }
        self.southWest = southWest
        self.northEast = northEast
    }

    /// The smallest box around some positions; nil where there are none.
    public init?(around positions: some Collection<Position>) {
        guard let first = positions.first else { return nil }
        var (south, north) = (first.latitude, first.latitude)
        var (west, east) = (first.longitude, first.longitude)
        for position in positions {
            (south, north) = (min(south, position.latitude), max(north, position.latitude))
            (west, east) = (min(west, position.longitude), max(east, position.longitude))
        }
        guard let low = Position(latitude: south, longitude: west),
            let high = Position(latitude: north, longitude: east)
        else { return nil }
        self.init(southWest: low, northEast: high)
    }

    /// Reads what `description` writes: west, south, east and north in degrees, as GeoJSON and OGC order them.
    public init?(_ text: String) {
        let parts = text.split(separator: ",", omittingEmptySubsequences: false)
            .map { $0.filter { !$0.isWhitespace } }
        guard parts.count == 4, let low = Position(latitude: parts[1], longitude: parts[0]),
            let high = Position(latitude: parts[3], longitude: parts[2])
        else { return nil }
        self.init(southWest: low, northEast: high)
    }

    /// Its four corners.
    public var corners: [Position] {
        [
            southWest, northEast,
            Position(latitude: southWest.latitude, longitude: northEast.longitude) ?? southWest,
            Position(latitude: northEast.latitude, longitude: southWest.longitude) ?? northEast,
        ]
    }

    /// Whether a position lies in it.
    public func holds(_ position: Position) -> Bool {
        (southWest.latitude...northEast.latitude).contains(position.latitude)
            && (southWest.longitude...northEast.longitude).contains(position.longitude)
    }
}

extension PositionBox: CustomStringConvertible {
    /// West, south, east and north in degrees, such as `124.99,30.04,125.01,30.06`.
    public var description: String {
        "\(southWest.longitudeText),\(southWest.latitudeText),\(northEast.longitudeText),\(northEast.latitudeText)"
    }
}
