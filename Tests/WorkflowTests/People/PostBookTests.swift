import Testing
import Workflow

/// Who holds, who stands in, who is on duty: by the instant.
@Suite struct PostBookTests {
    static let liaison = Post(role: "department_liaison", unit: World.water)
    static let (ann, ben, cid, dan) = (PersonID(1), PersonID(2), PersonID(3), PersonID(4))

    static func span(_ from: String, _ until: String) -> Period {
        Period(from: World.time(from), until: World.time(until)) ?? .always
    }

    /// Ann's time ended with the 2nd of March; she named Ben, who works in the parks department.
    private static let ended = PostBook(
        tenures: [
            Tenure(
                person: ann,
                post: liaison,
                period: span("2026-01-01T00:00:00", "2026-03-03T00:00:00"),
                substitute: ben
            ),
            Tenure(person: ben, post: Post(role: "department_liaison", unit: World.parks)),
        ]
    )

    @Test func `a post that ended yesterday does not answer, and its stand-in does`() {
        let last = World.time("2026-03-02T23:59:59")
        let midnight = World.time("2026-03-03T00:00:00")
        #expect(Self.ended.holders(of: "department_liaison", in: World.water, at: last) == [Self.ann])
        #expect(Self.ended.holders(of: "department_liaison", in: World.water, at: midnight) == [])
        #expect(Self.ended.seats(of: Self.ann, at: midnight) == [])
        #expect(Self.ended.seats(of: Self.ben, at: last).map(\.post.unit) == [World.parks])
        let seats = Self.ended.seats(of: Self.ben, at: midnight)
        #expect(seats.map(\.post.unit) == [World.parks, World.water])
        #expect(seats.map(\.instead) == [nil, .emptyPost])
    }

    @Test func `who is away has somebody stand in for that time, who is there and in the house`() {
        let away = Absence(person: Self.ann, period: Self.span("2026-03-02T00:00:00", "2026-03-04T00:00:00"))
        let both = Absence(person: Self.ben, period: Self.span("2026-03-03T00:00:00", "2026-03-04T00:00:00"))
        let book = PostBook(
            tenures: [
                Tenure(person: Self.ann, post: Self.liaison, substitute: Self.ben),
                Tenure(person: Self.ben, post: Post(role: "handler", unit: World.water)),
            ],
            absences: [away, both]
        )
        let monday = World.time("2026-03-02T09:00:00")
        #expect(book.standIns(at: Self.liaison, at: monday).map(\.person) == [Self.ben])
        #expect(book.standIns(at: Self.liaison, at: monday).map(\.instead) == [.absent(Self.ann)])
        #expect(book.seats(of: Self.ben, at: monday).count == 2)
        #expect(book.standIns(at: Self.liaison, at: World.time("2026-03-03T09:00:00")).isEmpty, "Ben is away, too")
        #expect(book.standIns(at: Self.liaison, at: World.time("2026-03-04T00:00:00")).isEmpty, "Ann is back")
        let gone = PostBook(
            tenures: [Tenure(person: Self.ann, post: Self.liaison, substitute: Self.dan)],
            absences: [away]
        )
        #expect(gone.standIns(at: Self.liaison, at: monday).isEmpty, "Dan holds no post any more")
    }

    @Test func `periods that overlap name everybody once`() {
        let book = PostBook(
            tenures: [
                Tenure(
                    person: Self.ben,
                    post: Self.liaison,
                    period: Self.span("2026-03-01T00:00:00", "2026-04-01T00:00:00")
                ),
                Tenure(
                    person: Self.ann,
                    post: Self.liaison,
                    period: Self.span("2026-02-01T00:00:00", "2026-03-10T00:00:00")
                ),
                Tenure(
                    person: Self.ann,
                    post: Self.liaison,
                    period: Self.span("2026-03-05T00:00:00", "2026-05-01T00:00:00")
                ),
            ]
        )
        func holders(_ day: String) -> [PersonID] {
            book.holders(of: "department_liaison", in: World.water, at: World.time("\(day)T12:00:00"))
        }
        #expect(holders("2026-02-10") == [Self.ann])
        #expect(holders("2026-03-07") == [Self.ann, Self.ben])
        #expect(holders("2026-04-10") == [Self.ann])
        #expect(holders("2026-05-01") == [])
    }

