import Foundation
import Logging
package import Postgres

/// Compares a district's tables with what callers noted; changes nothing.
package struct Checker: Sendable {
    private let database: ConnectionConfiguration
    private let district: String
    private let notes: CallerNotes
    private let isLive: Bool

    /// Prepares a check.
    ///
    /// - Parameters:
    ///   - database: how to reach the database, as somebody who may read all of it.
    ///   - district: the district's code.
    ///   - notes: what callers noted of it.
    ///   - isLive: whether daemons worked until just now: then nothing may be due for long.
    package init(database: ConnectionConfiguration, district: String, notes: CallerNotes, isLive: Bool = true) {
        self.database = database
        self.district = district
        self.notes = notes
        self.isLive = isLive
    }

    /// Reads everything in one snapshot and checks it.
    ///
    /// Callers have come to their end by then, and what is due has fired.
    ///
    /// - Returns: counts and findings; none: all is as it should be.
    /// - Throws: `CheckError` where there is no such district, `PostgresError` where the database cannot be read.
    package func run() async throws -> CheckReport {
        let reactor = try Reactor()
        defer { reactor.stop() }
        var logger = Logger(label: "checker")
        logger.logLevel = .critical
        let connection = try await Connection.open(database, on: reactor, logger: logger)
        do {
            let report = try await connection.withTransaction(isolation: .repeatableRead, isReadOnly: true) {
                try await check(on: $0)
            }
            await connection.close()
            return report
        } catch {
            await connection.close()
            throw error
        }
    }

    private func check(on connection: Connection) async throws -> CheckReport {
        let snapshot = try await JournalSnapshot(district, isLive: isLive, on: connection)
        return try await connection.withRows(of: EventRow.all(snapshot.district)) { rows in
            var check = JournalCheck(snapshot)
            for try await row in rows { try check.take(EventRow(row)) }
            check.finish()
            var report = check.report
            CommandCheck(notes: notes, snapshot: snapshot, acts: check.acts).run(&report)
            return report
        }
    }
}

/// All events of a district, ticket by ticket.
private struct JournalCheck {
    private(set) var report = CheckReport()
    private(set) var acts: [CallerNotes.Place: String] = [:]
    private let snapshot: JournalSnapshot
    private var history: History?
    private var seen = 0
    /// Tickets that are part of another, and which made which, to be compared.
    private var parents: [Int64: Int64] = [:]
    private var made: [Int64: Int64] = [:]
    private let decoder = JSONDecoder()

    init(_ snapshot: JournalSnapshot) {
        self.snapshot = snapshot
        report.tickets = snapshot.tickets.count
    }

    mutating func take(_ event: EventRow) throws {
        if history?.ticket != event.ticket {
            closeHistory()
            history = History(ticket: event.ticket)
        }
        report.events += 1
        guard let payload = try? decoder.decode(PayloadRow.self, from: Data(event.payload)) else {
            report.note(.damage, ticket: event.ticket, "event \(event.seq) cannot be read")
            return
        }
        history?.take(event, payload, district: snapshot.district, &report)
        let place = CallerNotes.Place(ticket: event.ticket, seq: event.seq)
        if let parent = payload.parent { parents[event.ticket] = parent }
        if payload.isCommand { acts[place] = payload.act ?? "" }
        for (field, digest) in payload.words ?? [:] {
            guard let (salt, text) = snapshot.texts[JournalSnapshot.TextPlace(place: place, field: field)] else {
                report.note(.loss, ticket: event.ticket, "event \(event.seq): the words of \(field) are not there")
                continue
            }
            if ChainHash.digest(text, field: field, salt: salt) != digest {
                report.note(.damage, ticket: event.ticket, "event \(event.seq): the words of \(field) were changed")
            }
        }
    }

    mutating func finish() {
        closeHistory()
        if seen < snapshot.tickets.count {
            report.note(.loss, "\(snapshot.tickets.count - seen) tickets have no events")
        }
        for (child, parent) in parents where made[child] != parent {
            report.note(.double, ticket: child, "\(parent), of which it is a part, has not made it")
        }
        for (child, parent) in made where parents[child] != parent {
            report.note(.loss, ticket: parent, "\(child), which it made, is no part of it")
        }
        for ticket in snapshot.timers.keys where snapshot.tickets[ticket] == nil {
            report.note(.damage, ticket: ticket, "a timer belongs to no ticket")
        }
    }

    private mutating func closeHistory() {
        guard let history else { return }
        history.check(against: snapshot, &report)
        for child in history.children { made[child] = history.ticket }
        if snapshot.tickets[history.ticket] != nil { seen += 1 }
        self.history = nil
    }
}
