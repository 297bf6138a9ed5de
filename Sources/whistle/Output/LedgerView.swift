import Dispatcher
import PGStore
import Workflow

/// Ledgers as people and programs read them.
struct LedgerView {
    private let configuration: DistrictConfiguration

    init(_ configuration: DistrictConfiguration) {
        self.configuration = configuration
    }

    /// A ticket's ledger, stretch by stretch, then its sums.
    func lines(_ ledger: TimeLedger, of ticket: Ticket) -> [String] {
        let calendar = configuration.calendars.standard
        let states = configuration.machine(ticket.definition)?.definition.states
        let stretches = ledger.entries.map { entry in
            [
                "\(calendar.shown(entry.from)) – \(calendar.shown(entry.to))", Self.hours(entry.working).padded(9),
                name(entry.holder).padded(24), states?[entry.state]?.title(.current) ?? entry.state.text,
                entry.isLate ? localized("超时", "late") : "",
            ].joined(separator: "  ")
        }
        let total = localized("合计 ", "in all ") + Self.hours(ledger.working)
        return stretches + [""] + sums(ledger.sums, held: nil) + [total]
    }

    /// The sums of many tickets.
    func lines(_ sums: LedgerSums) -> [String] {
        let total = localized(
            "\(sums.tickets) 单，合计 \(Self.hours(sums.working))",
            "\(sums.tickets) tickets, \(Self.hours(sums.working)) in all"
        )
        return self.sums(sums.sums, held: sums.held) + [total]
    }

    /// In the order of the units' codes: no ranking.
    private func sums(_ sums: [HeldBy: TimeLedger.Sum], held: [HeldBy: Int]?) -> [String] {
        let heading = [
            localized("在谁手里", "held by").padded(32), localized("工作时间", "working").padded(10),
            localized("其中超时", "late").padded(10), held == nil ? "" : localized("单数", "tickets"),
        ]
        return [heading.joined()]
            + ordered(sums).map { holder, sum in
                [
                    name(holder).cut(30).padded(32), Self.hours(sum.working).padded(10),
                    Self.hours(sum.late).padded(10),
                    held.map { "\($0[holder] ?? 0)" } ?? "",
                ].joined()
            }
    }

    private func ordered(_ sums: [HeldBy: TimeLedger.Sum]) -> [(HeldBy, TimeLedger.Sum)] {
        sums.map { ($0.key, $0.value) }.sorted { code($0.0) < code($1.0) }
    }

    private func code(_ holder: HeldBy) -> String {
        switch holder {
        case .unit(let unit): configuration.territory[unit]?.code ?? "~"
        case .resident: "~1"
        case .nobody: "~2"
        }
    }

    private func name(_ holder: HeldBy) -> String {
        switch holder {
        case .unit(let unit): configuration.unitName(unit)
        case .resident: localized("诉求人", "the resident")
        case .nobody: localized("（挂账）", "(parked)")
        }
    }

    /// Working time as hours and minutes, such as `7:30`.
    private static func hours(_ microseconds: Int64) -> String {
        let minutes = microseconds / 60_000_000
        let rest = minutes % 60
        return "\(minutes / 60):\(rest < 10 ? "0" : "")\(rest)"
    }
}

extension LedgerView {
    // MARK: - JSON

    /// Times in microseconds of working time; instants in UTC.
    func json(_ ledger: TimeLedger) -> JSONValue {
        [
            "entries": .array(
                ledger.entries.map { entry in
                    [
                        "holder": json(entry.holder), "state": .string(entry.state.text),
                        "from": .string(entry.from.description), "to": .string(entry.to.description),
                        "working": .int(entry.working), "late": .bool(entry.isLate),
                    ]
                }
            ),
            "sums": json(ledger.sums, held: nil), "working": .int(ledger.working),
        ]
    }

    /// The sums of many tickets.
    func json(_ sums: LedgerSums) -> JSONValue {
        [
            "tickets": .int(Int64(sums.tickets)), "sums": json(sums.sums, held: sums.held),
            "working": .int(sums.working),
        ]
    }

    private func json(_ sums: [HeldBy: TimeLedger.Sum], held: [HeldBy: Int]?) -> JSONValue {
        .array(
            ordered(sums).map { holder, sum in
                var members: JSONObject = [
                    "holder": json(holder), "working": .int(sum.working), "late": .int(sum.late),
                ]
                if let held { members["tickets"] = .int(Int64(held[holder] ?? 0)) }
                return .object(members)
            }
        )
    }

    private func json(_ holder: HeldBy) -> JSONValue {
        switch holder {
        case .unit(let unit): configuration.json(unit)
        case .resident: "resident"
        case .nobody: "nobody"
        }
    }
}
