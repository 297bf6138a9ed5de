internal import Foundation

/// Writes values as JSON one after the other, of any number: a line each, or as one array.
package final class JSONStreamWriter {
    /// How the values stand in the file.
    package enum Layout: Hashable, Sendable {
        /// A value a line (NDJSON).
        case lines
        /// One array, with an element a line.
        case array
    }

    private let output: SheetOutput
    private let layout: Layout
    private let encoder = JSONEncoder()
    private var isEmpty = true

    /// Begins a stream of values.
    package init(_ output: SheetOutput, layout: Layout) {
        self.output = output
        self.layout = layout
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        encoder.dateEncodingStrategy = .iso8601
    }

    /// Writes a value as it encodes itself.
    package func write(_ value: some Encodable) throws(SheetError) {
        do {
            try write(json: Array(encoder.encode(value)))
        } catch let error as SheetError {
            throw error
        } catch {
            throw .cannotWrite(reason: SheetDetail("\(error)"))
        }
    }

    /// Writes a value of a sheet.
    package func write(_ value: SheetValue) throws(SheetError) {
        var bytes: [UInt8] = []
        value.appendJSON(to: &bytes)
        try write(json: bytes)
    }

    /// Writes a value that is JSON already, on one line.
    package func write(json: [UInt8]) throws(SheetError) {
        switch layout {
        case .lines:
            try output.write(json)
            try output.write("\n")
        case .array:
            try output.write(isEmpty ? "[\n" : ",\n")
            try output.write(json)
        }
        isEmpty = false
    }

    /// Writes all that is left; without it the file is not whole.
    package func finish() throws(SheetError) {
        if layout == .array { try output.write(isEmpty ? "[]\n" : "\n]\n") }
        try output.flush()
    }
}

/// Writes rows as JSON objects whose keys are the headings and whose values are texts.
package final class JSONRowWriter: SheetWriter {
    private let stream: JSONStreamWriter
    private let headings: [String]

    /// Begins a stream of objects.
    package init(_ output: SheetOutput, headings: [String], layout: JSONStreamWriter.Layout) {
        stream = JSONStreamWriter(output, layout: layout)
        self.headings = headings
    }

    /// Writes a row.
    package func write(_ cells: [String]) throws(SheetError) {
        guard cells.count <= headings.count else { throw .tooManyCells(expected: headings.count, found: cells.count) }
        try stream.write(.map(zip(headings, cells).map { SheetValue.Field($0, .text($1)) }))
    }

    /// Writes all that is left.
    package func finish() throws(SheetError) {
        try stream.finish()
    }
}
