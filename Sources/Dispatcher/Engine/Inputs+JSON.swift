package import PGStore
package import Workflow

extension Inputs {
    /// Reads fields as programs write them: units by code (or by a name that only one bears), people by account, tickets by number, points in time as RFC 3339.
    ///
    /// - Parameters:
    ///   - members: values by the fields' names.
    ///   - definition: whose fields they are.
    ///   - configuration: the district, for units and people.
    /// - Throws: `DispatchError.refused` with `bad_field` or `unexpected_field`.
    package init(
        json members: JSONObject,
        definition: WorkflowDefinition,
        configuration: DistrictConfiguration
    ) throws(DispatchError) {
        self.init()
        for (key, value) in members {
            guard let name = FieldName(key), let field = definition.fields[name] else {
                throw .refused(.unexpectedField(act: Bilingual(zh: "此操作", en: "this act"), named: key))
            }
            guard add(value, name, field.form, configuration) else {
                throw .refused(.badField(field: name, title: field.title, wanted: field.form.wanted))
            }
        }
    }

    /// Keeps a value; false where the field cannot hold it.
    private mutating func add(
        _ value: JSONValue,
        _ name: FieldName,
        _ form: FieldDefinition.Form,
        _ configuration: DistrictConfiguration
    ) -> Bool {
        switch form {
        case .words, .contact:
            guard let text = value.string else { return false }
            keep(text, name)
            return true
        case .position:
            guard let position = value.string.flatMap({ Position($0) }) else { return false }
            keep(position.description, name)
            return true
        case .choice, .choices, .flag, .number, .unit, .units, .people, .category, .instant, .limit, .ticket, .code:
            guard let read = Self.value(value, form, configuration) else { return false }
            keep(read, name)
            if form == .ticket, let id = read.int { keep(TicketID(id)) }
            return true
        }
    }

    private static func value(
        _ value: JSONValue,
        _ form: FieldDefinition.Form,
        _ configuration: DistrictConfiguration
    ) -> JSONValue? {
        switch form {
        case .choice, .category, .limit, .code: value.string.map { .string($0) }
        case .choices: list(value) { $0.string.map { .string($0) } }
        case .flag: value.bool.map { .bool($0) }
        case .number: value.int.map { .int($0) }
        case .unit: unit(value, configuration)
        case .units: list(value) { unit($0, configuration) }
        case .people:
            list(value) { $0.string.flatMap { configuration.person(called: $0) }.map { .int($0.rawValue) } }
        case .instant: value.string.flatMap { Instant(rfc3339: $0) }.map { .int($0.microseconds) }
        case .ticket: value.string.flatMap { TicketNumber($0) }.map { .int($0.id.rawValue) }
        case .words, .contact, .position: nil
        }
    }

    private static func unit(_ value: JSONValue, _ configuration: DistrictConfiguration) -> JSONValue? {
        value.string.flatMap { configuration.unit(called: $0) }.map { .int($0.id.rawValue) }
    }

    /// All of them; nil where it is no list, or one was not understood.
    private static func list(_ value: JSONValue, _ read: (JSONValue) -> JSONValue?) -> JSONValue? {
        guard let values = value.array?.map(read), !values.contains(nil) else { return nil }
        return .array(values.compactMap(\.self))
    }
}
