import Dispatcher
import Foundation
import PGStore
import Tabular
import TestSupport
import Testing
import Workflow

/// A sheet in a test: the same cells as a file of any kind.
struct TestSheet: Sendable {
    let headings: [String]
    let rows: [[String]]

    init(_ headings: [String], _ rows: [[String]]) {
        self.headings = headings
        self.rows = rows
    }

    /// Writes the sheet as a file.
    func file(_ kind: SheetKind) throws -> String {
        let path = TestSheet.path(kind.rawValue)
        switch kind {
        case .csv: try write(CSVWriter(SheetOutput(path: path), headings: headings))
        case .xlsx: try write(XLSXWriter(SheetOutput(path: path), sheet: "数据", headings: headings))
        case .json: try write(JSONRowWriter(SheetOutput(path: path), headings: headings, layout: .array))
        case .yaml:
            let lines = rows.map { row in
                zip(headings, row).enumerated().map { index, cell in
                    "\(index == 0 ? "-" : " ") \(cell.0): \(JSONValue.string(cell.1).canonicalText)"
                }.joined(separator: "\n")
            }
            try lines.joined(separator: "\n").write(toFile: path, atomically: true, encoding: .utf8)
        }
        return path
    }

    private func write(_ writer: some SheetWriter) throws {
        for row in rows { try writer.write(row) }
        try writer.finish()
    }

    /// A new file's path in the temporary folder.
    static func path(_ suffix: String) -> String {
        FileManager.default.temporaryDirectory.appending(path: "whistle-\(UUID().uuidString).\(suffix)").path
    }

    /// All rows of a file, headings first.
    static func read(_ path: String) throws -> [[String]] {
        let reader = try RecordReader(.path(path))
        var rows = [reader.header.names]
        while let element = try reader.next() { rows.append(element.cells) }
        return rows
    }
}

extension TestDistrict {
    /// Imports into the district.
    func load(
        _ kind: ImportKind,
        _ input: SheetInput,
        _ change: (inout ImportOptions) -> Void = { _ in },
        progress: (ImportProgress) throws -> Void = { _ in }
    ) async throws -> ImportReport {
        var options = ImportOptions()
        change(&options)
        return try await Importer(engine: engine, district: id).run(kind, input, options: options, progress: progress)
    }

    /// Imports a text as a CSV.
    func load(_ kind: ImportKind, csv text: String) async throws -> ImportReport {
        try await load(kind, .bytes(Array(text.utf8)))
    }

    /// The configuration as it is in the database now.
    func now() async throws -> DistrictConfiguration {
        try await engine.configurations.load(id)
    }
}

extension ImportReport {
    /// `3 unknown_unit`: line and code of all that is wrong.
    var complaints: [String] { bad.map { "\($0.line) \($0.code)" } }
}
