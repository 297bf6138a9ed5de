import Foundation
package import Shipped
package import Workflow

/// A directory for replaying a file: classes by keywords or by the file's own types, departments, limits.
package struct ReplayDirectory: Sendable {
    /// One class of matters.
    package struct Class: Hashable, Sendable {
        /// The category in the directory.
        package let category: String
        /// Words of which one must stand in the matter; none: the file's type is the category.
        package let keywords: [String]
        /// The department's code; nil: the file's column names it.
        package let lead: String?
        /// The limit of the whole matter; nil: the definition's own.
        package let whole: Limit?
    }

    /// Departments by code.
    package let departments: [(code: String, name: String)]
    /// Classes, in the order in which they are tried.
    package let classes: [Class]
    /// The class of what fits nowhere.
    package let fallback: Class?
    /// The shipped calendar that rules; nil: `office`.
    package let calendar: String

    /// Reads `share/replay/*.yaml` or a file of that form.
    ///
    /// - Throws: `Problems` naming the place of what is wrong.
    package init(document: JSONValue) throws {
        var problems: [Problem] = []
        calendar = document["calendar"]?.string ?? "office"
        departments = (document["departments"]?.array ?? []).compactMap { entry in
            entry["code"]?.string.map { ($0, entry["name"]?.string ?? $0) }
        }
        classes = (document["classes"]?.array ?? []).enumerated().compactMap { index, entry in
            Self.class(entry, "classes[\(index)]", &problems)
        }
        fallback = document["default"].flatMap { Self.class($0, "default", &problems) }
        guard problems.isEmpty else { throw Problems(problems) }
    }

    private static func `class`(_ entry: JSONValue, _ path: String, _ problems: inout [Problem]) -> Class? {
        let limitText = (entry["whole"] ?? entry["limit"])?.string
        let limit = limitText.flatMap { try? Limit($0) }
        if limitText != nil, limit == nil {
            problems.append(
                Problem(
                    code: "bad_limit",
                    path: path,
                    message: Bilingual(zh: "不是时限：\(limitText ?? "")", en: "no limit: \(limitText ?? "")")
                )
            )
        }
        guard let category = (entry["category"] ?? entry["type"])?.string else {
            problems.append(Problem(code: "missing_key", path: path, message: Bilingual(zh: "缺少类别", en: "no category")))
            return nil
        }
        return Class(
            category: category,
            keywords: (entry["keywords"]?.array ?? []).compactMap(\.string),
            lead: entry["lead"]?.string,
            whole: limit
        )
    }

    /// The class of a matter: the first with a keyword in the title, else in the text, else the fallback.
    package func `class`(title: String, text: String) -> Class? {
        classes.first { $0.keywords.contains { title.contains($0) } }
            ?? classes.first { $0.keywords.contains { text.contains($0) } } ?? fallback
    }
}

extension Shipped {
    /// A shipped directory for replays, such as `mayor`.
    package static func replayDirectory(_ name: String) throws -> ReplayDirectory {
        let file = folder.appending(path: "replay/\(name).yaml")
        return try ReplayDirectory(document: JSONValue(yaml: String(contentsOf: file, encoding: .utf8)))
    }
}
