package import Workflow

/// A parameter of an endpoint.
package struct Parameter: Sendable {
    /// Its name.
    package let name: String
    /// Where it stands.
    package let place: Place
    /// What it must look like; a list stands as the parameter repeated, a map as `name[key]`, a list in it as `name[key][]`.
    package let shape: Shape
    /// Whether it must be given.
    package let isRequired: Bool
    /// What it means.
    package let note: Bilingual

    /// Where a parameter stands.
    package enum Place: String, Sendable {
        /// In the path.
        case path
        /// Behind the question mark.
        case query
        /// In a header.
        case header
        /// In the body, which is a form of names and values.
        case form
    }

    package init(_ name: String, in place: Place, _ shape: Shape, isRequired: Bool? = nil, zh: String, en: String) {
        self.name = name
        self.place = place
        self.shape = shape
        self.isRequired = isRequired ?? (place == .path)
        note = Bilingual(zh: zh, en: en)
    }
}

extension Parameter {
    /// Reads what was written, as a value of its shape.
    ///
    /// - Parameter texts: its values as written, percent signs decoded; several where it was repeated.
    /// - Returns: the value.
    /// - Throws: `ShapeFaults`.
    func value(_ texts: [String]) throws(ShapeFaults) -> JSONValue {
        let value: JSONValue
        if case .list(let inner, _) = shape.bare {
            value = .array(try texts.map { (text) throws(ShapeFaults) in try single(text, inner) })
        } else {
            guard texts.count == 1, let text = texts.first else {
                throw ShapeFaults(all: [ShapeFault(name, .unexpected, zh: "只能给一次", en: "only once")])
            }
            value = try single(text, shape)
        }
        let faults = shape.faults(in: value, at: name)
        guard faults.isEmpty else { throw ShapeFaults(all: faults) }
        return value
    }

    /// Reads what was written as `name[key]`, once or several times, with or without `[]` behind it.
    ///
    /// - Parameter texts: the form.
    /// - Returns: lists of texts by key; nil where none was given.
    /// - Throws: `ShapeFaults`.
    func value(keyedIn texts: QueryText) throws(ShapeFaults) -> JSONValue? {
        var members: JSONObject = [:]
        for written in texts.names where written.hasPrefix(name + "[") {
            let rest = written.dropFirst(name.count + 1)
            guard let end = rest.firstIndex(of: "]"), ["]", "][]"].contains(rest[end...]), end > rest.startIndex else {
                throw ShapeFaults(all: [
                    ShapeFault(
                        String(written.prefix(100)),
                        .wrongForm,
                        zh: "应写作 \(name)[代码] 或 \(name)[代码][]",
                        en: "\(name)[code] or \(name)[code][]"
                    )
                ])
            }
            let key = String(rest[..<end])
            members[key] = .array((members[key]?.array ?? []) + texts[written].map { .string($0) })
        }
        guard !members.isEmpty else { return nil }
        let value = JSONValue.object(members)
        let faults = shape.faults(in: value, at: name)
        guard faults.isEmpty else { throw ShapeFaults(all: faults) }
        return value
    }

    private func single(_ text: String, _ shape: Shape) throws(ShapeFaults) -> JSONValue {
        switch shape.bare {
        case .integer:
            guard let number = Int64(text), text.first != "+" else {
                throw ShapeFaults(all: [ShapeFault(name, .wrongType, zh: "应为整数", en: "a whole number")])
            }
            return .int(number)
        case .flag:
            guard text == "true" || text == "false" else {
                throw ShapeFaults(all: [ShapeFault(name, .wrongType, zh: "应为 true 或 false", en: "true or false")])
            }
            return .bool(text == "true")
        case .text, .degrees, .word, .list, .object, .map, .nullable, .either, .anything, .embedded, .named, .noted:
            return .string(text)
        }
    }
}
