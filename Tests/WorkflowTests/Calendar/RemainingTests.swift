import TestSupport
import Testing
import Workflow

@Suite struct RemainingTests {
    private let office = CalendarSamples.office

    @Test(arguments: CalendarSamples.all)
    func `pause and resume at once change nothing`(calendar: WorkCalendar) {
        var dice = CalendarDice(seed: 11)
        for _ in PropertyRuns.rounds(4000) {
            let limit = dice.limit()
            let start = dice.instant()
            let due = calendar.deadline(after: limit, from: start).due
            let pause = start.advanced(bySeconds: .random(in: 0...3_000_000, using: &dice))
            for moment in [start, pause, due] {
                let remaining = calendar.remaining(of: limit, at: moment, due: due)
                #expect(remaining.kind == limit.measure)
                #expect(calendar.resume(remaining, from: moment).due == due, "\(limit) from \(start) at \(moment)")
            }
        }
    }

    @Test(arguments: CalendarSamples.all)
    func `a pause moves the due by the time it took, in the limit's measure`(calendar: WorkCalendar) {
        var dice = CalendarDice(seed: 12)
        for _ in PropertyRuns.rounds(4000) {
            let limit = dice.limit()
            let start = dice.instant()
            let due = calendar.deadline(after: limit, from: start).due
            let pause = start.advanced(bySeconds: .random(in: 0...100_000, using: &dice))
            let resumed = pause.advanced(bySeconds: .random(in: 0...1_000_000, using: &dice))
            let moved = calendar.resume(calendar.remaining(of: limit, at: pause, due: due), from: resumed).due
            switch limit.measure {
            case .elapsed:
                #expect(due.microseconds(to: moved) == pause.microseconds(to: resumed))
            case .working:
                let took = calendar.workMicroseconds(from: pause, to: resumed)
                #expect(calendar.workMicroseconds(from: due, to: moved) == took)
                if took == 0 { #expect(moved == due) }
            }
        }
    }

    @Test func `two pauses are as good as one`() throws {
        let limit = try Limit("10wh")
        let start = try office.at("2026-03-02T09:00:00")
        var due = office.deadline(after: limit, from: start).due
        for (from, to) in [("10:00:00", "11:00:00"), ("15:00:00", "17:00:00")] {
            let remaining = office.remaining(of: limit, at: try office.at("2026-03-02T\(from)"), due: due)
            due = office.resume(remaining, from: try office.at("2026-03-02T\(to)")).due
        }
        #expect(office.local(due).description == "2026-03-03T17:00:00")
    }

    @Test func `an overdue clock stays overdue`() throws {
        let limit = try Limit("1wd")
        let due = try office.at("2026-03-02T18:00:00")
        let remaining = office.remaining(of: limit, at: try office.at("2026-03-03T10:00:00"), due: due)
        #expect(remaining.seconds == -3600)
        let resumed = try office.at("2026-03-04T10:00:00")
        #expect(office.resume(remaining, from: resumed).due < resumed)
    }

    @Test func `a due time at an opening comes back to the opening`() throws {
        let limit = try Limit("1bd")
        let start = try office.at("2026-03-06T20:00:00")
        let due = office.deadline(after: limit, from: start).due
        #expect(try due == office.at("2026-03-10T09:00:00"))
        let remaining = office.remaining(of: limit, at: start, due: due)
        #expect(remaining.endsAtOpening)
        #expect(remaining.seconds == 7 * 3600)
        #expect(office.resume(remaining, from: start).due == due)
    }

    @Test func `a resumed clock that runs into an unknown year is provisional`() throws {
        let limit = try Limit("20wd")
        let due = office.deadline(after: limit, from: try office.at("2026-11-02T10:00:00"))
        #expect(!due.provisional)
        let remaining = office.remaining(of: limit, at: try office.at("2026-11-03T10:00:00"), due: due.due)
        #expect(office.resume(remaining, from: try office.at("2026-12-20T10:00:00")).provisional)
    }
}
