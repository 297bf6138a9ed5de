import Foundation
import Testing
import Workflow

@Suite struct PositionTests {
    @Test(arguments: [
        ("31.2304", "121.4737", "31.2304,121.4737"), ("+31.2304", "121.47370", "31.2304,121.4737"),
        ("-0.5", "-.25", "-0.5,-0.25"), ("90", "-180", "90,-180"), ("-90.0", "180.000000", "-90,180"),
        ("41.858724777757864", "-87.66475146237676", "41.858725,-87.664751"), ("0", "-0.0000004", "0,0"),
        ("007.", "0000000000000000000008", "7,8"), ("89.9999999", "0.0000005", "90,0.000001"),
    ])
    func `degrees are read to a millionth, and written as short as they are`(
        latitude: String,
        longitude: String,
        wanted: String
    ) throws {
        let position = try #require(Position(latitude: latitude, longitude: longitude))
        #expect(position.description == wanted)
        #expect(Position(wanted) == position)
        #expect(Position(" \(position.latitudeText) , \(position.longitudeText)\n") == position)
    }

    @Test(arguments: [
        ("90.000001", "0"), ("-90.1", "0"), ("0", "180.000001"), ("0", "-181"), ("nan", "0"), ("inf", "0"),
        ("1e2", "0"), ("0x1p3", "0"), ("", "0"), (".", "0"), ("+", "0"), ("-", "0"), ("1.2.3", "0"), ("--1", "0"),
        ("1,5", "0"), ("１", "0"), ("9999999999999999999999999999", "0"), (String(repeating: "0", count: 41), "0"),
        ("31°13′", "0"),
    ])
    func `what is no number of degrees is refused`(latitude: String, longitude: String) {
        #expect(Position(latitude: latitude, longitude: longitude) == nil)
        #expect(Position("\(latitude),\(longitude)") == nil)
    }

    @Test(arguments: ["", ",", "31.2304", "31.2304,", ",121.4737", "31.2304,121.4737,0", "31.2304 121.4737"])
    func `a text of other parts than two is none`(text: String) {
        #expect(Position(text) == nil)
    }

    @Test func `every position is read back from what it writes`() throws {
        var generator = SystemRandomNumberGenerator()
        for _ in 0..<5_000 {
            let position = try Self.random(&generator)
            #expect(Position(position.description) == position)
        }
    }

    @Test func `the way over the ground is that over the ellipsoid to 0.57 %`() throws {
        var generator = SystemRandomNumberGenerator()
        var widest = 0.0
        for round in 0..<4_000 {
            let first = try Self.random(&generator)
            // Near, as the places of matters are, and far.
            let second = try round.isMultiple(of: 2) ? Self.random(&generator) : Self.beside(first, &generator)
            guard let way = Ellipsoid.distance(first, second), way > 10 else { continue }
            let off = abs(first.distance(to: second) - way) / way
            widest = max(widest, off)
            #expect(off < 0.0057, "\(first) – \(second): \(way) m")
        }
        // And it is not a figure that any distance would keep.
        #expect(widest > 0.002)
    }

    @Test func `nothing lies nowhere far from itself, and the date line and the poles are no edges`() throws {
        let east = try #require(Position("0,179.9995"))
        let west = try #require(Position("0,-179.9995"))
        #expect(abs(east.distance(to: west) - 111.2) < 0.1)
        let pole = try #require(Position("90,0"))
        #expect(pole.distance(to: try #require(Position("90,123"))) < 0.001)
        #expect(east.distance(to: east) == 0)
    }

    static func random(_ generator: inout some RandomNumberGenerator) throws -> Position {
        try #require(
            Position(
                latitude: Int32.random(in: -90_000_000...90_000_000, using: &generator),
                longitude: Int32.random(in: -180_000_000...180_000_000, using: &generator)
            )
        )
    }

    /// Some hundred metres away.
    static func beside(_ position: Position, _ generator: inout some RandomNumberGenerator) throws -> Position {
        func moved(_ degrees: Int32, _ most: Int32) -> Int32 {
            min(most, max(-most, degrees + Int32.random(in: -5_000...5_000, using: &generator)))
        }
        return try #require(
            Position(
                latitude: moved(position.latitude, 90_000_000),
                longitude: moved(position.longitude, 180_000_000)
            )
        )
    }
}

/// Vincenty's inverse formula on the ellipsoid of WGS84: another way to the same, to a millimetre.
private enum Ellipsoid {
    /// Nil where the formula does not converge: of points that lie opposite one another.
    static func distance(_ first: Position, _ second: Position) -> Double? {
        let (a, f) = (6_378_137.0, 1 / 298.257223563)
        let b = a * (1 - f)
        func radians(_ millionths: Int32) -> Double { Double(millionths) / 1_000_000 * .pi / 180 }
        let l = radians(second.longitude) - radians(first.longitude)
        let (u1, u2) = (atan((1 - f) * tan(radians(first.latitude))), atan((1 - f) * tan(radians(second.latitude))))
        var lambda = l
        for _ in 0..<200 {
            let x = cos(u2) * sin(lambda)
            let y = cos(u1) * sin(u2) - sin(u1) * cos(u2) * cos(lambda)
            let sinSigma = (x * x + y * y).squareRoot()
            guard sinSigma > 0 else { return 0 }
            let cosSigma = sin(u1) * sin(u2) + cos(u1) * cos(u2) * cos(lambda)
            let sigma = atan2(sinSigma, cosSigma)
            let sinAlpha = cos(u1) * cos(u2) * sin(lambda) / sinSigma
            let cosSqAlpha = 1 - sinAlpha * sinAlpha
            let cos2m = cosSqAlpha == 0 ? 0 : cosSigma - 2 * sin(u1) * sin(u2) / cosSqAlpha
            let c = f / 16 * cosSqAlpha * (4 + f * (4 - 3 * cosSqAlpha))
            let bend = sigma + c * sinSigma * (cos2m + c * cosSigma * (-1 + 2 * cos2m * cos2m))
            let next = l + (1 - c) * f * sinAlpha * bend
            guard abs(next - lambda) < 1e-12 else {
                lambda = next
                continue
            }
            let uSq = cosSqAlpha * (a * a - b * b) / (b * b)
            let bigA = 1 + uSq / 16_384 * (4_096 + uSq * (-768 + uSq * (320 - 175 * uSq)))
            let bigB = uSq / 1_024 * (256 + uSq * (-128 + uSq * (74 - 47 * uSq)))
            let third = bigB / 6 * cos2m * (-3 + 4 * sinSigma * sinSigma) * (-3 + 4 * cos2m * cos2m)
            let delta = bigB * sinSigma * (cos2m + bigB / 4 * (cosSigma * (-1 + 2 * cos2m * cos2m) - third))
            return b * bigA * (sigma - delta)
        }
        return nil
    }
}
