import Foundation

/// Data that lies beside the repository and never goes into it.
package enum SharedData {
    /// The text of a file below `../shared/data`, or `nil` where that folder is absent.
    package static func text(_ path: String) -> String? {
        var folder = URL(filePath: #filePath).deletingLastPathComponent()
        while folder.path != "/", !FileManager.default.fileExists(atPath: folder.appending(path: "Package.swift").path)
        {
            folder.deleteLastPathComponent()
        }
        let file = folder.deletingLastPathComponent().appending(path: "shared/data/\(path)")
        return try? String(contentsOf: file, encoding: .utf8)
    }

    /// Whether a file is there.
    package static func has(_ path: String) -> Bool { text(path) != nil }
}
