/// Where nobody is, or nobody will be: what tomorrow's list names at 15:00.
extension PostBook {
    /// What is empty on a day.
    public enum Gap: Hashable, Sendable {
        /// A post that somebody has held, and nobody holds on that day.
        case empty(Post)
        /// A post whose holders are all away on that day; who stands in, if anybody.
        case away(Post, standIns: [PersonID])
        /// A unit that must have somebody, and has nobody at all.
        case nobody(UnitID)
        /// A stretch outside working time for which the roster that a unit keeps names nobody who will be there.
        case duty(UnitID, RoleName?, Period)

        /// The unit.
        public var unit: UnitID {
            switch self {
            case .empty(let post), .away(let post, _): post.unit
            case .nobody(let unit), .duty(let unit, _, _): unit
            }
        }
    }

    /// What is empty on a day, unit by unit.
    ///
    /// A unit needs a post that somebody once held there; it needs duty for what it keeps a roster for (a shift within
    /// the month before that day, or later), on that day outside working time.
    ///
    /// - Parameters:
    ///   - day: the day.
    ///   - needed: units that must have somebody.
    ///   - calendar: whose zone and working time count.
    /// - Returns: in the order of units.
    public func gaps(on day: LocalDate, needed: [UnitID], calendar: WorkCalendar) -> [Gap] {
        guard let whole = calendar.day(day) else { return [] }
        // Posts are for days: noon is neither before nor after a change.
        let noon = calendar.instant(LocalDateTime(date: day, time: .noon))
        let people = needed.filter { unit in !tenures(in: unit).contains { $0.period.contains(noon) } }
        let posts = tenures.filter { $0.period.from <= noon }.map(\.post).uniqued
        return
            (people.map { .nobody($0) }
            + posts.filter { !people.contains($0.unit) }.compactMap { vacancy($0, at: noon) }
            + unitsWithRoster.flatMap { dutyGaps(in: $0, whole, calendar) }).sorted { $0.unit < $1.unit }
    }

    private func vacancy(_ post: Post, at noon: Instant) -> Gap? {
        let holding = inForce(post, at: noon)
        if holding.isEmpty { return .empty(post) }
        guard holding.allSatisfy({ isAbsent($0.person, at: noon) }) else { return nil }
        return .away(post, standIns: standIns(at: post, at: noon).map(\.person))
    }

    private func dutyGaps(in unit: UnitID, _ day: Period, _ calendar: WorkCalendar) -> [Gap] {
        let since = day.from.advanced(bySeconds: -31 * 86_400)
        let kept = roster(of: unit).filter { $0.period.until > since }
        let roles = Set(kept.map(\.role)).sorted { ($0?.text ?? "") < ($1?.text ?? "") }
        return roles.flatMap { role in
            let covered = kept.filter { $0.role == role }.flatMap { shift in
                shift.period.subtracting(away(shift.person)).flatMap { part in
                    tenures(of: shift.person).compactMap { part.clamped(to: $0.period) }
                }
            }
            return day.subtracting(calendar.windows(in: day) + covered).map { Gap.duty(unit, role, $0) }
        }
    }

    private func away(_ person: PersonID) -> [Period] {
        absences.filter { $0.person == person }.map(\.period)
    }
}

extension Period {
    /// What both have in common; nil where that is nothing.
    func clamped(to other: Period) -> Period? {
        Period(from: max(self.from, other.from), until: min(until, other.until))
    }
}

extension TimeOfDay {
    /// 12:00.
    static let noon = TimeOfDay(clamping: 43_200)
}

extension WorkCalendar {
    /// The stretches of working time that touch a day.
    func windows(in day: Period) -> [Period] {
        let date = local(day.from).date
        return windows(on: date).compactMap { window in
            Period(
                from: instant(LocalDateTime(date: date, time: window.opens)),
                until: instant(LocalDateTime(date: date, time: window.closes))
            )
        }
    }
}
