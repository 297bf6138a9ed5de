package import Foundation
package import Workflow

/// What ships with the program as data: definitions, calendars, the sample city.
package enum Shipped {
    /// The folder that holds all of it.
    package static var folder: URL { Bundle.module.bundleURL }

    /// Reads a shipped definition, such as `issue`; throws where the file is missing or is no definition.
    package static func definition(_ name: String) throws -> WorkflowDefinition {
        let file = folder.appending(path: "definitions/\(name).yaml")
        return try WorkflowDefinition(document: JSONValue(yaml: String(contentsOf: file, encoding: .utf8)))
    }

    /// The official holidays of China, 2007 to 2026; throws where the file is missing.
    package static func holidays() throws -> HolidayList {
        try HolidayList(csv: String(contentsOf: folder.appending(path: "calendars/china.csv"), encoding: .utf8))
    }

    /// A shipped calendar, such as `office`, with its holidays resolved; throws where the file is missing or bad.
    package static func calendar(_ name: String) throws -> CalendarDocument {
        let file = folder.appending(path: "calendars/\(name).yaml")
        let document = try JSONValue(yaml: String(contentsOf: file, encoding: .utf8))
        var calendar = try JSONDecoder().decode(CalendarDocument.self, from: Data(document.canonicalBytes))
        if case .list = calendar.holidays { calendar.holidays = .days(try holidays().exceptions) }
        return calendar
    }
}
