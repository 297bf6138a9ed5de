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
    /// Tickets that fields name.
    package private(set) var tickets: [TicketID] = []

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
            case .position:
                guard let position = Position(text) else {
                    throw .refused(.badField(field: name, title: field.title, wanted: field.form.wanted))
                }
                texts[name] = position.description
            case .choice, .choices, .flag, .number, .unit, .units, .people, .category, .instant, .limit, .ticket, .code:
                guard let value = Self.value(text, field.form, configuration) else {
                    throw .refused(.badField(field: name, title: field.title, wanted: field.form.wanted))
                }
                values[name] = value
                if field.form == .ticket, let id = value.int { tickets.append(TicketID(id)) }
            }
        }
    }

    /// Nothing given.
    init() {}

    /// Keeps a value of a field.
    mutating func keep(_ value: JSONValue, _ field: FieldName) { values[field] = value }

    /// Keeps words of a field.
    mutating func keep(_ text: String, _ field: FieldName) { texts[field] = text }

    /// Keeps a ticket that a field names.
    mutating func keep(_ ticket: TicketID) { tickets.append(ticket) }

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
        case .choice(let choices): choice(text, choices).map { .string($0) }
        case .choices(let choices): all(text.listed.map { choice($0, choices).map { .string($0) } })
        case .people: all(text.listed.map { configuration.people[$0]?.party.person.map { .int($0.rawValue) } })
        case .flag:
            ["yes", "true", "1", "是"].contains(text) ? true : ["no", "false", "0", "否"].contains(text) ? false : nil
        case .number: Int64(text).map { .int($0) }
        case .unit: configuration.unit(called: text).map { .int($0.id.rawValue) }
        case .units: all(text.listed.map { configuration.unit(called: $0).map { .int($0.id.rawValue) } })
        case .category, .limit, .code: .string(text)
        case .ticket: TicketNumber(text).map { .int($0.id.rawValue) }
        case .instant: configuration.instant(text).map { .int($0.microseconds) }
        case .words, .contact, .position: nil
        }
    }
}

extension Inputs {
    /// A choice by its name or one of its titles.
    private static func choice(_ text: String, _ choices: [String: Bilingual]) -> String? {
        choices[text] != nil
            ? text
            : choices.sorted { $0.key < $1.key }.first { $0.value.zh == text || $0.value.en == text }?.key
    }

    /// All of them; nil where one was not understood.
    private static func all(_ values: [JSONValue?]) -> JSONValue? {
        values.contains { $0 == nil } ? nil : .array(values.compactMap(\.self))
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
