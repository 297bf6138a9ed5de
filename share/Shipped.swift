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
}
