/// What kind of change adjusted a ticket, and where that change comes from: what its event says.
public enum AdjustmentCause: Hashable, Sendable {
    /// Calendars of these names changed, in order.
    case calendars([String])
}

extension AdjustmentCause {
    /// What people call it.
    public var title: Bilingual {
        switch self {
        case .calendars(let names):
            Bilingual(
                zh: "日历变更重算（\(names.joined(separator: "、"))）",
                en: "recomputed: calendars changed (\(names.joined(separator: ", ")))"
            )
        }
    }
}

extension AdjustmentCause {
    // MARK: - The journal

    /// As it stands in the journal: an object with one member, named after the case.
    var json: JSONValue {
        switch self {
        case .calendars(let names): ["calendars": .array(names.map { .string($0) })]
        }
    }

    init(reader: DocumentReader) throws(Problem) {
        let (key, member) = try reader.single()
        switch key {
        case "calendars":
            self = .calendars(try member.elements.map { (element) throws(Problem) in try element.string() })
        default: throw member.fault("unknown_cause", zh: "不认识的调整原因“\(key)”", en: "no cause is “\(key)”")
        }
    }
}
