package import PGStore
package import Tabular
import Workflow

extension Importer {
    /// What became of a matter that a platform pushed.
    package struct Pushed: Sendable {
        /// The matter, made now or before; nil: the row is bad.
        package internal(set) var ticket: TicketHead?
        /// Whether it was there already.
        package internal(set) var isRepeat = false
        /// Whether its times were corrected to what the row says.
        package internal(set) var isCorrected = false
        /// What is wrong with it.
        package internal(set) var faults: [RowFault] = []
    }

    /// Files matters as a platform above sends them, by the same map as its sheets, one after the other.
    ///
    /// - Parameters:
    ///   - rows: objects by the platform's headings.
    ///   - options: whose they are (`source`), and who reports them (`account`).
    /// - Returns: what became of each, in their order.
    /// - Throws: `SheetError` for what is wrong with all of them; what no row can be blamed for.
    package func push(_ rows: SheetInput, _ options: ImportOptions) async throws -> [Pushed] {
        let configuration = try await engine.configurations.load(district)
        var options = options
        if let definition = configuration.definitionsOfPlatforms.first { options.definition = definition.name }
        let matters = try MatterImport(engine, configuration, options)
        var reading = try MatterRows(rows, matters, isGiven: false)
        var outcomes: [Pushed] = []
        while let (_, result) = try reading.next() {
            var outcome = Pushed()
            do {
                guard let ready = result.ready else {
                    outcome.faults = result.faults
                    outcomes.append(outcome)
                    continue
                }
                let id: TicketID
                switch try await MatterImport.settle(matters.row(ready)) {
                case .made(let ticket): id = ticket
                case .same(let ticket): (id, outcome.isRepeat) = (ticket, true)
                case .corrected(let ticket): (id, outcome.isRepeat, outcome.isCorrected) = (ticket, true, true)
                }
                outcome.ticket = try await engine.head(of: id, in: district)
            } catch let fault as RowFault {
                outcome.faults = [fault]
            }
            outcomes.append(outcome)
        }
        return outcomes
    }
}
