extension WorkCalendar {
    /// A time as people of the district read it: `2026-11-21 09:30`.
    public func shown(_ instant: Instant) -> String {
        String(local(instant).description.prefix(16)).replacing("T", with: " ")
    }
}
