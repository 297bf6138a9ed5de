import Dispatcher
import Foundation
import PGStore
import Shipped
import Tabular
import Workflow

/// What ships, as a lawyer would look at it: the definitions, the sample district with its directory, and the texts of
/// the statements that list things.
struct Product {
    var issue: WorkflowDefinition
    var task: WorkflowDefinition
    var rules: [DirectoryRule]
    let city: PaperDistrict
    /// By which periods are counted.
    var calendar: WorkCalendar
    /// Every line of SQL that orders rows, with its file.
    var orderings: [String]

    init() throws {
        let sample = { (name: String) in SheetInput.path(Shipped.folder.appending(path: "sample/\(name).csv").path) }
        issue = try Shipped.definition("issue")
        task = try Shipped.definition("task")
        city = try PaperDistrict(units: sample("units"), definition: issue)
        rules = try DirectorySheet(sample("directory"), for: city.configuration).directory.rules
        calendar = city.configuration.calendars.standard
        orderings = try Self.orderings()
    }

    var definitions: [WorkflowDefinition] { [issue, task] }

    /// A copy with one part of the matter's definition replaced.
    func with(_ path: String, _ value: JSONValue) throws -> Product {
        var copy = self
        copy.issue = try issue.replacing(path, value)
        return copy
    }

    /// A copy with one rule of the directory changed.
    func with(rule index: Int, _ change: (DirectoryRule) throws -> DirectoryRule) rethrows -> Product {
        var copy = self
        copy.rules[index] = try change(rules[index])
        return copy
    }

    /// The findings of the directory's check, by code.
    func findings() throws -> [String] {
        let directory = try Workflow.Directory(rules, categories: [])
        return city.configuration.review(directory).problems.map { "\($0.code) \($0.path)" }
    }

    private static func orderings() throws -> [String] {
        var root = URL(filePath: #filePath)
        while root.path != "/", !FileManager.default.fileExists(atPath: root.appending(path: "Package.swift").path) {
            root.deleteLastPathComponent()
        }
        let files = FileManager.default.enumerator(at: root.appending(path: "Sources"), includingPropertiesForKeys: nil)
        var lines: [String] = []
        while let file = files?.nextObject() as? URL {
            guard file.pathExtension == "swift" else { continue }
            let text = try String(contentsOf: file, encoding: .utf8)
            for line in text.split(separator: "\n") where line.contains("ORDER BY") {
                lines.append("\(file.lastPathComponent): \(line.trimmingCharacters(in: .whitespaces))")
            }
        }
        return lines
    }
}

extension WorkflowDefinition {
    /// The same with one part of the document replaced; a step of the path may be the index of an element.
    fileprivate func replacing(_ path: String, _ value: JSONValue) throws -> WorkflowDefinition {
        try WorkflowDefinition(document: document.replacing(path.split(separator: ".").map(String.init)[...], value))
    }

    /// Everything with a name that people read: what, its names, and where it stands.
    var named: [(what: String, words: [String])] {
        fields.map { ("\(name) fields.\($0.key)", [$0.key.text, $0.value.title.zh, $0.value.title.en]) }
            + clocks.map { ("\(name) clocks.\($0.key)", [$0.key.text, $0.value.title.zh, $0.value.title.en]) }
            + actions.map {
                ("\(name) actions.\($0.key)", [$0.key.text, $0.value.title.zh, $0.value.title.en] + $0.value.also)
            }
            + counters.map { ("\(name) counts \($0)", [$0.text]) }
    }

    var counters: [CounterName] {
        actions.values.flatMap { $0.effects + $0.cases.flatMap(\.effects) }.compactMap { effect in
            guard case .count(let counter) = effect else { return nil }
            return counter
        }
    }

    func effects(of act: ActionName) -> [Effect] {
        (actions[act]?.effects ?? []) + (actions[act]?.cases.flatMap(\.effects) ?? [])
    }

    /// Whether an act tells a party.
    func tells(_ relation: Relation, in act: ActionName) -> Bool {
        effects(of: act).contains { effect in
            guard case .tell(let recipients) = effect else { return false }
            return recipients.contains { $0.relation == relation }
        }
    }
}

extension JSONValue {
    fileprivate func replacing(_ path: ArraySlice<String>, _ value: JSONValue) -> JSONValue {
        guard let key = path.first else { return value }
        if var elements = array, let index = Int(key), elements.indices.contains(index) {
            elements[index] = elements[index].replacing(path.dropFirst(), value)
            return .array(elements)
        }
        var members = object ?? [:]
        members[key] = (members[key] ?? .null).replacing(path.dropFirst(), value)
        return .object(members)
    }
}
