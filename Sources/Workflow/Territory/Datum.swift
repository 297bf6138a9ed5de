import Foundation

/// By which reckoning a map draws its points.
///
/// Positions are kept in WGS84, as telephones and other systems tell them; what a map of another reckoning is given, and what it
/// asks, is turned at the edge.
public enum Datum: String, CaseIterable, Hashable, Sendable {
    /// The satellites' own; 天地图 (CGCS2000) is within a metre of it.
    case wgs84
    /// 国测局坐标: shifted by 100 to 700 m, within China only.
    ///
    /// No rule was ever published officially. This one is that of eviltransform (github.com/googollee/eviltransform), which
    /// all free converters share, on Krasovsky's ellipsoid of 1940; a map service's own converter was found 0.7 m from it. The way
    /// back is within 0.2 m of where one came from.
    case gcj02

    /// Where such a map draws a position.
    ///
    /// - Parameter position: the position, in WGS84.
    /// - Returns: the point of the map.
    public func drawn(_ position: Position) -> Position {
        switch self {
        case .wgs84: position
        case .gcj02: GCJ02.shifted(position)
        }
    }

    /// What position a point of such a map is.
    ///
    /// - Parameter point: the point of the map.
    /// - Returns: the position, in WGS84.
    public func position(drawnAt point: Position) -> Position {
        switch self {
        case .wgs84: point
        case .gcj02: GCJ02.unshifted(point)
        }
    }

    /// What box of positions a box of such a map shows: that of its corners, a few metres off at the edges of a city's.
    ///
    /// - Parameter box: the box of the map.
    /// - Returns: the box, in WGS84.
    public func box(drawnAt box: PositionBox) -> PositionBox {
        let corners = box.corners.map(position(drawnAt:))
        return PositionBox(around: corners) ?? box
    }
}

/// The shift of GCJ-02.
private enum GCJ02 {
    /// Half the longest axis of Krasovsky's ellipsoid, in metres, and the square of its eccentricity.
    private static let (axis, squaredEccentricity) = (6_378_245.0, 0.006_693_421_622_965_943)

    /// The box beyond which nothing is shifted, in degrees.
    private static func isWithin(_ latitude: Double, _ longitude: Double) -> Bool {
        (0.8293...55.8271).contains(latitude) && (72.004...137.8347).contains(longitude)
    }

    static func shifted(_ position: Position) -> Position {
        let (latitude, longitude) = degrees(position)
        guard isWithin(latitude, longitude) else { return position }
        let shift = shift(latitude, longitude)
        return made(latitude + shift.latitude, longitude + shift.longitude) ?? position
    }

    /// The shift changes by less than a hundredth of the way: each round leaves less than a hundredth of what was wrong before.
    static func unshifted(_ point: Position) -> Position {
        let drawn = degrees(point)
        guard isWithin(drawn.latitude, drawn.longitude) else { return point }
        var found = drawn
        for _ in 0..<5 {
            let shift = shift(found.latitude, found.longitude)
            found = (drawn.latitude - shift.latitude, drawn.longitude - shift.longitude)
        }
        return made(found.latitude, found.longitude) ?? point
    }

    /// By how many degrees a point is shifted.
    private static func shift(_ latitude: Double, _ longitude: Double) -> (latitude: Double, longitude: Double) {
        let metres = metres(longitude - 105, latitude - 35)
        let radians = latitude * .pi / 180
        let bulge = 1 - squaredEccentricity * sin(radians) * sin(radians)
        let meridian = axis * (1 - squaredEccentricity) / (bulge * bulge.squareRoot())
        let parallel = axis / bulge.squareRoot() * cos(radians)
        return (metres.north / meridian * 180 / .pi, metres.east / parallel * 180 / .pi)
    }

    /// By how many metres, for degrees east of 105° and north of 35°: a curved plane with waves upon it.
    private static func metres(_ x: Double, _ y: Double) -> (north: Double, east: Double) {
        func wave(_ height: Double, _ count: Double) -> Double { height * sin(count * .pi) }
        let common = wave(20, 6 * x) + wave(20, 2 * x)
        let northward = wave(20, y) + wave(40, y / 3) + wave(160, y / 12) + wave(320, y / 30)
        let eastward = wave(20, x) + wave(40, x / 3) + wave(150, x / 12) + wave(300, x / 30)
        let root = x.magnitude.squareRoot()
        let north = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * root
        let east = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * root
        return (north + (common + northward) * 2 / 3, east + (common + eastward) * 2 / 3)
    }

    private static func degrees(_ position: Position) -> (latitude: Double, longitude: Double) {
        (Double(position.latitude) / 1_000_000, Double(position.longitude) / 1_000_000)
    }

    private static func made(_ latitude: Double, _ longitude: Double) -> Position? {
        Position(
            latitude: Int32((latitude * 1_000_000).rounded()),
            longitude: Int32((longitude * 1_000_000).rounded())
        )
    }
}
