import PGStore
import Workflow

/// A line of a list as JSON.
enum MatterLine {
    /// As far as whoever asks may see it.
    static func json(
        _ line: TicketLine,
        _ sight: Sight,
        _ configuration: DistrictConfiguration,
        _ language: Language
    ) -> JSONValue {
        var members = MatterHead(line, configuration, language).json
        members["next_due_at"] = .orNull(line.glance.nextDue?.description)
        members["next_due_counts"] = .orNull(line.glance.next?.measure.rawValue)
        members["late"] = .array(line.glance.late.map { .string($0.text) })
        members["title"] = sight == .full ? .orNull(line.title) : .null
        members["text"] = sight == .full ? .orNull(line.text) : .null
        // Whoever wrote it may have copied what those who see summaries only must not see.
        members["summary"] = .orNull(sight == .full ? line.summary : line.summary.map(Masking.text))
        members["sight"] = sight == .full ? "full" : "summary"
        return .object(members)
    }
}
