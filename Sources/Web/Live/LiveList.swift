import Dispatcher
import PGStore
import Workflow

/// What of the things that happen in a district somebody's list is told.
struct LiveList {
    let filter: TicketFilter
    let party: Party
    let configuration: DistrictConfiguration
    let language: Language

    /// What is told of a change; nil: it is none of theirs.
    func json(_ change: LiveChange) -> JSONValue? {
        let subject = change.line.sightSubject
        // First of all: most of what happens in a district has nothing to do with a list.
        guard touches(subject), let machine = configuration.machine(change.line.definition) else { return nil }
        let sight = machine.sight(of: party, on: subject, in: configuration.territory)
        guard sight != .nothing else {
            // It was theirs until just now: that it is gone is all they hear.
            return isKeptAway(by: change.event, machine) ? gone(change) : nil
        }
        let isListed = filter.keeps(change.line)
        var members = head(change)
        members["act"] = .orNull(change.event.act?.text)
        members["clock"] = .orNull(change.event.timer?.clock.text)
        members["at"] = .string(change.event.at.description)
        members["is_listed"] = .bool(isListed)
        members["matter"] = isListed ? line(change.line, sight) : .null
        return .object(members)
    }

    /// Whether it has to do with the list's units at all, now or formerly: so that what left the list is told.
    private func touches(_ subject: SightSubject) -> Bool {
        filter.units.map { subject.concerned.contains(where: $0.contains) } ?? true
    }

    /// Whether an event says who is complained of, or who may know.
    private func isKeptAway(by event: Event, _ machine: Machine) -> Bool {
        guard event.seq > 1 else { return false }
        let privacy = machine.definition.privacy
        let fields = [privacy.complainedUnits, privacy.complainedPeople, privacy.restriction, privacy.named]
        return event.outcomes.contains { outcome in
            guard case .kept(let field, _) = outcome else { return false }
            return fields.contains(field)
        }
    }

    private func head(_ change: LiveChange) -> JSONObject {
        let number = TicketNumber(
            change.line.id,
            reportedAt: change.line.reportedAt,
            calendar: configuration.calendars.standard
        )
        return ["number": .string(number.description), "seq": .int(Int64(change.event.seq))]
    }

    private func gone(_ change: LiveChange) -> JSONValue {
        var members = head(change)
        members["act"] = .null
        members["clock"] = .null
        members["at"] = .null
        members["is_listed"] = false
        members["matter"] = .null
        return .object(members)
    }

    private func line(_ line: TicketLine, _ sight: Sight) -> JSONValue {
        MatterLine.json(line, sight, configuration, language)
    }
}
