/// A point on the earth, in degrees of WGS84.
///
/// Held in millionths of a degree, 11 cm at the most: whole numbers have one spelling. Maps that shift their points (GCJ-02,
/// BD-09) are up to 700 m off: whoever hands such a point on turns it back first, nobody can see it from the numbers.
public struct Position: Hashable, Sendable {
    /// Millionths of a degree north of the equator; south of it below zero.
    public let latitude: Int32
    /// Millionths of a degree east of Greenwich; west of it below zero.
    public let longitude: Int32

    /// Names a point; nil where there is none of such degrees.
    ///
    /// - Parameters:
    ///   - latitude: millionths of a degree, from −90 to 90 degrees.
    ///   - longitude: millionths of a degree, from −180 to 180 degrees.
    public init?(latitude: Int32, longitude: Int32) {
        guard (-90_000_000...90_000_000).contains(latitude), (-180_000_000...180_000_000).contains(longitude) else {
            return nil
        }
        self.latitude = latitude
        self.longitude = longitude
    }

    /// Reads two numbers of degrees, such as `31.2304` and `121.4737`; what is finer than a millionth is rounded.
    ///
    /// Digits, a point and a sign only: nil for `nan`, `1e2`, `0x1p3`, and for what is no point on the earth.
    public init?(latitude: some StringProtocol, longitude: some StringProtocol) {
        guard let latitude = Self.millionths(latitude), let longitude = Self.millionths(longitude) else { return nil }
        self.init(latitude: latitude, longitude: longitude)
    }

    /// Reads what `description` writes: latitude, a comma, longitude; blanks around them do not count.
    public init?(_ text: String) {
        let parts = text.split(separator: ",", omittingEmptySubsequences: false)
            .map { $0.filter { !$0.isWhitespace } }
        guard parts.count == 2 else { return nil }
        self.init(latitude: parts[0], longitude: parts[1])
    }

    /// Degrees of latitude, with as many digits as they need.
    public var latitudeText: String { Self.text(latitude) }

    /// Degrees of longitude, with as many digits as they need.
    public var longitudeText: String { Self.text(longitude) }
}

extension Position: CustomStringConvertible {
    /// Latitude and longitude in degrees, such as `31.2304,121.4737`.
    public var description: String { "\(latitudeText),\(longitudeText)" }
}

extension Position {
    // MARK: - Distance

    /// Metres of the way over the ground, along a great circle of a sphere as large as the earth (6,371,008.8 m).
    ///
    /// The earth is flattened: the way over its ellipsoid is up to 0.57 % longer or shorter.
    public func distance(to other: Position) -> Double { PointOnSphere(self).distance(to: PointOnSphere(other)) }
}

extension Position {
    // MARK: - Texts

    private static func millionths(_ text: some StringProtocol) -> Int32? {
        var bytes = text.utf8[...]
        let isNegative = bytes.first == UInt8(ascii: "-")
        if isNegative || bytes.first == UInt8(ascii: "+") { bytes.removeFirst() }
        let parts = bytes.split(separator: UInt8(ascii: "."), maxSplits: 1, omittingEmptySubsequences: false)
        let fraction = parts.count == 2 ? Array(parts[1]) : []
        let digits = Array(parts.first ?? bytes) + fraction
        guard (1...40).contains(digits.count), digits.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        let whole = (parts.first ?? bytes).reduce(Int64(0)) { min($0 * 10 + Int64($1 - 0x30), 1_000) }
        let six = (fraction + Array(repeating: 0x30, count: 7)).prefix(7).reduce(Int64(0)) {
            $0 * 10 + Int64($1 - 0x30)
        }
        let millionths = whole * 1_000_000 + (six + 5) / 10
        return Int32(exactly: isNegative ? -millionths : millionths)
    }

    private static func text(_ millionths: Int32) -> String {
        let size = millionths.magnitude
        var fraction = "\(size % 1_000_000)"
        fraction = String(repeating: "0", count: 6 - fraction.count) + fraction
        while fraction.last == "0" { fraction.removeLast() }
        return (millionths < 0 ? "-" : "") + "\(size / 1_000_000)" + (fraction.isEmpty ? "" : ".\(fraction)")
    }
}
