import TestSupport
import Testing
import Yams

@testable import Workflow

/// A real dispatch system's own deadlines, fitted by the forms of limit: one limit for each type of case.
@Suite struct BostonFitTests {
    private static let path = "matters/boston_cases.csv"

    /// A case that has a deadline.
    private struct Case {
        let opened: Instant
        let target: Instant
    }

    /// How well a limit tells a deadline.
    private enum Hit {
        /// To the second.
        case second
        /// Less than a minute off: 1,905 cases are stored with their opening cut to the minute, their deadline is not;
        /// others were given their deadline a few seconds after they were opened.
        case minute
    }

    @Test(.enabled(if: SharedData.has(path), "skipped: ../shared/data has no cases of Boston"))
    func `one limit for each type tells most deadlines to the second`() throws {
        let text = try CalendarSamples.shipped("boston.yaml")
        let boston = try YAMLDecoder().decode(CalendarDocument.self, from: text).calendar()
        let cases = try cases(on: boston)
        var (total, seconds, minutes) = (0, 0, 0)
        var limits: [String: Limit] = [:]
        for (type, ofType) in cases {
            let limit = try bestLimit(for: ofType, on: boston)
            let hits = ofType.compactMap { hit($0, limit, boston) }
            limits[type] = limit
            total += ofType.count
            seconds += hits.filter { $0 == .second }.count
            minutes += hits.filter { $0 == .minute }.count
        }
        print("Boston: \(total) deadlines, \(seconds) to the second, \(minutes) more within the minute")
        #expect(total == 4284)
        #expect(seconds >= 2500)
        #expect(seconds + minutes >= 4180)
        #expect(limits["Parking Enforcement"]?.description == "1bd")
        #expect(limits["Request for Recycling Cart"]?.description == "15bd")
        #expect(limits["Rodent Activity"]?.description == "30cd")
    }

    private func cases(on calendar: WorkCalendar) throws -> [String: [Case]] {
        let text = try #require(SharedData.text(Self.path))
        let rows = CSVLines(text).makeIterator()
        let heading = try #require(rows.next()).fields
        let type = try #require(heading.firstIndex(of: "type"))
        var cases: [String: [Case]] = [:]
        while let row = rows.next() {
            guard row.fields.count == heading.count, let opened = LocalDateTime(row.fields[1]),
                let target = LocalDateTime(row.fields[2])
            else { continue }
            let found = Case(opened: calendar.instant(opened), target: calendar.instant(target))
            cases[row.fields[type], default: []].append(found)
        }
        return cases
    }

    /// The limit that hits most cases; every case proposes those that could be meant.
    private func bestLimit(for cases: [Case], on calendar: WorkCalendar) throws -> Limit {
        var votes: [Limit: Int] = [:]
        for found in cases {
            for limit in try candidates(for: found, on: calendar) where hit(found, limit, calendar) != nil {
                votes[limit, default: 0] += 1
            }
        }
        let best = votes.max { ($0.value, $1.key.description) < ($1.value, $0.key.description) }
        return best?.key ?? .atOnce
    }

    private func candidates(for found: Case, on calendar: WorkCalendar) throws -> [Limit] {
        let span = calendar.local(found.opened).date.days(to: calendar.local(found.target).date)
        let elapsed = found.opened.microseconds(to: found.target) / 1_000_000
        var forms: [Limit.Form] = span > 0 ? [.clockDays(span), .workingDays(span), .calendarDays(span)] : []
        if elapsed > 0, elapsed % 3600 == 0 { forms.append(.hours(Int(elapsed / 3600))) }
        let businessDays = max(1, span * 5 / 7 - 8)...max(1, span * 5 / 7 + 3)
        forms += businessDays.map { .businessDays($0) }
        return try forms.map { form throws(LimitError) in try Limit(form) }
    }

    private func hit(_ found: Case, _ limit: Limit, _ calendar: WorkCalendar) -> Hit? {
        let due = calendar.deadline(after: limit, from: found.opened).due
        switch found.target.seconds - due.seconds {
        case 0: return .second
        case -59...59: return .minute
        default: return nil
        }
    }
}
