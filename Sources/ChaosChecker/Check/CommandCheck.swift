/// Whether what callers noted and what the database has agree, command by command.
struct CommandCheck {
    typealias Place = CallerNotes.Place

    let notes: CallerNotes
    let snapshot: JournalSnapshot
    /// Events that somebody sent a command for, with their act.
    let acts: [Place: String]

    func run(_ report: inout CheckReport) {
        var placeByKey: [String: Place] = [:]
        var keysByPlace: [Place: Int] = [:]
        for (key, owner, place) in snapshot.keys {
            keysByPlace[place, default: 0] += 1
            placeByKey[key] = place
            // Those that the engine made itself belong to whoever prepared the run.
            if owner != "~", notes.records[key] == nil {
                report.note(.double, ticket: place.ticket, "\(key) is there, and nobody noted it")
            }
            if acts[place] == nil {
                report.note(.loss, ticket: place.ticket, "\(key) leads to event \(place.seq), which is not there")
            }
        }
        for (place, count) in keysByPlace where count > 1 {
            report.note(.double, ticket: place.ticket, "event \(place.seq) has \(count) keys")
        }
        for place in acts.keys where keysByPlace[place] == nil {
            report.note(
                .double,
                ticket: place.ticket,
                "event \(place.seq): no key leads to it, so it may be a second time"
            )
        }
        let marks = marks()
        for (key, record) in notes.records { check(record, at: placeByKey[key], marks[key] ?? [], &report) }
        report.retried = notes.records.values.reduce(0) { $0 + $1.retries }
        report.retriesByCode = notes.retriesByCode
        if notes.badLines > 0 { report.note(.damage, "\(notes.badLines) lines of notes cannot be read") }
    }

    private func check(
        _ record: CallerNotes.Record,
        at place: Place?,
        _ marks: [Place],
        _ report: inout CheckReport
    ) {
        let key = record.command.key
        if record.places.count > 1 {
            report.note(.double, "\(key): its caller was told of \(record.places.count) places")
        }
        if let told = record.places.first {
            report.acknowledged += 1
            if place != told {
                report.note(.loss, ticket: told.ticket, "\(key) was acknowledged at event \(told.seq) and is not there")
            } else if let act = acts[told], act != record.command.act {
                report.note(.damage, ticket: told.ticket, "\(key) was to \(record.command.act), its event does \(act)")
            }
            if record.command.markedField != nil, !marks.contains(told) {
                report.note(.loss, ticket: told.ticket, "\(key): what was written with it is not there")
            }
        } else if let refusal = record.refusal {
            report.refused += 1
            checkAbsent(key, place, "refused (\(refusal))", &report)
        } else if let why = record.leftUndone {
            report.undone += 1
            checkAbsent(key, place, "said to be undone (\(why))", &report)
        } else {
            report.unresolved += 1
        }
        if record.refusal != nil, !record.places.isEmpty {
            report.note(.double, "\(key) was acknowledged and refused")
        }
        if marks.count > (place == nil ? 0 : 1) {
            report.note(.double, ticket: marks[0].ticket, "\(key): its words stand \(marks.count) times")
        }
    }

    private func checkAbsent(_ key: String, _ place: Place?, _ how: String, _ report: inout CheckReport) {
        guard let place else { return }
        report.note(.double, ticket: place.ticket, "\(key) was \(how) and is there: event \(place.seq)")
    }

    /// Where the words that name a key stand: independent of the table of keys.
    private func marks() -> [String: [Place]] {
        var marks: [String: [Place]] = [:]
        for (spot, written) in snapshot.texts {
            guard let mark = written.text.lastIndex(of: Character(NotedCommand.marker)) else { continue }
            marks[String(written.text[written.text.index(after: mark)...]), default: []].append(spot.place)
        }
        return marks
    }
}
