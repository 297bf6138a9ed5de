import Dispatcher
import PGStore
import Tabular
import Workflow

/// Lists what a sweep does to tickets: the first so many for the screen, all of them in a sheet where one is named.
final class AdjustmentListing {
    private var view: AdjustmentView
    private let most: Int
    private let sheet: CSVWriter?
    private var shown: [AdjustedTicket] = []
    private var count = 0

    init(_ configuration: DistrictConfiguration, most: Int, csv: String?) throws {
        view = AdjustmentView(configuration)
        self.most = most
        sheet = try csv.map { try CSVWriter(SheetOutput(argument: $0), headings: AdjustmentView.headings) }
    }

    /// Names units by another configuration from now on.
    func name(by configuration: DistrictConfiguration) {
        view = AdjustmentView(configuration)
    }

    /// Takes a ticket in.
    func note(_ ticket: AdjustedTicket) throws {
        count += 1
        if shown.count < most { shown.append(ticket) }
        guard let sheet else { return }
        for row in view.rows(ticket) { try sheet.write(row) }
    }

    /// Ends the sheet.
    func finish() throws {
        try sheet?.finish()
    }

    /// Prints the first tickets and the sums.
    func show(_ report: AdjustmentReport) {
        for ticket in shown { for line in view.lines(ticket) { Terminal.line(line) } }
        if count > shown.count {
            let rest = count - shown.count
            Terminal.line(localized("……另有 \(rest) 件（--csv 列出全部）", "… and \(rest) more (--csv lists all)"))
        }
        for line in view.lines(report) { Terminal.line(line) }
    }

    /// The sums, and the first tickets.
    func json(_ report: AdjustmentReport) -> JSONValue {
        guard case .object(var members) = report.json else { return .null }
        members["list"] = .array(shown.map { view.json($0) })
        return .object(members)
    }
}
