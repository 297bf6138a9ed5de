package import PGStore
import Shipped
package import Workflow

/// A scripted session: who does what and when, to see how a city's rules deal with it before anybody has to.
///
/// It is played in a district of its own, whose clock is given, so a night takes a second.
package struct Play: Sendable {
    /// What the districts of plays are called: they count only where they are named.
    package static let prefix = "play-"

    /// What it is about.
    package let title: Bilingual
    /// People who are there besides those of the sample city.
    package let people: [PersonRow]
    /// In order of time.
    package let steps: [Step]

    /// Something that happens.
    package struct Step: Sendable {
        /// When, as local time such as `2026-03-06 22:31`.
        package let at: String
        /// A line of prose before it; nil: none.
        package let note: Bilingual?
        /// What.
        package let deed: Deed
    }

    /// What can happen in a play.
    package enum Deed: Sendable {
        /// Somebody files a ticket that the play calls so.
        case file(String, by: String, [(field: String, text: String)])
        /// Somebody acts on a ticket; new ones that come of it are called so, in order; a refusal with that code is meant.
        case act(String, on: String, by: String, [(field: String, text: String)], children: [String], refused: String?)
        /// The clocks of a ticket are explained.
        case clocks(String)
        /// The time ledger of a ticket is reckoned.
        case ledger(String)
    }

    /// Reads a play.
    ///
    /// - Throws: `Problem` with the place in the document that is wrong, or `SheetError` for what is no YAML.
    package init(yaml text: String) throws {
        let document = try JSONValue(yaml: text)
        title = try document.bilingual("play") ?? Bilingual(zh: "", en: "")
        people = try (document["people"]?.array ?? []).enumerated().map { index, row in
            let path = "people[\(index)]"
            guard let account = row["account"]?.string, let name = row["name"]?.string,
                let role = row["role"]?.string.flatMap({ RoleName($0) }), let unit = row["unit"]?.text
            else { throw PlayFault(path, "account, name, role, unit") }
            return PersonRow(account: account, name: name, phone: nil, role: role, unitCode: unit)
        }
        steps = try (document["steps"]?.array ?? []).enumerated().map { index, step in
            try Step(step, path: "steps[\(index)]")
        }
    }
}

/// What is wrong with a play, and where.
package struct PlayFault: Error, Hashable, Sendable {
    /// The place in the document, or the step.
    package let path: String
    /// What is wanted there, or what came instead.
    package let detail: String

    init(_ path: String, _ detail: String) {
        self.path = path
        self.detail = detail
    }
}

extension Play.Step {
    fileprivate init(_ step: JSONValue, path: String) throws {
        guard let at = step["at"]?.text else { throw PlayFault(path, "at") }
        self.at = at
        note = try step.bilingual("note")
        let fields = (step["with"]?.object ?? [:]).sorted { $0.key < $1.key }
            .map { (field: $0.key, text: $0.value.text ?? $0.value.canonicalText) }
        if let name = step["clocks"]?.text {
            deed = .clocks(name)
        } else if let name = step["ledger"]?.text {
            deed = .ledger(name)
        } else if let name = step["file"]?.text, let by = step["by"]?.text {
            deed = .file(name, by: by, fields)
        } else if let act = step["act"]?.text, let on = step["on"]?.text, let by = step["by"]?.text {
            let children = step["as"]?.array?.compactMap(\.text) ?? []
            deed = .act(act, on: on, by: by, fields, children: children, refused: step["refused"]?.text)
        } else {
            throw PlayFault(path, "file + by | act + on + by | clocks | ledger")
        }
    }
}

extension JSONValue {
    /// A scalar as it was written; nil for lists and objects.
    fileprivate var text: String? { string ?? int.map { String($0) } }

    fileprivate func bilingual(_ key: String) throws -> Bilingual? {
        guard let member = self[key] else { return nil }
        guard let zh = member["zh"]?.string, let en = member["en"]?.string else { throw PlayFault(key, "zh, en") }
        return Bilingual(zh: zh, en: en)
    }
}
