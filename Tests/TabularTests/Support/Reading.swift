import Foundation
import Tabular
import Testing

/// All that a reader comes upon, in short: rows as cells, bad rows as their codes.
struct Contents: Equatable {
    var header: [String]
    var rows: [[String]] = []
    var numbers: [Int] = []
    var bad: [String] = []
}

/// Reads all of an input.
func read(_ input: SheetInput, _ options: ReadOptions = ReadOptions()) throws(SheetError) -> Contents {
    let reader = try RecordReader(input, options: options)
    var contents = Contents(header: reader.header.names)
    while let element = try reader.next() {
        switch element {
        case .row(let row):
            contents.rows.append(row.cells)
            contents.numbers.append(row.number)
        case .bad(let bad): contents.bad.append("\(bad.number):\(bad.error.code)")
        }
    }
    return contents
}

/// Reads all of a text, as a file of a kind, or of the kind it is found to be.
func read(text: String, _ kind: SheetKind? = nil, _ options: ReadOptions = ReadOptions()) throws(SheetError) -> Contents
{
    var options = options
    options.kind = kind
    return try read(.bytes(Array(text.utf8)), options)
}

/// The path of a fixture.
func fixture(_ name: String) throws -> String {
    try #require(Bundle.module.url(forResource: "Fixtures", withExtension: nil)).appendingPathComponent(name).path
}

/// Runs the body with the path of a file that is gone afterwards.
func withTemporaryPath<Result>(_ name: String, _ body: (String) throws -> Result) throws -> Result {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("tabular-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    return try body(folder.appendingPathComponent(name).path)
}

/// The bytes of a file.
func bytes(of path: String) throws -> [UInt8] {
    Array(try Data(contentsOf: URL(fileURLWithPath: path)))
}
