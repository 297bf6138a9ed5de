package import PGStore
package import Workflow

/// Turns what a person typed (`outcome=已解决`, `lead=水务局`) into the values that an act takes.
///
/// Fields, choices and units are known by their names, by their Chinese and English titles, and by codes. What
/// cannot be understood is refused here with the same codes that the rules use.
package struct Inputs: Sendable {
    /// Values of fields but words.
    package private(set) var values: [FieldName: JSONValue] = [:]
    /// Free text by field.
    package private(set) var texts: [FieldName: String] = [:]

    /// Reads pairs of field and text.
    ///
    /// - Parameters:
    ///   - pairs: fields as typed, with their values as typed.
    ///   - definition: whose fields they are.
    ///   - configuration: the district, for units and local times.
    /// - Throws: `DispatchError.refused` with `bad_field`, `unexpected_field` or `unknown_unit`.
    package init(
        _ pairs: [(field: String, text: String)],
        definition: WorkflowDefinition,
        configuration: DistrictConfiguration
    ) throws(DispatchError) {
        for (word, text) in pairs {
            guard let (name, field) = Self.field(word, definition) else {
                throw .refused(.unexpectedField(act: Bilingual(zh: "此操作", en: "this act"), named: word))
            }
            switch field.form {
            case .words, .contact: texts[name] = text
            case .choice, .flag, .number, .unit, .units, .category, .instant, .limit:
                guard let value = Self.value(text, field.form, configuration) else {
                    throw .refused(.badField(field: name, title: field.title, wanted: field.form.wanted))
                }
                values[name] = value
            }
        }
    }

    private static func field(_ word: String, _ definition: WorkflowDefinition) -> (FieldName, FieldDefinition)? {
        if let name = FieldName(word), let field = definition.fields[name] { return (name, field) }
        return definition.fields.sorted { $0.key < $1.key }
            .first { $0.value.title.zh == word || $0.value.title.en == word }.map { ($0.key, $0.value) }
    }

    private static func value(
        _ text: String,
        _ form: FieldDefinition.Form,
        _ configuration: DistrictConfiguration
    ) -> JSONValue? {
        switch form {
        case .choice(let choices):
            choices[text] != nil
                ? .string(text)
                : choices.sorted { $0.key < $1.key }.first { $0.value.zh == text || $0.value.en == text }
                    .map { .string($0.key) }
        case .flag:
            ["yes", "true", "1", "是"].contains(text) ? true : ["no", "false", "0", "否"].contains(text) ? false : nil
        case .number: Int64(text).map { .int($0) }
        case .unit: configuration.unit(called: text).map { .int($0.id.rawValue) }
        case .units: units(text, configuration)
        case .category, .limit: .string(text)
        case .instant: configuration.instant(text).map { .int($0.microseconds) }
        case .words, .contact: nil
        }
    }
}

extension Inputs {
    /// Units as typed.
    private static func units(_ text: String, _ configuration: DistrictConfiguration) -> JSONValue? {
        let units = text.listed.map { configuration.unit(called: $0) }
        return units.contains { $0 == nil } ? nil : .array(units.compactMap { $0.map { .int($0.id.rawValue) } })
    }
}

extension String {
    /// Its parts between commas, semicolons or 、 of any width, without the blanks before them.
    var listed: [String] {
        split { ",，、;；".contains($0) }.map { String($0.trimmingPrefix(while: \.isWhitespace)) }
    }
}

extension DistrictConfiguration {
    /// A unit by its code, its name (where only one bears it) or its id.
    package func unit(called word: String) -> Workflow.Unit? {
        if let unit = territory.unit(code: word) { return unit }
        let named = territory.all.filter { $0.name == word }
        if named.count == 1 { return named[0] }
        // Of those that bear a name only one may be open: who follows often bears it, too.
        let open = named.filter { $0.closing == nil }
        if open.count == 1 { return open[0] }
        return Int64(word).flatMap { territory[UnitID($0)] }
    }

    /// A point in time as typed: local `2026-11-21T09:30`, with or without seconds, with a blank for the `T`.
    package func instant(_ text: String) -> Instant? {
        let filled = text.replacing(" ", with: "T")
        let colons = filled.count { $0 == ":" }
        return LocalDateTime(colons == 1 ? filled + ":00" : filled).map { calendars.standard.instant($0) }
    }
}
