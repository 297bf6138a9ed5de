import Foundation
import PGStore
import Postgres
import Shipped
package import Tabular
package import Workflow

/// Drives the engine with real matters at their real times, in a district of its own with a given clock.
///
/// Report, acceptance, dispatch, signature and first contact happen at the instant of filing; the answer is handed
/// in at its own time and verified at once by somebody else; silence closes. The same machine, store and write path
/// as live traffic.
package struct Replay: Sendable {
    /// What is asked for.
    package struct Options: Sendable {
        /// The directory's limits give way to this one.
        package var limit: Limit?
        /// Which columns of the file hold what.
        package var columns = ReplaySource.Columns()
        /// Matters under way at the same time.
        package var callers = 256

        /// The usual ones.
        package init() {}
    }

    /// How far it is.
    package struct Progress: Sendable {
        /// Matters driven so far.
        package let done: Int
        /// Matters in all.
        package let all: Int
    }

    private let engine: Engine
    private let options: Options

    package init(engine: Engine, options: Options) {
        self.engine = engine
        self.options = options
    }

    /// Replays a file.
    ///
    /// - Parameters:
    ///   - input: the file.
    ///   - units: the district's units, as `units/*.csv` has them.
    ///   - directory: classes, departments, limits.
    ///   - code: the code of the district that is made.
    ///   - progress: called after each hundred matters.
    /// - Returns: the summary, and the district's id for looking into it.
    /// - Throws: `SheetError` for the file, `DispatchError` where the engine refuses a row's life.
    package func run(
        _ input: SheetInput,
        units: SheetInput?,
        directory: ReplayDirectory,
        code: String,
        progress: @escaping @Sendable (Progress) -> Void
    ) async throws -> (summary: ReplaySummary, district: DistrictID) {
        let calendar = try Shipped.calendar(directory.calendar).calendar()
        let source = try ReplaySource(input, columns: options.columns, directory: directory, calendar: calendar)
        let departments = source.namesDepartments ? Self.departments(source.rows) : directory.departments
        let district = try await ReplayDistrict.make(
            code: code,
            units: try units.map { try Self.units($0) } ?? Self.bareStreet,
            directory: directory,
            departments: departments,
            limit: options.limit,
            types: Set(source.rows.map(\.category)),
            engine: engine
        )
        let tickets = try await drive(source.rows, district, progress)
        _ = try await GivenClock(engine: engine, district: district.id).advance(to: source.end)
        let summary = try await summarise(tickets, source, district)
        return (summary, district.id)
    }

    private static func departments(_ rows: [ReplayRow]) -> [(code: String, name: String)] {
        Set(rows.map { $0.department ?? "—" }).sorted().map { ($0, $0) }
    }

    private static let bareStreet = [UnitRow(code: "S", kind: "street", name: "—", parentCode: nil)]

    /// Reads `code,level,parent_code,name`.
    private static func units(_ input: SheetInput) throws -> [UnitRow] {
        let fields = ["code", "level", "parent_code", "name"].map { FieldSpec($0, headings: [$0], isRequired: true) }
        let reader = try RecordReader(input, options: ReadOptions(fields: fields))
        let map = try ColumnMap(reader.header, fields: fields)
        var units: [UnitRow] = []
        while let element = try reader.next() {
            guard case .row(let row) = element, let kind = UnitKind(map.cell(row, "level")) else { continue }
            units.append(
                UnitRow(
                    code: map.cell(row, "code"),
                    kind: kind,
                    name: map.cell(row, "name"),
                    parentCode: map.value(row, "parent_code")
                )
            )
        }
        return units
    }
}

extension Replay {
    // MARK: - Driving

    private func drive(
        _ rows: [ReplayRow],
        _ district: ReplayDistrict,
        _ progress: @escaping @Sendable (Progress) -> Void
    ) async throws -> [TicketID: ReplayRow] {
        try await withThrowingTaskGroup(of: (TicketID, ReplayRow).self) { group in
            var tickets: [TicketID: ReplayRow] = [:]
            var waiting = rows.enumerated().makeIterator()
            func addNext() {
                guard let (index, row) = waiting.next() else { return }
                group.addTask { (try await live(row, index, district), row) }
            }
            for _ in 0..<options.callers { addNext() }
            while let (ticket, row) = try await group.next() {
                tickets[ticket] = row
                if tickets.count % 100 == 0 { progress(Progress(done: tickets.count, all: rows.count)) }
                addNext()
            }
            progress(Progress(done: tickets.count, all: rows.count))
            return tickets
        }
    }

