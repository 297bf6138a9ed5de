import TestSupport
import Testing
import Workflow

@Suite struct DeadlineExplanationTests {
    private let office = CalendarSamples.office

    private func explain(_ limit: String, from start: String) throws -> DeadlineExplanation {
        office.explain(limit: try Limit(limit), from: try office.at(start))
    }

    @Test(arguments: CalendarSamples.all)
    func `an explanation ends at the deadline and its parts add up`(calendar: WorkCalendar) {
        var dice = CalendarDice(seed: 21)
        for _ in PropertyRuns.rounds(1500) {
            let limit = dice.limit()
            let start = dice.instant()
            let deadline = calendar.deadline(after: limit, from: start)
            let explanation = calendar.explain(limit: limit, from: start)
            #expect(explanation.due == deadline.due, "\(limit) on \(calendar.name) from \(start)")
            #expect(explanation.provisional == deadline.provisional)
            #expect(explanation.lines.contains(.due(calendar.local(deadline.due))))
            var counted: Int64 = 0
            var days = 0
            for line in explanation.lines {
                if case .counts(_, let seconds, _) = line { counted += seconds }
                if case .countsDays(let run, let first, let last) = line {
                    #expect(first == days + 1)
                    #expect(run.count == last - first + 1)
                    days = last
                }
            }
            #expect(counted == limit.workingSeconds)
            #expect(days == limit.countedDays)
            #expect(explanation.chineseLines.count == explanation.lines.count)
            #expect(explanation.englishLines.count == explanation.lines.count)
        }
    }

    @Test func `working hours over the Spring Festival read as a clerk would tell them`() throws {
        let text = try explain("5wh", from: "2026-02-13T16:30:00").chinese
        #expect(
            text == """
                2026-02-13（周五）16:30 起算，时限 工作时间 5 小时（日历：office）
                2026-02-13（周五） 工作日，计 1 小时 30 分，尚余 3 小时 30 分
                2026-02-14（周六） 调休上班（春节），计 3 小时 30 分，计满
                到期：2026-02-14（周六）14:30
                依据：本日历的工作时间；起止参照民法典第200–203条
                """
        )
    }

    @Test func `working days skip the festival as one line`() throws {
        let text = try explain("3wd", from: "2026-02-13T16:30:00").chinese
        #expect(
            text == """
                2026-02-13（周五）16:30 起算，时限 3 个工作日（日历：office）
                2026-02-13（周五） 为开始当日，不计入
                2026-02-14（周六） 调休上班（春节），第 1 个工作日
                2026-02-15（周日）至 02-23（周一） 春节放假，不计
                2026-02-24（周二）至 02-25（周三） 第 2 至 3 个工作日
                到期：2026-02-25（周三）18:00
                依据：民法典第200–203条（开始当日不计入；末日为休息日的顺延；止于当日停止业务活动时）
                """
        )
    }

    @Test func `calendar days move off the holiday, in English too`() throws {
        let text = try explain("3d", from: "2026-12-30T10:00:00").english
        #expect(
            text == """
                2026-12-30 (Wed) 10:00: starts, limit 3 calendar days (calendar office)
                2026-12-30 (Wed) is the day of the start and does not count
                3 day(s) end on 2027-01-02 (Sat)
                2027-01-02 (Sat) to 2027-01-03 (Sun): weekend, does not count
                the last day is off: moved to 2027-01-04 (Mon)
                due: 2027-01-04 (Mon) 18:00
                rule: Civil Code art. 200–203: the first day does not count, the end moves off holidays, \
                to the close of business
                no official calendar for 2027 yet: provisional, recomputed when it is imported
                """
        )
        #expect(try explain("3d", from: "2026-12-30T10:00:00").chinese.contains("2027 年尚无官方放假安排"))
    }

    @Test func `a start after hours says from when it counts`() throws {
        let lines = try explain("4wh", from: "2026-03-06T20:00:00").englishLines
        #expect(lines[1] == "outside working time: counts from 2026-03-09 (Mon) 09:00")
        #expect(lines[4].hasSuffix("2026-03-09 (Mon) 15:00"), "\(lines)")
    }

    @Test func `long runs become one line each`() throws {
        let lines = try explain("15wd", from: "2026-03-02T10:00:00").lines
        #expect(lines.count == 11)
    }
}

extension Limit {
    /// How much working time its explanation must add up to.
    fileprivate var workingSeconds: Int64 {
        switch form {
        case .workingSeconds(let count): Int64(count)
        case .workingMinutes(let count): Int64(count) * 60
        case .workingHours(let count): Int64(count) * 3600
        default: 0
        }
    }

    /// How many workdays its explanation must count.
    fileprivate var countedDays: Int {
        switch form {
        case .workingDays(let count), .businessDays(let count): count
        default: 0
        }
    }
}