    @Test func `on days off the roster goes first, in working time the post does`() throws {
        let calendar = try World().context.calendars.standard
        let territory = try World.territory()
        let shift = DutyShift(
            unit: World.water,
            person: Self.cid,
            period: Self.span("2026-03-07T00:00:00", "2026-03-10T00:00:00")
        )
        let book = PostBook(
            tenures: [
                Tenure(person: Self.ann, post: Self.liaison),
                Tenure(person: Self.cid, post: Post(role: "handler", unit: World.water)),
            ],
            shifts: [shift]
        )
        func told(_ time: String, byRoster: Bool = true) -> [String] {
            book.resolve(
                World.water,
                roles: ["department_liaison"],
                at: World.time(time),
                byRoster: byRoster,
                in: territory,
                calendar: calendar
            ).map { "\($0.person) \($0.code)" }
        }
        #expect(told("2026-03-07T10:00:00") == ["3 duty"], "a Saturday")
        #expect(told("2026-03-09T10:00:00") == ["1 post"], "Monday, in working time")
        #expect(told("2026-03-09T18:00:00") == ["3 duty"], "Monday night")
        #expect(told("2026-03-07T10:00:00", byRoster: false) == ["1 post"])
        #expect(told("2026-03-14T10:00:00") == ["1 post"], "a Saturday without a roster")
    }

    @Test func `an empty post falls to the unit above, and to administrators never`() throws {
        let calendar = try World().context.calendars.standard
        let district = UnitID(9)
        let book = PostBook(
            tenures: [
                Tenure(person: Self.ann, post: Post(role: "system_administrator", unit: World.water)),
                Tenure(person: Self.ben, post: Post(role: "security_administrator", unit: district)),
                Tenure(person: Self.cid, post: Post(role: "contact_leader", unit: district)),
            ]
        )
        let found = book.resolve(
            World.water,
            roles: ["department_liaison"],
            at: World.time("2026-03-02T09:00:00"),
            in: try World.territory(),
            calendar: calendar
        )
        #expect(found.map(\.person) == [Self.cid])
        #expect(found.map(\.instead) == [World.water])
        let names = PeopleNames(
            unit: { "u\($0)" },
            person: { "p\($0)" },
            role: { Bilingual(zh: "岗", en: $0.text) },
            time: { "\($0)" }
        )
        #expect(
            found.first?.words(names)
                == Bilingual(
                    zh: "u5无人在岗，由上级u9承接：任岗",
                    en: "u5 has nobody; u9 above answers: is contact_leader"
                )
        )
    }

    @Test func `tomorrow's gaps: empty posts, people away, hours without anybody`() throws {
        let calendar = try World().context.calendars.standard
        let (head, desk) = (
            Post(role: "department_head", unit: World.water), Post(role: "handler", unit: World.section)
        )
        let book = PostBook(
            tenures: [
                Tenure(
                    person: Self.ann,
                    post: Self.liaison,
                    period: Self.span("2026-01-01T00:00:00", "2026-03-07T00:00:00")
                ),
                Tenure(person: Self.ben, post: head),
                Tenure(person: Self.cid, post: desk, substitute: Self.ben),
            ],
            absences: [Absence(person: Self.cid, period: Self.span("2026-03-07T00:00:00", "2026-03-08T00:00:00"))],
            shifts: [
                DutyShift(
                    unit: World.water,
                    person: Self.ben,
                    period: Self.span("2026-03-06T18:00:00", "2026-03-07T08:00:00")
                ),
                DutyShift(
                    unit: World.water,
                    person: Self.cid,
                    period: Self.span("2026-03-07T08:00:00", "2026-03-07T20:00:00")
                ),
                DutyShift(
                    unit: World.water,
                    person: Self.ben,
                    period: Self.span("2026-03-07T20:00:00", "2026-03-08T08:00:00")
                ),
            ]
        )
        let saturday = try #require(LocalDate("2026-03-07"))
        #expect(
            book.gaps(on: saturday, needed: [World.water, World.parks], calendar: calendar) == [
                .empty(Self.liaison),
                .duty(World.water, nil, Self.span("2026-03-07T08:00:00", "2026-03-07T20:00:00")),
                .nobody(World.parks), .away(desk, standIns: [Self.ben]),
            ]
        )
        let friday = try #require(LocalDate("2026-03-06"))
        #expect(
            book.gaps(on: friday, needed: [World.water], calendar: calendar) == [
                .duty(World.water, nil, Self.span("2026-03-06T00:00:00", "2026-03-06T09:00:00")),
                .duty(World.water, nil, Self.span("2026-03-06T12:00:00", "2026-03-06T14:00:00")),
            ]
        )
    }
}
