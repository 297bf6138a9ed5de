import PGStore
import Postgres
import Shipped
package import Tabular
package import Workflow

/// Takes units, people, calendars, directory and matters from sheets into a district.
///
/// What is wrong with a row is reported with its line, and the others are loaded; or none, where that is asked for.
/// Running the same sheet again doubles nothing, so that an import that broke off is finished by running it again.
package struct Importer: Sendable {
    let engine: Engine
    let district: DistrictID

    /// Makes an importer for a district.
    package init(engine: Engine, district: DistrictID) {
        self.engine = engine
        self.district = district
    }

    /// Imports a sheet.
    ///
    /// - Parameters:
    ///   - kind: what it holds.
    ///   - input: where it is.
    ///   - options: how.
    ///   - progress: told now and then how far it is; may throw to break off.
    /// - Returns: what it came to, bad rows among it.
    /// - Throws: `SheetError` for what is wrong with the file as a whole, `ImportError`, `DispatchError` or
    ///   `PostgresError` where it cannot go on.
    package func run(
        _ kind: ImportKind,
        _ input: SheetInput,
        options: ImportOptions = ImportOptions(),
        progress: (ImportProgress) throws -> Void = { _ in }
    ) async throws -> ImportReport {
        let configuration = try await engine.configurations.load(district)
        switch kind {
        case .units: return try await replace(UnitImport(), input, configuration, options, progress)
        case .people: return try await replace(PeopleImport(keys: engine.keys), input, configuration, options, progress)
        case .absences:
            let kind = AbsenceImport(calendar: configuration.calendars.standard)
            return try await replace(kind, input, configuration, options, progress)
        case .duties:
            let kind = DutyImport(calendar: configuration.calendars.standard)
            return try await replace(kind, input, configuration, options, progress)
        case .directory:
            let kind = DirectoryImport(clocks: configuration.clocks)
            return try await replace(kind, input, configuration, options, progress)
        case .categories: return try await replace(CategoryImport(), input, configuration, options, progress)
        case .platforms: return try await replace(PlatformImport(), input, configuration, options, progress)
        case .calendars:
            let orderer = try options.orderer(in: configuration)
            var (report, name) = try await calendars(input, configuration, options, progress)
            if !report.isRefused, !options.isTrial, report.rows > report.badRows {
                report.recomputed = try await recompute(name, since: configuration, orderer, options, progress)
            }
            return report
        case .matters:
            return try await MatterImport(engine, configuration, options).run(input, progress: progress)
        }
    }

    /// An empty sheet to fill in, with the columns that this district's definitions ask for.
    ///
    /// - Parameters:
    ///   - kind: what it is for.
    ///   - definition: under which definition matters are filed.
    /// - Returns: the template.
    /// - Throws: `ImportError.unknownDefinition`.
    package func template(_ kind: ImportKind, definition: DefinitionName = "issue") async throws -> SheetTemplate {
        let configuration = try await engine.configurations.load(district)
        guard let machine = configuration.machine(latest: definition) else {
            throw ImportError.unknownDefinition(definition)
        }
        return kind.template(machine.definition)
    }
}

extension Importer {
    // MARK: - Configuration

    /// Takes calendars, or the holidays of one, which is named then; a later portion only looks that they are as the first one left
    /// them.
    private func calendars(
        _ input: SheetInput,
        _ configuration: DistrictConfiguration,
        _ options: ImportOptions,
        _ progress: (ImportProgress) throws -> Void
    ) async throws -> (report: ImportReport, name: String?) {
        var options = options
        let isLater = options.portion.after != nil && !options.isTrial
        if isLater { options.isTrial = true }
        var (report, name) = try await calendarRows(input, configuration, options, progress)
        if isLater {
            // Somebody has changed them since.
            guard report.loaded == 0 else {
                throw ImportError.stale(seen: max(0, configuration.revision - 1), now: configuration.revision)
            }
            report.revision = configuration.revision
        }
        return (report, name)
    }

    private func calendarRows(
        _ input: SheetInput,
        _ configuration: DistrictConfiguration,
        _ options: ImportOptions,
        _ progress: (ImportProgress) throws -> Void
    ) async throws -> (report: ImportReport, name: String?) {
        let input = try input.readableTwice()
        let probe = try RecordReader(input, options: options.reading([]))
        guard probe.header.names.contains("zone") || probe.header.names.contains("hours") else {
            let name = options.calendar ?? configuration.calendars.standard.name
            guard configuration.calendarTexts[name] != nil else { throw ImportError.unknownCalendar(name) }
            return (try await replace(HolidayImport(calendar: name), input, configuration, options, progress), name)
        }
        return (try await replace(CalendarImport(), input, configuration, options, progress), nil)
    }

    /// Reckons running clocks anew by the calendars that are there now, be they changed or there already: an import that
    /// broke off here is finished by running it again.
    private func recompute(
        _ name: String?,
        since before: DistrictConfiguration,
        _ orderer: Party.Identity,
        _ options: ImportOptions,
        _ progress: (ImportProgress) throws -> Void
    ) async throws -> AdjustmentReport {
        let texts = try await engine.configurations.load(district).calendarTexts
        let changed = texts.filter { before.calendarTexts[$0.key] != $0.value }.keys
        let names = name.map { [$0] } ?? (changed.isEmpty ? Array(texts.keys) : Array(changed))
        let sweep = AdjustmentSweep(
            .calendars(names.sorted()),
            engine: engine,
            district: district,
            ordered: orderer,
            portion: options.portion
        )
        try progress(ImportProgress(phase: .recomputing, rows: 0, badRows: 0, fraction: nil))
        return try await sweep.run(each: options.eachAdjusted)
    }

