import PGStore
import Tabular
import TestSupport
import Testing
import Workflow

@testable import Dispatcher

/// Posts with periods, stand-ins, absences and rosters, from sheets to decisions and letters.
@Suite struct PeoplePeriodTests {
    @Test(arguments: SheetKind.allCases)
    func `posts load with their periods, and again without doubling`(kind: SheetKind) async throws {
        let sheet = TestSheet(
            ["账号", "姓名", "岗位", "单位编码", "任职起", "任职止", "兼职", "代岗人"],
            [
                ["li", "李四", "网格员", "G", "2026-03-01", "2026-06-30", "是", "grid"],
                ["li", "李四", "网格员", "G", "2026/9/1", "", "否", ""],
                ["zhao", "赵六", "网格长", "G", "", "", "", "li"],
            ]
        )
        let path = try sheet.file(kind)
        try await TestDistrict.with { city in
            let report = try await city.load(.people, .path(path))
            #expect(report.complaints == [])
            #expect((report.loaded, report.alreadyThere) == (3, 0))
            let now = try await city.now()
            let calendar = now.calendars.standard
            let tenures = try #require(now.person(called: "li").map { now.posts?.tenures(of: $0) ?? [] })
            #expect(tenures.map { $0.period.firstDay(in: calendar)?.description } == ["2026-03-01", "2026-09-01"])
            #expect(tenures.map { $0.period.lastDay(in: calendar)?.description } == ["2026-06-30", nil])
            #expect(tenures.map(\.isPartTime) == [true, false])
            #expect(tenures.map { $0.substitute.flatMap { now.account(of: $0) } } == ["grid", nil])
            let again = try await city.load(.people, .path(path))
            #expect((again.loaded, again.alreadyThere) == (0, 3))
            #expect(try await city.now().posts == now.posts)
        }
    }

    @Test func `an old sheet changes no period, and a date is added to a post without one`() async throws {
        try await TestDistrict.with { city in
            _ = try await city.load(.people, csv: "账号,姓名,岗位,单位编码,任职起\nwater,水务联络员,部门联络员,W,2026-01-01")
            let dated = try await city.now().posts
            #expect(dated?.tenures(in: city.unit("W")).count == 1, "the post that had no date has one now")
            let report = try await city.load(.people, csv: "账号,姓名,岗位,单位编码\nwater,水务联络员,部门联络员,W")
            #expect((report.loaded, report.alreadyThere) == (0, 1))
            #expect(try await city.now().posts == dated)
            _ = try await city.load(.people, csv: "账号,姓名,岗位,单位编码,任职止\nwater,水务联络员,部门联络员,W,2026-02-01")
            let ended = try #require(try await city.now().posts?.tenures(in: city.unit("W")).first)
            #expect(ended.period.lastDay(in: city.configuration.calendars.standard)?.description == "2026-02-01")
        }
    }

