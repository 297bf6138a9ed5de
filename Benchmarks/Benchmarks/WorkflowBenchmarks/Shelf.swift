import Foundation
import Workflow
import Yams

/// What ships with the program, read where it lies in the checkout.
enum Shelf {
    private static let folder = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../../../share").standardizedFileURL

    /// A shipped YAML document.
    static func document(_ name: String) throws -> JSONValue {
        let text = try String(contentsOf: folder.appending(path: name), encoding: .utf8)
        guard let node = try Yams.compose(yaml: text) else { return .null }
        return value(node)
    }

    /// The office's calendar with the official holidays.
    static func calendar() throws -> WorkCalendar {
        let document = try document("calendars/office.yaml")
        let holidays = try HolidayList(
            csv: String(contentsOf: folder.appending(path: "calendars/china.csv"), encoding: .utf8)
        )
        return try JSONDecoder().decode(CalendarDocument.self, from: Data(document.canonicalBytes))
            .calendar { _ in holidays }
    }

    /// As the program reads it: whole numbers, `true`, `false` and nothing are such, all else is text.
    private static func value(_ node: Node) -> JSONValue {
        switch node {
        case .scalar(let scalar):
            guard scalar.style == .plain || scalar.style == .any else { return .string(scalar.string) }
            switch scalar.string {
            case "", "null", "~": return .null
            case "true": return .bool(true)
            case "false": return .bool(false)
            case let text: return Int64(text).flatMap { String($0) == text ? .int($0) : nil } ?? .string(text)
            }
        case .sequence(let sequence): return .array(sequence.map(value))
        case .mapping(let mapping):
            return .object(
                JSONObject(mapping.map { ($0.key.scalar?.string ?? "", value($0.value)) })
            )
        case .alias: return .null
        }
    }
}
