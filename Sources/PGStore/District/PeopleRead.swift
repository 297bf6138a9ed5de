package import Postgres
package import Workflow

/// Reads a district's posts, absences and duty rosters, as a part of its configuration.
package enum PeopleRead {
    /// Posts whenever they hold; absences and shifts but for those long over, which decide nothing any more.
    ///
    /// In a district whose time is given all of them: its past is still being told.
    static func statements(_ district: DistrictID) -> [Query] {
        let id = district.rawValue
        return [
            """
            SELECT person_id, role, unit_id, CASE WHEN isfinite(since) THEN to_char(since, 'YYYY-MM-DD') END,
                CASE WHEN isfinite(until) THEN to_char(until, 'YYYY-MM-DD') END, part_time, substitute_id
            FROM post WHERE district_id = \(id)
            """,
            """
            SELECT a.person_id, a.from_at, a.until_at, a.reason
            FROM absence AS a JOIN district AS d ON d.id = a.district_id
            WHERE a.district_id = \(id) AND (d.clock = 'given' OR a.until_at > now() - interval '40 days')
            """,
            """
            SELECT s.unit_id, s.role, s.person_id, s.from_at, s.until_at
            FROM duty_shift AS s JOIN district AS d ON d.id = s.district_id
            WHERE s.district_id = \(id) AND (d.clock = 'given' OR s.until_at > now() - interval '40 days')
            """,
        ]
    }

    /// Reads the answers.
    static func posts(_ results: [QueryResult], _ calendar: WorkCalendar) throws -> PostBook {
        PostBook(
            tenures: try results[0].map { try tenure($0, calendar) },
            absences: try results[1].map { row in
                let person = PersonID(try row[0, as: Int64.self])
                return Absence(person: person, period: try period(row, 1, "absence"), reason: try row[3])
            },
            shifts: try results[2].map(shift)
        )
    }

    /// The shifts of a roster that touch a period, however long ago.
    package static func shifts(_ district: DistrictID, in period: Period) -> Query {
        """
        SELECT unit_id, role, person_id, from_at, until_at FROM duty_shift
        WHERE district_id = \(district.rawValue) AND until_at > \(Timestamp(period.from))
            AND from_at < \(Timestamp(period.until))
        ORDER BY unit_id, role, from_at, person_id
        """
    }

    /// Reads a row of `shifts`.
    package static func shift(_ row: Row) throws -> DutyShift {
        let role: String = try row[1]
        return DutyShift(
            unit: UnitID(try row[0, as: Int64.self]),
            role: role.isEmpty ? nil : try name(role, "duty_shift"),
            person: PersonID(try row[2, as: Int64.self]),
            period: try period(row, 3, "duty_shift")
        )
    }

    /// When people are told: the columns of the district's row.
    static func messages(_ row: Row) throws -> MessageRules {
        let times: [String] = try row[4]
        let (from, until, gaps): (String, String, String) = (try row[5], try row[6], try row[7])
        let rules = MessageRules(
            digests: try times.map(time),
            quiet: MessageRules.Quiet(from: try time(from), until: try time(until)),
            gapsAt: gaps.isEmpty ? nil : try time(gaps)
        )
        guard let rules else {
            throw StoreError.damaged(table: "district", row: from, why: "digests in quiet hours")
        }
        return rules
    }

    private static func time(_ text: String) throws -> TimeOfDay {
        guard let time = TimeOfDay(text) else {
            throw StoreError.damaged(table: "district", row: text, why: "not a time of the day")
        }
        return time
    }

    private static func tenure(_ row: Row, _ calendar: WorkCalendar) throws -> Tenure {
        let person = PersonID(try row[0, as: Int64.self])
        let (first, last): (String?, String?) = (try row[3], try row[4])
        let substitute: Int64? = try row[6]
        let days = (try first.map { try date($0) }, try last.map { try date($0) })
        guard let period = Period(from: days.0, through: days.1, in: calendar) else {
            throw StoreError.damaged(table: "post", row: "\(person)", why: "it ends before it begins")
        }
        return Tenure(
            person: person,
            post: Post(role: try name(row[1], "post"), unit: UnitID(try row[2, as: Int64.self])),
            period: period,
            isPartTime: try row[5],
            substitute: substitute.map { PersonID($0) }
        )
    }

    private static func date(_ text: String) throws -> LocalDate {
        guard let date = LocalDate(text) else {
            throw StoreError.damaged(table: "post", row: text, why: "not a date")
        }
        return date
    }

    private static func period(_ row: Row, _ index: Int, _ table: String) throws -> Period {
        let from = Instant(try row[index, as: Timestamp.self])
        guard let period = Period(from: from, until: Instant(try row[index + 1, as: Timestamp.self])) else {
            throw StoreError.damaged(table: table, row: "\(from)", why: "it ends before it begins")
        }
        return period
    }

    private static func name(_ text: String, _ table: String) throws -> RoleName {
        guard let name = RoleName(text) else {
            throw StoreError.damaged(table: table, row: text, why: "not a name")
        }
        return name
    }
}
