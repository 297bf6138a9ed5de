import HTTPTypes
import PGStore
import Workflow

/// What a list of service requests is asked for, read from the parameters.
struct OpenQuery {
    /// Which matters.
    let filter: ReportFilter
    /// Around which point they are; nil: anywhere.
    let around: OpenCircle?
    /// How many come before the page.
    let skipped: Int
    /// How many are in it.
    let count: Int

    /// Days between the two ends of a span at the most: GeoReport's own bound.
    static let mostDays: Int64 = 90
    /// Requests of an answer without pages: GeoReport's own bound.
    static let mostUnpaged = 1_000
    /// Requests of a page.
    static let pageSize = 1...100
    /// Pages: whoever goes on behind them narrows the dates, since all before a page is walked through each time.
    static let pages = 1...100
    /// How far back somebody's own matters are looked through for what changed in a span.
    static let daysOfChange: Int64 = 365

    /// Reads it.
    ///
    /// - Throws: `Fault` for a span that is too long, or a service or status that is not known.
    init(_ call: Call, now: Instant) throws {
        let codes = call.listed("service_code")
        let categories = try call.categories(codes)
        let words = Set(call.listed("status"))
        guard words.isSubset(of: ["open", "closed"]) else { throw Fault.badOpenStatus }
        let isOpen: Bool? = words.count == 1 ? words.contains("open") : nil
        let reported = try call.instants("start_date", "end_date")
        let changed = try call.instants("updated_after", "updated_before")
        if changed.isGiven, !reported.isGiven {
            filter = ReportFilter(
                categories: categories,
                changed: try changed.range(now: now),
                isOpen: isOpen,
                order: .changed
            )
        } else {
            filter = ReportFilter(
                categories: categories,
                reported: try reported.range(now: now),
                changed: changed.open,
                isOpen: isOpen
            )
        }
        around = try call.openCircle()
        (skipped, count) = call.pages
    }
}

/// A point with metres around it.
struct OpenCircle {
    let middle: Position
    let radius: Int

    /// Metres that can be asked for.
    static let radii = 1...50_000
    /// Metres, where none are given.
    static let usualRadius = 500

    /// Whether somewhere is within it; nowhere is not.
    func holds(_ position: Position?) -> Bool { position.map { middle.distance(to: $0) <= Double(radius) } ?? false }
}

/// Two ends of a span, each perhaps not given.
struct OpenSpan {
    let from: Instant?
    let until: Instant?

    /// Whether one of them was given.
    var isGiven: Bool { from != nil || until != nil }

    /// The span; an end that is not given is as far away as a span may be, and not later than now.
    ///
    /// - Throws: `Fault` where it is longer, or ends before it begins.
    func range(now: Instant) throws(Fault) -> ClosedRange<Instant> {
        let longest = OpenQuery.mostDays * 86_400
        let end = until ?? from.map { min(max(now, $0), $0.advanced(bySeconds: longest)) } ?? now
        let start = from ?? end.advanced(bySeconds: -longest)
        guard start <= end, end.microseconds - start.microseconds <= longest * 1_000_000 else {
            throw Fault(
                .badRequest,
                "bad_span",
                zh: "起止时间须先后有序，且不超过 \(OpenQuery.mostDays) 天",
                en: "a span ends after it begins, and is not longer than \(OpenQuery.mostDays) days"
            )
        }
        return max(start, ReportFilter.anyTime.lowerBound)...max(end, ReportFilter.anyTime.lowerBound)
    }

    /// The span, without end where none was given.
    var open: ClosedRange<Instant> {
        let start = max(from ?? ReportFilter.anyTime.lowerBound, ReportFilter.anyTime.lowerBound)
        return start...max(start, until ?? ReportFilter.anyTime.upperBound)
    }
}

extension Call {
    /// The values of a parameter that may be repeated, and may hold several between commas.
    func listed(_ name: String) -> [String] {
        texts(name).flatMap { $0.split(separator: ",") }.map { $0.trimmedBlanks }.filter { !$0.isEmpty }
    }

    /// Two parameters that are the ends of a span.
    ///
    /// - Throws: `Fault` where one is no point in time.
    func instants(_ from: String, _ until: String) throws(Fault) -> OpenSpan {
        OpenSpan(from: try instant(from), until: try instant(until))
    }

    /// How many of a list are skipped and taken.
    var pages: (skipped: Int, count: Int) {
        guard number("page") != nil || number("page_size") != nil else { return (0, OpenQuery.mostUnpaged) }
        let size = number("page_size") ?? 50
        return (((number("page") ?? 1) - 1) * size, size)
    }

    /// The categories that go by the services of these codes; by all that are open, where none is given.
    ///
    /// - Throws: `Fault` for a code that is no open service's.
    func categories(_ codes: [String]) throws(Fault) -> [String] {
        var wanted = Set(configuration.categories.open.map(\.code))
        if !codes.isEmpty {
            for code in codes where !wanted.contains(code) { throw .unknownService(code) }
            wanted = Set(codes)
        }
        return configuration.directory.categories.filter { category in
            configuration.categories.entry(of: category).map { wanted.contains($0.code) } ?? false
        }.sorted()
    }

    /// `lat` and `long` with `radius`.
    ///
    /// - Throws: `Fault` where they are no point on the earth, or there is a radius around none.
    fileprivate func openCircle() throws(Fault) -> OpenCircle? {
        guard let middle = try openPosition() else {
            guard number("radius") == nil else {
                throw Fault(
                    .badRequest,
                    "radius_without_position",
                    zh: "给出 radius 时须同时给出 lat 和 long",
                    en: "a radius comes with lat and long"
                )
            }
            return nil
        }
        return OpenCircle(middle: middle, radius: number("radius") ?? OpenCircle.usualRadius)
    }

    private func instant(_ name: String) throws(Fault) -> Instant? {
        guard let text = text(name) else { return nil }
        // A plus sign that nobody escaped came as a blank.
        guard let instant = Instant(rfc3339: text.replacing(" ", with: "+")), ReportFilter.anyTime.contains(instant)
        else {
            throw Fault(
                .badRequest,
                "bad_time",
                zh: "\(name) 应为带时区的时间，如 2026-11-21T09:30:00+08:00",
                en: "\(name) is a time with its offset, as 2026-11-21T09:30:00+08:00"
            )
        }
        return instant
    }
}

extension Fault {
    fileprivate static let badOpenStatus = Fault(
        .badRequest,
        "bad_status",
        zh: "status 应为 open、closed",
        en: "status is open, closed, or both between commas"
    )

    /// No service that is open bears the code.
    static func unknownService(_ code: String) -> Fault {
        Fault(
            .notFound,
            "unknown_service",
            zh: "没有 service_code “\(code)”",
            en: "the service_code “\(code)” is not known"
        )
    }

    /// No request of that number, or none that may be seen: the answer is the same.
    static func unknownRequest(_ number: String) -> Fault {
        Fault(
            .notFound,
            "unknown_request",
            zh: "没有 service_request_id “\(number)”",
            en: "the service_request_id “\(number)” is not known"
        )
    }
}

extension Substring {
    /// Without blanks at its ends.
    fileprivate var trimmedBlanks: String {
        var rest = self
        while rest.first?.isWhitespace == true { rest.removeFirst() }
        while rest.last?.isWhitespace == true { rest.removeLast() }
        return String(rest)
    }
}
