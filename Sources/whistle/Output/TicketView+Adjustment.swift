import Workflow

extension TicketView {
    /// What an adjustment changed, as far as its event says; none for other events.
    func adjustmentNotes(_ event: Event) -> [String] {
        guard event.adjustment != nil else { return [] }
        return event.outcomes.compactMap { outcome in
            switch outcome {
            case .started(let clock, let countdown):
                title(clock) + localized("到期 ", " due ") + calendar.shown(countdown.due)
            case .stopped(let clock): title(clock) + localized("停止", " ended")
            case .classified(_, let place, _): localized("地点：", "place: ") + unitName(place)
            case .desk(let unit): localized("经办：", "desk: ") + unitName(unit)
            case .lead(let unit?): localized("主办：", "lead: ") + unitName(unit)
            case .responsible(let unit?): localized("责任单位：", "responsible: ") + unitName(unit)
            case .lead, .responsible, .owner, .linked, .claimed, .filed, .entered, .held, .inside, .bound, .setAside,
                .spawned, .childEnded, .passedOn,
                .matched,
                .remembered, .counted, .kept, .forgot, .paused, .resumed, .warned, .expired, .climbed, .told:
                nil
            }
        }
    }

    private func title(_ clock: ClockName) -> String {
        definition?.clocks[clock]?.title(.current) ?? clock.text
    }
}