    /// Reads and checks a sheet, and writes it in one transaction, which ends with a configuration that loads.
    private func replace<Kind: ConfigurationImport>(
        _ kind: Kind,
        _ input: SheetInput,
        _ known: DistrictConfiguration,
        _ options: ImportOptions,
        _ progress: (ImportProgress) throws -> Void
    ) async throws -> ImportReport {
        let read = try WholeSheet(
            input,
            options: options.reading(kind.columns),
            progress: { done, rows in
                try progress(ImportProgress(phase: .checking, rows: rows, badRows: 0, fraction: done.fraction))
            },
            parse: { kind.parse(&$0) }
        )
        let (sheet, report): (WholeSheet<Kind.Value>, ImportReport)
        do {
            (sheet, report) = try await engine.pool.withTransaction { connection in
                let written = try await write(kind, read, known, options, connection, progress)
                if options.isTrial { throw TakenBack(report: written.report) }
                return written
            }
        } catch let trial as TakenBack {
            return trial.report
        }
        if let output = options.errorsTo { try sheet.writeBack(to: output, language: options.language) }
        return report
    }

    /// Checks what was read against the district as it stands, and writes it.
    private func write<Kind: ConfigurationImport>(
        _ kind: Kind,
        _ read: WholeSheet<Kind.Value>,
        _ known: DistrictConfiguration,
        _ options: ImportOptions,
        _ connection: Connection,
        _ progress: (ImportProgress) throws -> Void
    ) async throws -> (sheet: WholeSheet<Kind.Value>, report: ImportReport) {
        _ = try await connection.flight([ConfigurationWrite.patience, ConfigurationWrite.lock(district)])
        let reading = ConfigurationRead(district: district)
        let before = try reading.configuration(ofReads: try await connection.flight(reading.reads), since: known)
        try options.writer?.check(before.revision)
        var sheet = read
        kind.check(&sheet, before)
        if let authority = options.authority { kind.refuse(&sheet, beyond: authority, before) }
        var report = sheet.report(most: options.mostNamed)
        // Of a document the reader has looked at every key, and refused those that it does not know.
        if Kind.kind.isOfDocuments { report.unknownColumns = [] }
        report.revision = before.revision
        report.isRefused = options.isAllOrNothing && report.badRows > 0
        guard !report.isRefused, !sheet.accepted.isEmpty else { return (sheet, report) }
        report.alreadyThere = sheet.accepted.count { kind.isThere($0, before) }
        report.loaded = sheet.accepted.count - report.alreadyThere
        let flights = try kind.flights(sheet, before)
        for (index, flight) in flights.enumerated() {
            _ = try await connection.flight(flight)
            try progress(
                ImportProgress(
                    phase: .loading,
                    rows: report.rows,
                    badRows: report.badRows,
                    fraction: Double(index + 1) / Double(flights.count)
                )
            )
        }
        let facts: JSONObject = ["rows": .int(Int64(report.rows)), "loaded": .int(Int64(report.loaded))]
        let note = options.writer?.note(Kind.kind.rawValue, in: district, facts)
        _ = try await connection.flight([ConfigurationWrite.touch(district), note].compactMap(\.self))
        // Whatever slipped through the checks must not leave a district that no program can load.
        let after = try reading.configuration(ofReads: try await connection.flight(reading.reads), since: before)
        report.findings = kind.findings(after, since: before)
        report.revision = after.revision
        return (sheet, report)
    }
}

/// A trial is over: thrown so that the transaction is taken back.
private struct TakenBack: Error {
    let report: ImportReport
}

extension ImportOptions {
    /// Who orders what follows from an import: a person by account, else the clock.
    fileprivate func orderer(in configuration: DistrictConfiguration) throws(ImportError) -> Party.Identity {
        guard let account else { return .clock }
        guard let person = configuration.people[account] else { throw .unknownAccount(account) }
        return person.party.identity
    }

    /// How the sheet's reader is set up.
    func reading(_ fields: [FieldSpec]) -> ReadOptions {
        var reading = ReadOptions(fields: fields)
        reading.kind = fileKind
        reading.sheet = sheet
        return reading
    }
}

extension SheetInput {
    /// The same input, set aside if it comes through a pipe.
    func readableTwice() throws(SheetError) -> SheetInput {
        switch self {
        case .standardInput: .spooled(try SpooledInput())
        case .path, .bytes, .spooled: self
        }
    }
}

extension WholeSheet {
    /// What its rows came to, before any is loaded.
    func report(most: Int) -> ImportReport {
        var report = ImportReport()
        report.rows = lines.count
        report.unknownColumns = unknown
        for line in lines where !line.faults.isEmpty { report.note(line.number, line.faults, most: most) }
        return report
    }
}
