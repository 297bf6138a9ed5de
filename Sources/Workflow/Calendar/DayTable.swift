/// All working time of a calendar laid out on the time line, with prefix sums.
///
/// A *span* is a window on a date, as moments. A moment's *position* is the working time before it; positions
/// turn working time into subtraction, and a deadline into one binary search. Before the first and after the last
/// day there is no working time. All moments and positions are in microseconds.
final class DayTable: Sendable {
    /// The first day of the table.
    let firstDay: LocalDate

    /// When each day begins, and when the last ends.
    let midnights: [Int64]

    /// For each day the index of its first span, or of the next day's first; one more at the end.
    let firstSpans: [Int32]

    /// For each day how many workdays lie before it; one more at the end.
    let workdaysBefore: [Int32]

    /// The indices of all days with working time, in order.
    let workdays: [Int32]

    /// When each span opens.
    let opens: [Int64]

    /// When each span closes.
    let closes: [Int64]

    /// The working time before each span; one more at the end, the sum of all.
    let positions: [Int64]

    /// Lays out the days from `first` through `last`.
    init(first: LocalDate, last: LocalDate, zone: ZoneOffsets, windows: (LocalDate) -> [WorkWindow]) {
        var builder = DayTableBuilder(first: first, last: last, zone: zone)
        for day in first.daysSinceEpoch...last.daysSinceEpoch {
            builder.append(windows(LocalDate(daysSinceEpoch: day)))
        }
        firstDay = first
        midnights = builder.midnights
        firstSpans = builder.firstSpans
        workdaysBefore = builder.workdaysBefore
        workdays = builder.workdays
        opens = builder.opens
        closes = builder.closes
        positions = builder.positions
    }

    /// How many days the table has.
    var dayCount: Int { midnights.count - 1 }

    /// The date of a day by its index.
    func date(ofDay index: Int) -> LocalDate { firstDay.adding(days: index) }
}

extension DayTable {  // MARK: - Moments and days

    /// The index of the day that a moment lies in: −1 before the table, `dayCount` after it.
    func day(of moment: Int64) -> Int {
        guard moment >= midnights[0] else { return -1 }
        guard moment < midnights[dayCount] else { return dayCount }
        var day = min(Int((moment - midnights[0]) / 86_400_000_000), dayCount - 1)
        while midnights[day] > moment { day -= 1 }
        while midnights[day + 1] <= moment { day += 1 }
        return day
    }

    /// When the last window of a workday closes.
    func close(ofWorkday day: Int) -> Int64 {
        closes[Int(firstSpans[day + 1]) - 1]
    }

    /// When the first window of a workday opens.
    func open(ofWorkday day: Int) -> Int64 {
        opens[Int(firstSpans[day])]
    }

    /// The day of a workday by its number, held at the first and the last workday of the table.
    func day(ofWorkday number: Int) -> Int {
        Int(workdays[min(max(number, 0), workdays.count - 1)])
    }

    /// How many workdays lie before a day, for any day index.
    func workdays(before day: Int) -> Int {
        Int(workdaysBefore[min(max(day, 0), dayCount)])
    }
}

extension DayTable {  // MARK: - Moments and positions

    /// The span that a moment lies in, or the first one after it; the number of spans when there is none.
    func span(onOrAfter moment: Int64) -> Int {
        let day = day(of: moment)
        guard day >= 0 else { return 0 }
        guard day < dayCount else { return opens.count }
        var span = Int(firstSpans[day])
        let end = Int(firstSpans[day + 1])
        while span < end, closes[span] <= moment { span += 1 }
        return span
    }

    /// The working time before a moment.
    func position(of moment: Int64) -> Int64 {
        let span = span(onOrAfter: moment)
        guard span < opens.count, moment > opens[span] else { return positions[span] }
        return positions[span] + (moment - opens[span])
    }

    /// The first moment by which this much working time has passed: at the edge between two spans, the closing.
    func earliest(at position: Int64) -> Int64 {
        let position = min(max(position, 0), positions[opens.count])
        let span = index { positions[$0] < position }
        return opens[span] + (position - positions[span])
    }

    /// The last moment by which no more working time has passed: at the edge between two spans, the opening.
    func latest(at position: Int64) -> Int64 {
        let span = index { positions[$0] <= position }
        guard span < opens.count else { return midnights[dayCount] }
        return opens[span] + max(0, position - positions[span])
    }

    /// The last index for which `holds`, which holds for a beginning of all indices; zero when it never does.
    private func index(where holds: (Int) -> Bool) -> Int {
        var low = 0
        var high = positions.count
        while high - low > 1 {
            let middle = (low + high) / 2
            if holds(middle) { low = middle } else { high = middle }
        }
        return low
    }
}

/// Collects the days of a `DayTable` one after the other.
struct DayTableBuilder {
    private let zone: ZoneOffsets
    private var wall: Int64
    private(set) var midnights: [Int64] = []
    private(set) var firstSpans: [Int32] = [0]
    private(set) var workdaysBefore: [Int32] = [0]
    private(set) var workdays: [Int32] = []
    private(set) var opens: [Int64] = []
    private(set) var closes: [Int64] = []
    private(set) var positions: [Int64] = [0]

    /// Begins before the first day; `last` only tells how much room to take.
    init(first: LocalDate, last: LocalDate, zone: ZoneOffsets) {
        self.zone = zone
        wall = Int64(first.daysSinceEpoch) * 86_400
        midnights = [zone.firstMoment(atWall: wall) * 1_000_000]
        let days = last.daysSinceEpoch - first.daysSinceEpoch + 1
        midnights.reserveCapacity(days + 1)
        firstSpans.reserveCapacity(days + 1)
        workdaysBefore.reserveCapacity(days + 1)
    }

    /// Appends the next day with its windows.
    mutating func append(_ windows: [WorkWindow]) {
        let midnight = midnights[midnights.count - 1]
        let next = zone.firstMoment(atWall: wall + 86_400) * 1_000_000
        let spansBefore = opens.count
        let isPlain = next - midnight == 86_400_000_000
        for window in windows {
            let opening = isPlain ? midnight + Int64(window.opens.seconds) * 1_000_000 : moment(window.opens)
            let closing = isPlain ? midnight + Int64(window.closes.seconds) * 1_000_000 : moment(window.closes)
            append(from: opening, to: closing)
        }
        let isWorkday = opens.count > spansBefore
        if isWorkday { workdays.append(Int32(midnights.count - 1)) }
        workdaysBefore.append(workdaysBefore[workdaysBefore.count - 1] + (isWorkday ? 1 : 0))
        firstSpans.append(Int32(opens.count))
        midnights.append(next)
        wall += 86_400
    }

    private func moment(_ time: TimeOfDay) -> Int64 {
        zone.firstMoment(atWall: wall + Int64(time.seconds)) * 1_000_000
    }

    /// A window that the clock skips altogether in spring leaves no span.
    private mutating func append(from opening: Int64, to closing: Int64) {
        guard closing > opening else { return }
        opens.append(opening)
        closes.append(closing)
        positions.append(positions[positions.count - 1] + (closing - opening))
    }
}
