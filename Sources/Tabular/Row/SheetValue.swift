/// A value of JSON or YAML, with numbers as they are written and keys in their order.
package indirect enum SheetValue: Hashable, Sendable {
    /// Nothing.
    case null
    /// True or false.
    case bool(Bool)
    /// A number, as its digits are written, so that a long one loses none.
    case number(String)
    /// A text.
    case text(String)
    /// A list.
    case list([SheetValue])
    /// Named fields in their order.
    case map([Field])

    /// A field of a map.
    package struct Field: Hashable, Sendable {
        /// The key.
        package var name: String
        /// The value.
        package var value: SheetValue

        /// Makes a field.
        package init(_ name: String, _ value: SheetValue) {
            self.name = name
            self.value = value
        }
    }
}

extension SheetValue {
    /// The value of a field, when this is a map that has it.
    package subscript(name: String) -> SheetValue? {
        guard case .map(let fields) = self else { return nil }
        return fields.first { $0.name == name }?.value
    }

    /// The text of a scalar as a cell shows it; nil for a list and a map.
    package var scalarText: String? {
        switch self {
        case .null: ""
        case .bool(let flag): flag ? "true" : "false"
        case .number(let text), .text(let text): text
        case .list, .map: nil
        }
    }

    /// The fields of a map as cells, in order.
    ///
    /// A field of an inner map is named by its path with dots (`address.street`). A list of scalars is joined by `;`;
    /// any other list becomes its JSON, on one line. An empty map has no cells.
    package var flatCells: [(name: String, text: String)] {
        var cells: [(name: String, text: String)] = []
        flatten(into: &cells, path: "")
        return cells
    }

    private func flatten(into cells: inout [(name: String, text: String)], path: String) {
        switch self {
        case .map(let fields):
            for field in fields {
                field.value.flatten(into: &cells, path: path.isEmpty ? field.name : "\(path).\(field.name)")
            }
        case .list(let elements):
            let scalars = elements.compactMap(\.scalarText)
            cells.append((path, scalars.count == elements.count ? scalars.joined(separator: ";") : json))
        case .null, .bool, .number, .text:
            cells.append((path, scalarText ?? ""))
        }
    }
}