    /// One matter from its filing to its verification.
    private func live(_ row: ReplayRow, _ index: Int, _ district: ReplayDistrict) async throws -> TicketID {
        let (place, street) = district.places[index % district.places.count]
        guard let (first, second) = district.dispatchers[street] else { preconditionFailure("every street has two") }
        var input: [FieldName: JSONValue] = [
            "category": .string(row.category), "place": .int(place.rawValue), "channel": "letter",
        ]
        if let due = row.due { input["target_due"] = .int(due.microseconds) }
        let filed = try await engine.submit(
            Submission(
                district: district.id,
                target: .filing("issue"),
                act: "report",
                by: first,
                input: input,
                texts: ["title": row.title, "text": row.text],
                key: .external(source: "replay", id: "\(row.line)"),
                givenNow: row.filedAt
            )
        )
        let ticket = filed.ticket
        let lead = row.department.flatMap { district.leads[$0] }
        let dispatchInput: [FieldName: JSONValue] = lead.map { ["lead": .int($0.rawValue)] } ?? [:]
        try await act("accept", first, ticket, district, row.filedAt)
        try await act("dispatch", first, ticket, district, row.filedAt, dispatchInput)
        let handler = try liaison(of: lead, row, district)
        try await act("sign", handler, ticket, district, row.filedAt)
        try await act("first_contact", handler, ticket, district, row.filedAt, ["contacted_by": "message"])
        if let answered = row.answeredAt {
            try await act(
                "submit_result",
                handler,
                ticket,
                district,
                answered,
                ["outcome": "explained"],
                texts: ["text": "—"]
            )
            try await act("verify", second, ticket, district, answered)
        }
        return ticket
    }

    private func liaison(of lead: UnitID?, _ row: ReplayRow, _ district: ReplayDistrict) throws -> Party {
        let rule = district.configuration.directory.match(
            category: row.category,
            place: district.places[0].place,
            in: district.configuration.territory
        )
        guard let unit = lead ?? rule?.lead, let party = district.liaisons[unit] else {
            throw DispatchError.refused(.noLead(category: row.category))
        }
        return party
    }

    private func act(
        _ act: ActionName,
        _ party: Party,
        _ ticket: TicketID,
        _ district: ReplayDistrict,
        _ now: Instant,
        _ input: [FieldName: JSONValue] = [:],
        texts: [FieldName: String] = [:]
    ) async throws {
        _ = try await engine.submit(
            Submission(
                district: district.id,
                target: .ticket(ticket),
                act: act,
                by: party,
                input: input,
                texts: texts,
                givenNow: now
            )
        )
    }
}

extension Replay {
    // MARK: - Summary

    private func summarise(
        _ tickets: [TicketID: ReplayRow],
        _ source: ReplaySource,
        _ district: ReplayDistrict
    ) async throws -> ReplaySummary {
        var summary = ReplaySummary()
        summary.unusable = source.unusable
        let calendar = district.configuration.calendars.standard
        let ids = tickets.keys.sorted()
        for start in stride(from: 0, to: ids.count, by: 500) {
            let page = Array(ids[start..<min(start + 500, ids.count)])
            let rows = try await engine.pool.query(StoredEvent.of(page, in: district.id))
            let events = try rows.map { try StoredEvent(row: $0, district: district.id).event }
            for (ticket, events) in Dictionary(grouping: events, by: \.ticket).sorted(by: { $0.key < $1.key }) {
                guard let row = tickets[ticket] else { continue }
                let day = calendar.local(row.filedAt).date
                let folded = try Ticket.fold(events)
                let lead = folded?.lead.flatMap { district.configuration.territory[$0]?.name } ?? "—"
                summary.add(
                    ReplayFate(events),
                    row,
                    department: lead,
                    month: String(day.description.prefix(7)),
                    fileDue: row.compared,
                    end: source.end
                )
            }
        }
        return summary
    }
}
