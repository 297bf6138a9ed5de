import Foundation

/// A position as a point in space, in metres from the middle of the earth.
///
/// So there is no edge at the date line and none at the poles, and what is near on the ground is near in space: the chord grows
/// with the way over the ground.
struct PointOnSphere: Hashable, Sendable {
    let x: Double
    let y: Double
    let z: Double

    /// The mean radius of the earth, in metres (IUGG).
    private static let radius = 6_371_008.8

    init(_ position: Position) {
        let latitude = Double(position.latitude) / 1_000_000 * .pi / 180
        let longitude = Double(position.longitude) / 1_000_000 * .pi / 180
        x = Self.radius * cos(latitude) * cos(longitude)
        y = Self.radius * cos(latitude) * sin(longitude)
        z = Self.radius * sin(latitude)
    }

    /// The square of the straight line to another, through the ground.
    func chordSquared(to other: PointOnSphere) -> Double {
        let (dx, dy, dz) = (x - other.x, y - other.y, z - other.z)
        return dx * dx + dy * dy + dz * dz
    }

    /// Metres over the ground.
    func distance(to other: PointOnSphere) -> Double {
        2 * Self.radius * asin(min(1, chordSquared(to: other).squareRoot() / (2 * Self.radius)))
    }

    /// The square of the chord under so many metres of ground, at most half the way round the earth.
    static func chordSquared(over metres: Double) -> Double {
        let chord = 2 * radius * sin(min(metres / (2 * radius), .pi / 2))
        return chord * chord
    }
}
