package import PGStore
import Postgres
package import Workflow

/// An arbiter's ruling that is to become a rule of the directory (裁定入目录), so that nobody disputes the same twice.
package struct Ruling: Sendable {
    /// The rule as it would be written.
    package let row: RuleRow
    /// The directory with it: before all rules that say as much.
    package let directory: Workflow.Directory
    /// Findings of the directory with it that the present one does not have.
    package let findings: [Problem]

    /// Why a ticket gives no rule.
    package enum Fault: Error, Hashable, Sendable {
        /// Nobody has ruled who leads it.
        case notRuled
        /// The arbiter did not say that it is to become one.
        case notMeant
        /// The place does not hold the ticket's.
        case elsewhere(UnitID)
    }

    /// Makes a rule of the last ruling on a ticket: its category, on the ground of the desk that held it, to whom the
    /// arbiter gave it.
    ///
    /// - Parameters:
    ///   - dossier: the ticket with its events.
    ///   - place: whose ground the rule is for; nil: that of the desk; the topmost unit: the whole district.
    ///   - configuration: the district.
    /// - Throws: `Fault`.
    package init(
        _ dossier: Dossier,
        place: Workflow.Unit? = nil,
        _ configuration: DistrictConfiguration
    ) throws {
        let events = dossier.events.map(\.event)
        guard let last = events.lastIndex(where: { $0.input["ruling"] != nil }),
            let ruled = try Ticket.fold(events[...last]), let lead = ruled.lead,
            let unit = configuration.territory[lead]
        else { throw Fault.notRuled }
        guard events[last].input["into_directory"]?.bool == true else { throw Fault.notMeant }
        let territory = configuration.territory
        let ground = place ?? territory[ruled.desk]
        if let ground, ground.id != ruled.place, !territory.isAbove(ground.id, of: ruled.place) {
            throw Fault.elsewhere(ground.id)
        }
        let number = TicketNumber(ruled, calendar: configuration.calendars.standard)
        let day = configuration.calendars.standard.local(events[last].at).date
        row = RuleRow(
            rule: DirectoryRule.rulingPrefix + number.description,
            category: ruled.category,
            placeCode: ground.flatMap { $0.parent == nil ? nil : $0.code },
            leadCode: unit.code,
            limits: ruled.rule?.limits ?? [:],
            duty: configuration.base.contains(unit.kind) ? .basic : ruled.rule?.duty ?? .assist,
            source: "裁定 \(number)，\(day)"
        )
        let before = configuration.directory
        let rule = row.rule(in: territory)
        let others = before.rules.filter { $0.id != rule?.id }
        directory = try Workflow.Directory(
            [rule].compactMap(\.self) + others,
            categories: before.categories.sorted()
        )
        let known = Set(configuration.review().problems)
        findings = configuration.review(directory).problems.filter { !known.contains($0) }
    }
}

extension Engine {
    /// Writes the rule of a ruling into the district's directory; the same again changes nothing more.
    ///
    /// - Parameters:
    ///   - ruling: the ruling.
    ///   - district: the district.
    ///   - writer: who does it; nil: whoever runs the program.
    /// - Throws: `ImportError.stale`; what the database says.
    package func adopt(_ ruling: Ruling, in district: DistrictID, by writer: ConfigurationWriter? = nil) async throws {
        let note = writer?.note("ruling", in: district)
        try await pool.withTransaction { connection in
            let locked = try await connection.query(ConfigurationWrite.lock(district))
            try writer?.check(try locked.only()[0])
            _ = try await connection.flight(ConfigurationWrite.adopt(district, ruling.row) + [note].compactMap(\.self))
        }
        _ = try await configurations.load(district)
    }

    /// Takes a rule that came of a ruling out of the directory again.
    ///
    /// - Parameters:
    ///   - rule: its id.
    ///   - district: the district.
    ///   - writer: who does it; nil: whoever runs the program.
    /// - Returns: whether it was there.
    /// - Throws: `ImportError.stale`; what the database says.
    package func revoke(
        rule: String,
        in district: DistrictID,
        by writer: ConfigurationWriter? = nil
    ) async throws -> Bool {
        guard rule.hasPrefix(DirectoryRule.rulingPrefix) else { return false }
        let count = try await pool.withTransaction { connection in
            let locked = try await connection.query(ConfigurationWrite.lock(district))
            try writer?.check(try locked.only()[0])
            let count = try await connection.query(ConfigurationWrite.remove(district, rule: rule)).affectedRows
            guard count > 0 else { return count }
            let note = writer?.note("revoked_ruling", in: district, ["rule": .string(rule)])
            _ = try await connection.flight([ConfigurationWrite.touch(district), note].compactMap(\.self))
            return count
        }
        _ = try await configurations.load(district)
        return count > 0
    }
}
