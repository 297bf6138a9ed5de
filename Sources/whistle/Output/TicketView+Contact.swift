import Dispatcher
import PGStore
import Workflow

extension TicketView {
    /// Whom to reach, on one line; nil where nothing is kept or to be seen.
    var contactLine: String? {
        guard let contact, !contact.values.isEmpty else { return nil }
        let parts = KnownContact.fields.compactMap { field -> String? in
            guard let value = contact.values[field] else { return nil }
            return (definition?.fields[field]?.title(.current) ?? field.text) + localized("：", ": ") + value.shown
        }
        return parts.joined(separator: "  ")
    }

    /// The same as JSON; nil where nothing is kept or to be seen.
    var contactJSON: JSONValue? {
        guard let contact, !contact.values.isEmpty else { return nil }
        var members: JSONObject = ["sight": .string("\(contact.sight)")]
        for (field, value) in contact.values {
            switch value {
            case .text(let text): members[field.text] = .string(text)
            case .unreadable(let error): members[field.text] = ["unreadable": .string(error.code)]
            }
        }
        return .object(members)
    }
}

extension ResidentContact.Value {
    fileprivate var shown: String {
        switch self {
        case .text(let text): text
        case .unreadable(let error):
            localized("（读不出：\(error.message.zh)）", "(unreadable: \(error.message.en))")
        }
    }
}