    @Test func `rows that make no sense are refused with their reason`() async throws {
        let text = """
            账号,姓名,岗位,单位编码,任职起,任职止,兼职,代岗人
            a,甲,网格员,G,2026-03-01,2026-02-01,,
            b,乙,网格员,G,2026-02-30,,,
            c,丙,网格员,G,2026-03-01,,也许,
            d,丁,网格员,G,,,,nobody
            e,戊,网格员,G,,,,e
            f,己,网格员,G,2026-01-01,2026-03-31,,
            f,己,网格员,G,2026-03-31,,,
            f,己,网格员,G,2026-04-01,,,
            """
        try await TestDistrict.with { city in
            let report = try await city.load(.people, csv: text)
            #expect(
                Set(report.complaints) == [
                    "2 period_backwards", "3 bad_date", "4 bad_flag", "5 unknown_account", "6 own_substitute",
                    "8 period_overlaps",
                ]
            )
            #expect(report.loaded == 2)
        }
    }

    @Test func `a roster is replaced within the span of a new sheet, absences by person and beginning`() async throws {
        let head = "单位编码,值班岗位,账号,起,止\n"
        try await TestDistrict.with { city in
            let first =
                head + "S,,street,2099-03-07 08:00,2099-03-08 08:00\nS,,desk,2099-03-08 08:00,2099-03-09 08:00\n"
            #expect(try await city.load(.duties, csv: first).loaded == 2)
            let swapped = head + "S,,desk,2099-03-07 08:00,2099-03-08 08:00\nS,带班领导,desk2,2099-03-07,2099-03-07\n"
            let report = try await city.load(.duties, csv: swapped)
            #expect(report.complaints == [])
            let now = try await city.now()
            let roster = try #require(now.posts?.roster(of: city.unit("S")))
            #expect(
                Set(roster.map { "\(now.account(of: $0.person) ?? "") \($0.role?.text ?? "-")" }) == [
                    "desk -", "desk2 duty_leader",
                ]
            )
            #expect(roster.count == 3)
            let day = try #require(roster.first { $0.role != nil })
            #expect(day.period.until.seconds - day.period.from.seconds == 86_400, "a date alone means all of it")
            #expect(try await city.load(.duties, csv: swapped).loaded == 0)
            let bad =
                head
                + "X,,street,2099-03-07,2099-03-07\nS,,nobody,2099-03-07,2099-03-07\nS,皇帝,street,2099-01-01,2099-03-07\n"
            #expect(
                Set(try await city.load(.duties, csv: bad).complaints) == [
                    "4 unknown_role", "4 shift_too_long", "2 unknown_unit", "3 unknown_account",
                ]
            )
            _ = try await city.load(.absences, csv: "账号,起,止,事由\ndesk,2099-03-02,2099-03-06,年休假")
            let longer = try await city.load(.absences, csv: "账号,起,止\ndesk,2099-03-02,2099-03-09 12:00")
            #expect(longer.loaded == 1)
            let absence = try #require(try await city.now().posts?.absences.first)
            #expect(
                city.configuration.calendars.standard.local(absence.period.until).description == "2099-03-09T12:00:00"
            )
        }
    }

    @Test func `an act by a post that is over is refused in the database's own time, and by whoever stands in is done`()
        async throws
    {
        try await TestDistrict.with { city in
            let ticket = try await city.file()
            try await city.act("accept", by: "desk", on: ticket)
            try await city.act("dispatch", by: "desk", on: ticket)
            _ = try await city.load(.people, csv: "账号,姓名,岗位,单位编码,任职止,代岗人\nwater,水务联络员,部门联络员,W,2026-01-31,parks")
            await #expect(throws: DispatchError.self) { try await city.act("sign", by: "water", on: ticket) }
            let error = await #expect(throws: DispatchError.self) {
                try await city.act("sign", by: "water", on: ticket)
            }
            #expect(error?.code == "post_ended")
            try await city.act("sign", by: "parks", on: ticket)
            let dossier = try #require(try await city.engine.dossier(ticket, in: city.id))
            let event = try #require(dossier.events.last?.event)
            #expect(event.by.post == Post(role: "department_liaison", unit: city.unit("W")))
            #expect(event.by.instead == .emptyPost)
            #expect(try await city.engine.verify(city.id).findings == [])
        }
    }

    @Test func `a letter reaches who stands in, who is on duty, or the unit above, and says why`() async throws {
        try await TestDistrict.with { city in
            _ = try await city.load(
                .people,
                csv: """
                    账号,姓名,岗位,单位编码,任职止,代岗人
                    water,水务联络员,部门联络员,W,2026-01-31,parks
                    desk,派单员甲,社区派单员,C1,2026-01-31,
                    desk2,派单员乙,社区派单员,C1,2026-01-31,
                    """
            )
            let configuration = try await city.now()
            let monday = try #require(configuration.instant("2026-03-02 09:00"))
            let book = AddressBook(configuration)
            let told = book.told(city.unit("W"), roles: ["department_liaison"], at: monday, byRoster: false)
            #expect(told.map(\.account) == ["parks"])
            #expect(told.first?.why.zh == "部门联络员空岗，代岗")
            let water = try #require(configuration.person(called: "water"))
            #expect(book.leftPost(of: water, at: monday) == Post(role: "department_liaison", unit: city.unit("W")))
            #expect(book.leftPost(of: try #require(configuration.person(called: "parks")), at: monday) == nil)
            let above = book.told(city.unit("C1"), roles: [], at: monday, byRoster: false)
            #expect(above.map(\.account) == ["street"])
            #expect(above.first?.above == city.unit("S"))
            #expect(above.first?.why.zh == "一社区无人在岗，由上级一街道承接：任街道派单员")
        }
    }

    @Test func `off hours a step after a short limit goes to who is on duty, anything else to the post`() async throws {
        try await TestDistrict.with { city in
            let roster = "单位编码,账号,起,止\nW,parks,2099-03-07,2099-03-07\n"
            #expect(try await city.load(.duties, csv: roster).loaded == 1)
            let configuration = try await city.now()
            let night = try #require(configuration.instant("2099-03-07 03:00"))
            let book = AddressBook(configuration)
            let step = book.told(city.unit("W"), roles: ["department_liaison"], at: night, byRoster: true)
            #expect(step.map { "\($0.account ?? "") \($0.code)" } == ["parks duty"])
            #expect(step.first?.why.zh == "在值班表上（值班，至 2099-03-08 00:00）")
            let other = book.told(city.unit("W"), roles: ["department_liaison"], at: night, byRoster: false)
            #expect(other.map { "\($0.account ?? "") \($0.code)" } == ["water post"])
        }
    }
}
