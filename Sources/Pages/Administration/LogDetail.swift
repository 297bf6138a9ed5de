import PGStore
import Web
import Workflow

/// What a line of the security log says besides, in words: names for numbers, and titles for what programs call things.
struct LogDetail {
    let kit: PageKit
    let configuration: DistrictConfiguration
    let language: Language

    /// The details as one text.
    func text(_ detail: JSONValue?) -> String {
        let members = (detail?.object ?? [:]).sorted { $0.key < $1.key }
        // What it is comes first.
        let first = members.filter { $0.key == "kind" } + members.filter { $0.key != "kind" }
        return first.compactMap(told).joined(separator: language == .zh ? "；" : "; ")
    }

    private func told(_ key: String, _ value: JSONValue) -> String? {
        let words = words(value, of: key)
        guard !words.isEmpty else { return nil }
        let title = kit.words.known("keeping.log.\(key)", language) ?? key
        return title.isEmpty ? words : "\(title) \(words)"
    }

    private func words(_ value: JSONValue, of key: String) -> String {
        switch value {
        case .null: ""
        case .bool(let flag): kit.words.text(flag ? "keeping.yes" : "keeping.no", language)
        case .int(let number): name(number, of: key) ?? "\(number)"
        case .string(let text): kit.words.known("keeping.logged.\(text)", language) ?? text
        case .array(let values):
            values.map { words($0, of: key) }.joined(separator: language == .zh ? "、" : ", ")
        case .object: value.canonicalText
        }
    }

    /// Whom or what a number means.
    private func name(_ number: Int64, of key: String) -> String? {
        switch key {
        case "from", "to": configuration.name(of: PersonID(number))
        case "unit": configuration.territory[UnitID(number)]?.name
        default: nil
        }
    }
}
