import PGStore
import Web
import Workflow

/// What the API says of matters, as people read it: lamps with words, times of the district, working time that is left.
struct MatterLook {
    let kit: PageKit
    let configuration: DistrictConfiguration
    let language: Language
    let now: Instant

    private var calendar: WorkCalendar { configuration.calendars.standard }
    var left: TimeLeft { TimeLeft(calendar: calendar, words: kit.words, language: language) }

    /// A line of a list.
    func line(_ json: JSONValue) -> JSONValue {
        .object(headed(json))
    }

    /// What lines and whole matters both show.
    func headed(_ json: JSONValue) -> JSONObject {
        var members = json.object ?? [:]
        let written = [json["title"], json["text"], json["summary"]].lazy.compactMap { $0?.string }.first
        let said = written ?? json["category"]?.string ?? ""
        // What a matter is called by is not said again beside it.
        members["beside"] = written == nil ? .null : json["category"] ?? .null
        members["headline"] = .string(String(said.split(whereSeparator: \.isNewline).first ?? "").clipped(to: 80))
        members["lamp"] = lamp(json["lamp"]?.string)
        members["due"] = due(json["next_due_at"], counting: json["next_due_counts"])
        members["reported"] = time(json["reported_at"])
        members["last"] = time(json["last_at"])
        members["closed"] = time(json["closed_at"])
        members["is_open"] = .bool(json["closed_at"]?.string == nil)
        members["awaited"] = .orNull(awaited(json))
        if let urgency = json["urgency"]?.string {
            members["urgency"] = ["name": .string(urgency), "title": .string(words("urgency.\(urgency)"))]
            members["is_urgent"] = .bool(urgency == Urgency.urgent.rawValue)
        }
        return members
    }

    /// A lamp: its colour and its word; its form says the same.
    func lamp(_ name: String?) -> JSONValue {
        let name = name ?? "green"
        return ["name": .string(name), "title": .string(words("lamp.\(name)"))]
    }

    /// A due time: when, and how long that still is; null where there is none.
    ///
    /// - Parameters:
    ///   - json: when.
    ///   - counts: by what time the limit counts; working time where it is not said.
    /// - Returns: what templates take.
    func due(_ json: JSONValue?, counting counts: JSONValue? = nil) -> JSONValue {
        guard let due = json?.string.flatMap({ Instant(rfc3339: $0) }) else { return .null }
        let measure = counts?.string.flatMap { Limit.Measure(rawValue: $0) } ?? .working
        return [
            "at": .string(calendar.shown(due)),
            "left": .string(left.text(until: due, at: now, counting: measure)),
            "is_late": .bool(due <= now), "machine": .string(due.description),
        ]
    }

    /// A time as people of the district read it; null where there is none.
    func time(_ json: JSONValue?) -> JSONValue {
        .orNull(json?.string.flatMap { Instant(rfc3339: $0) }.map { calendar.shown($0) })
    }

    private func words(_ path: String) -> String { kit.words.text(path, language) }
}

extension String {
    /// No longer than so many characters.
    func clipped(to length: Int) -> String { count <= length ? self : prefix(length - 1) + "…" }
}
