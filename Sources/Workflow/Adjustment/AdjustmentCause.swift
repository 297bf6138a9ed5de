/// What kind of change adjusted a ticket, and where that change comes from: what its event says.
public enum AdjustmentCause: Hashable, Sendable {
    /// Calendars of these names changed, in order.
    case calendars([String])
    /// The ticket was moved to another version of its definition, which its event bears: from which, by which plan.
    case version(from: Int, PlanMark)
    /// Units were reorganised by a plan.
    case units(PlanMark)
}

extension AdjustmentCause {
    /// A stable word for its kind: `calendars`, `version`, `units`.
    public var code: String {
        switch self {
        case .calendars: "calendars"
        case .version: "version"
        case .units: "units"
        }
    }

    /// What people call it.
    public var title: Bilingual {
        switch self {
        case .calendars(let names):
            Bilingual(
                zh: "日历变更重算（\(names.joined(separator: "、"))）",
                en: "recomputed: calendars changed (\(names.joined(separator: ", ")))"
            )
        case .version(let from, let plan):
            Bilingual(zh: "由第 \(from) 版迁移（\(plan.name)）", en: "moved from version \(from) (\(plan.name))")
        case .units(let plan):
            Bilingual(
                zh: "单位调整（\(plan.name)\(plan.source.isEmpty ? "" : " \(plan.source)")）",
                en: "units reorganised (\(plan.name)\(plan.source.isEmpty ? "" : ", \(plan.source)"))"
            )
        }
    }
}

extension AdjustmentCause: CanonicalWritable {
    // MARK: - The journal

    /// Writes it as it stands in the journal: an object with one member, named after the case.
    public func write(to writer: inout CanonicalWriter) {
        switch self {
        case .calendars(let names): writer.object { $0.member("calendars") { $0.array(names) { $0.text($1) } } }
        case .version(let from, let plan):
            writer.object("version", JSONValue.object(plan.members.merging(["from": .int(Int64(from))]) { $1 }))
        case .units(let plan): writer.object("units", JSONValue.object(plan.members))
        }
    }

    init(reader: DocumentReader) throws(Problem) {
        let (key, member) = try reader.single()
        switch key {
        case "calendars":
            self = .calendars(try member.elements.map { (element) throws(Problem) in try element.string() })
        case "version": self = .version(from: try member.required("from").count(), try PlanMark(reader: member))
        case "units": self = .units(try PlanMark(reader: member))
        default: throw member.fault("unknown_cause", zh: "不认识的调整原因“\(key)”", en: "no cause is “\(key)”")
        }
    }
}
