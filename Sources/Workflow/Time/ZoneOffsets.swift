import Foundation

/// The offsets of a time zone, tabulated once, so that conversion needs no Foundation afterwards.
///
/// Outside the tabulated years the first and the last offset hold on.
struct ZoneOffsets: Hashable, Sendable {
    /// The zone's IANA name.
    let name: String

    /// When each offset begins, in seconds since the epoch; the first is the beginning of time.
    private var begins: [Int64] = [.min]

    /// Seconds east of Greenwich from the moment of the same index on.
    private var offsets: [Int64]

    /// No zone was ever further than this from Greenwich, in seconds.
    private static let furthest: Int64 = 16 * 3600

    /// Tabulates a zone over a span of dates.
    ///
    /// - Throws: `CalendarError.unknownZone` when the system has no such zone.
    init(name: String, from first: LocalDate, through last: LocalDate) throws(CalendarError) {
        guard let zone = TimeZone(identifier: name) else { throw .unknownZone(name) }
        self.name = name
        let end = Int64(last.daysSinceEpoch + 2) * 86_400
        var cursor = Int64(first.daysSinceEpoch - 2) * 86_400
        offsets = [Self.offset(of: zone, at: cursor)]
        while let next = Self.transition(of: zone, after: cursor), next > cursor, next < end {
            let offset = Self.offset(of: zone, at: next)
            if offset != offsets[offsets.count - 1] {
                begins.append(next)
                offsets.append(offset)
            }
            cursor = next
        }
    }

    private static func offset(of zone: TimeZone, at seconds: Int64) -> Int64 {
        Int64(zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(seconds))))
    }

    private static func transition(of zone: TimeZone, after seconds: Int64) -> Int64? {
        let date = zone.nextDaylightSavingTimeTransition(after: Date(timeIntervalSince1970: Double(seconds)))
        return date.map { Int64($0.timeIntervalSince1970.rounded(.up)) }
    }
}

extension ZoneOffsets {
    /// The offset that holds at a moment, in seconds east of Greenwich.
    func offset(at seconds: Int64) -> Int64 {
        offsets[index(at: seconds)]
    }

    /// What the wall clock shows at a moment.
    func local(at seconds: Int64) -> LocalDateTime {
        LocalDateTime(wallSeconds: seconds &+ offset(at: seconds))
    }

    /// The first moment at which the wall clock shows this time or a later one, in seconds since the epoch.
    ///
    /// A time that the clock skips in spring becomes the moment it jumps; of a time that comes twice in autumn the
    /// first counts. So a later wall time never gives an earlier moment.
    func firstMoment(atWall wallSeconds: Int64) -> Int64 {
        var segment = index(at: wallSeconds - Self.furthest)
        while true {
            let moment = max(begins[segment], wallSeconds - offsets[segment])
            let isLast = segment + 1 == begins.count
            if isLast || moment < begins[segment + 1] { return moment }
            segment += 1
        }
    }

    private func index(at seconds: Int64) -> Int {
        var low = 0
        var high = begins.count
        while high - low > 1 {
            let middle = (low + high) / 2
            if begins[middle] <= seconds { low = middle } else { high = middle }
        }
        return low
    }
}
