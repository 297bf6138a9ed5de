/// An empty sheet to be filled in: its headings, and what each of them means.
///
/// A workbook explains its columns on a second sheet, a CSV in a row that begins with `#说明` and is passed over when
/// it is read. JSON and YAML, which are for programs, get one record with the examples.
package struct SheetTemplate: Sendable {
    private let title: String
    private let fields: [FieldSpec]

    /// Makes a template.
    ///
    /// - Parameters:
    ///   - title: The name of the sheet.
    ///   - fields: Its columns in order.
    package init(title: String, fields: [FieldSpec]) {
        self.title = title
        self.fields = fields
    }

    /// Writes the template as a file of the kind.
    package func write(_ kind: SheetKind, to output: SheetOutput) throws(SheetError) {
        switch kind {
        case .csv: try writeCSV(to: output)
        case .xlsx: try writeWorkbook(to: output)
        case .json: try writeJSON(to: output)
        case .yaml: try writeYAML(to: output)
        }
    }
}

extension SheetTemplate {
    /// The headings, the required ones marked.
    private var headings: [String] {
        fields.map { $0.isRequired ? "\($0.heading)（必填）" : $0.heading }
    }

    private func writeCSV(to output: SheetOutput) throws(SheetError) {
        let writer = try CSVWriter(output, headings: headings)
        try writer.write(
            fields.enumerated().map { index, field in
                let note = field.example.isEmpty ? field.note : "\(field.note)；例：\(field.example)"
                return index == 0 ? "\(TemplateNote.mark)：\(note)" : note
            }
        )
        try writer.finish()
    }

    private func writeWorkbook(to output: SheetOutput) throws(SheetError) {
        let writer = try XLSXWriter(output, sheet: title, headings: headings)
        try writer.addSheet("填写说明", headings: ["列", "必填", "说明", "示例"])
        for field in fields {
            try writer.write([field.heading, field.isRequired ? "是" : "否", field.note, field.example])
        }
        try writer.finish()
    }

    private var example: SheetValue {
        .map(fields.map { SheetValue.Field($0.name, .text($0.example)) })
    }

    private func writeJSON(to output: SheetOutput) throws(SheetError) {
        let stream = JSONStreamWriter(output, layout: .array)
        try stream.write(example)
        try stream.finish()
    }

    private func writeYAML(to output: SheetOutput) throws(SheetError) {
        try output.write("# \(title)\n")
        for field in fields {
            let note = field.note.split(whereSeparator: \.isNewline).joined(separator: " ")
            try output.write("# \(field.name): \(field.heading)\(field.isRequired ? "（必填）" : "") \(note)\n")
        }
        for (index, field) in fields.enumerated() {
            try output.write("\(index == 0 ? "-" : " ") \(field.name): \(SheetValue.text(field.example).json)\n")
        }
        try output.flush()
    }
}
