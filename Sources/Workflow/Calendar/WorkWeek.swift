/// The windows of each weekday, and those of a make-up workday.
public struct WorkWeek: Hashable, Sendable {
    /// Windows by weekday, in the order they open; a day without any is absent.
    public let windows: [Weekday: [WorkWindow]]

    /// The windows of a make-up workday (调休上班), whatever weekday it falls on.
    public let makeUp: [WorkWindow]

    /// Makes a week.
    ///
    /// - Parameters:
    ///   - windows: windows by weekday; missing days are days off.
    ///   - makeUp: windows of a make-up workday; when not given, those of the first working weekday.
    /// - Throws: `CalendarError` when windows of one day overlap or the week has no working time.
    public init(_ windows: [Weekday: [WorkWindow]], makeUp: [WorkWindow]? = nil) throws(CalendarError) {
        var sorted: [Weekday: [WorkWindow]] = [:]
        for day in Weekday.allCases {
            guard let ofDay = windows[day], !ofDay.isEmpty else { continue }
            sorted[day] = try Self.ordered(ofDay, on: day)
        }
        guard let first = Weekday.allCases.lazy.compactMap({ sorted[$0] }).first else { throw .noWorkingTime }
        self.windows = sorted
        if let makeUp {
            guard !makeUp.isEmpty else { throw .noWorkingTime }
            self.makeUp = try Self.ordered(makeUp, on: nil)
        } else {
            self.makeUp = first
        }
    }

    /// Makes a week with the same windows on each of these days.
    ///
    /// - Throws: `CalendarError` when windows overlap or there are none.
    public init(_ days: [Weekday], _ windows: [WorkWindow]) throws(CalendarError) {
        try self.init(Dictionary(days.map { ($0, windows) }, uniquingKeysWith: { first, _ in first }))
    }

    private init(unchecked windows: [Weekday: [WorkWindow]], makeUp: [WorkWindow]) {
        self.windows = windows
        self.makeUp = makeUp
    }

    /// Open around the clock, every day.
    public static let always = WorkWeek(
        unchecked: Dictionary(uniqueKeysWithValues: Weekday.allCases.map { ($0, [.wholeDay]) }),
        makeUp: [.wholeDay]
    )

    private static func ordered(_ windows: [WorkWindow], on day: Weekday?) throws(CalendarError) -> [WorkWindow] {
        let sorted = windows.sorted { $0.opens < $1.opens }
        for (first, second) in zip(sorted, sorted.dropFirst()) where second.opens < first.closes {
            throw .overlappingWindows(day, first, second)
        }
        return sorted
    }
}
