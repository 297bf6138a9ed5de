import TestSupport
import Testing
import Workflow

/// What must hold for every calendar, start and amount; each test rolls the same dice in every run.
@Suite struct WorkingTimePropertyTests {
    @Test(arguments: CalendarSamples.all)
    func `working time and advance agree`(calendar: WorkCalendar) {
        var dice = CalendarDice(seed: 1)
        for _ in PropertyRuns.rounds(4000) {
            let start = dice.instant()
            let seconds = Int64.random(in: 1...2_000_000, using: &dice)
            let end = calendar.advance(workingSeconds: seconds, from: start)
            #expect(calendar.workTime(from: start, to: end) == seconds)
            #expect(end > start)
            let before = end.advanced(byMicroseconds: -1)
            #expect(calendar.workTime(from: start, to: before) < seconds, "the first such instant")
            let back = calendar.advance(workingSeconds: -seconds, from: end)
            #expect(calendar.workTime(from: back, to: end) == seconds)
            #expect(back == calendar.nextOpening(onOrAfter: start), "and back again, to the first counted instant")
        }
    }

    @Test(arguments: CalendarSamples.all)
    func `working time adds up and reverses`(calendar: WorkCalendar) {
        var dice = CalendarDice(seed: 2)
        for _ in PropertyRuns.rounds(4000) {
            let (first, second, third) = (dice.instant(), dice.instant(), dice.instant())
            let sum = calendar.workMicroseconds(from: first, to: second)
            #expect(
                sum + calendar.workMicroseconds(from: second, to: third)
                    == calendar.workMicroseconds(from: first, to: third)
            )
            #expect(sum == -calendar.workMicroseconds(from: second, to: first))
            #expect((sum >= 0) == (first <= second) || sum == 0)
        }
    }

    @Test(arguments: CalendarSamples.all)
    func `a later start is never due earlier`(calendar: WorkCalendar) {
        var dice = CalendarDice(seed: 3)
        for _ in PropertyRuns.rounds(4000) {
            let limit = dice.limit()
            let start = dice.instant()
            let later = start.advanced(bySeconds: .random(in: 0...200_000, using: &dice))
            let first = calendar.deadline(after: limit, from: start).due
            let second = calendar.deadline(after: limit, from: later).due
            #expect(first <= second, "\(limit) on \(calendar.name) from \(start) and \(later)")
            #expect(first >= start)
        }
    }

    @Test(arguments: CalendarSamples.all)
    func `a larger amount is never due earlier`(calendar: WorkCalendar) throws {
        var dice = CalendarDice(seed: 4)
        let forms: [(Int) -> Limit.Form] = [
            { .seconds($0) }, { .workingMinutes($0) }, { .workingDays($0) }, { .businessDays($0) },
            { .calendarDays($0) }, { .clockDays($0) },
        ]
        for _ in PropertyRuns.rounds(1000) {
            let start = dice.instant()
            let amount = Int.random(in: 1...60, using: &dice)
            for form in forms {
                let less = calendar.deadline(after: try Limit(form(amount)), from: start).due
                let more = calendar.deadline(after: try Limit(form(amount + 1)), from: start).due
                #expect(less <= more)
            }
        }
    }

    @Test(arguments: CalendarSamples.all)
    func `the prefix sums agree with adding up windows by hand`(calendar: WorkCalendar) throws {
        var dice = CalendarDice(seed: 5)
        for _ in PropertyRuns.rounds(300) {
            let start = dice.instant()
            let end = start.advanced(bySeconds: .random(in: 0...5_000_000, using: &dice))
            var sum: Int64 = 0
            var date = calendar.local(start).date.adding(days: -1)
            while date <= calendar.local(end).date {
                for window in calendar.windows(on: date) {
                    let opens = max(start, calendar.instant(LocalDateTime(date: date, time: window.opens)))
                    let closes = min(end, calendar.instant(LocalDateTime(date: date, time: window.closes)))
                    sum += max(0, opens.microseconds(to: closes))
                }
                date = date.adding(days: 1)
            }
            #expect(calendar.workMicroseconds(from: start, to: end) == sum)
        }
    }

    @Test(arguments: CalendarSamples.all)
    func `a warning comes between start and due, in the limit's own measure`(calendar: WorkCalendar) {
        var dice = CalendarDice(seed: 6)
        for _ in PropertyRuns.rounds(3000) {
            let limit = dice.limit()
            let start = dice.instant()
            let due = calendar.deadline(after: limit, from: start).due
            let warning = calendar.fraction(80, of: start, to: due, counting: limit.measure)
            #expect(warning >= start)
            #expect(warning <= due)
            #expect(calendar.fraction(100, of: start, to: due, counting: limit.measure) == due)
            if due > start { #expect(warning < due) }
        }
    }

    @Test func `eighty percent of working time, of elapsed time, and of none`() throws {
        let office = CalendarSamples.office
        let friday = try office.at("2026-03-06T17:00:00")
        let warning = { (percent: Int, limit: String) in
            let limit = try Limit(limit)
            let due = office.deadline(after: limit, from: friday).due
            return office.local(office.fraction(percent, of: friday, to: due, counting: limit.measure)).description
        }
        #expect(try warning(80, "5wh") == "2026-03-09T12:00:00")
        #expect(try warning(20, "5wh") == "2026-03-06T18:00:00")
        #expect(try warning(80, "10h") == "2026-03-07T01:00:00")
        #expect(try warning(0, "5wh") == "2026-03-06T17:00:00")
        #expect(try warning(-5, "10h") == "2026-03-06T17:00:00")
        let night = try office.at("2026-03-07T00:00:00")
        let morning = try office.at("2026-03-07T10:00:00")
        #expect(try office.fraction(80, of: night, to: morning, counting: .working) == office.at("2026-03-07T08:00:00"))
        #expect(office.fraction(80, of: morning, to: night, counting: .working) == night)
    }

    @Test func `four working hours before the upper platform's due time`() throws {
        let office = CalendarSamples.office
        let before = { (due: String) in
            office.local(office.advance(workingSeconds: -14_400, from: try office.at(due))).description
        }
        #expect(try before("2026-03-03T10:00:00") == "2026-03-02T15:00:00")
        #expect(try before("2026-03-03T18:00:00") == "2026-03-03T14:00:00")
        #expect(try before("2026-03-03T20:00:00") == "2026-03-03T14:00:00")
        #expect(try before("2026-02-24T09:30:00") == "2026-02-14T14:30:00")
    }
}
