/// Who is kept away from a ticket, as data of its definition: the party complained of, those not named for a restricted
/// matter, and those who see a summary only.
///
/// 个人信息保护法: least data, to those who need it; practice of the hotline: 被反映对象回避.
public struct Privacy: Hashable, Sendable {
    /// The field that keeps the units complained of (被反映对象); nil: none are recorded.
    public let complainedUnits: FieldName?
    /// The field that keeps the people complained of; nil: none are recorded.
    public let complainedPeople: FieldName?
    /// The field that keeps why a matter is restricted (敏感、涉未成年人…); nil: none is.
    public let restriction: FieldName?
    /// The field that keeps who is named for a restricted matter.
    public let named: FieldName?
    /// Roles that need not be named for a restricted matter.
    public let roles: [RoleName]
    /// Kinds of unit that see the summary only (物业、业委会、驻区单位…).
    public let summaryKinds: [UnitKind]
    /// The words that such a unit is given instead of the matter's own (转办摘要).
    public let summary: FieldName?
    /// Acts by which somebody speaks with the resident: who may do one sees whom to reach.
    public let contactActs: [ActionName]
    /// The flag that keeps whether the resident asked for secrecy (要求保密); nil: nobody can.
    public let secrecy: FieldName?
    /// What the public sees of what was handled; nil: nothing.
    public let board: Board?

    /// Where nobody is kept away.
    public static let none = Privacy(
        complainedUnits: nil,
        complainedPeople: nil,
        restriction: nil,
        named: nil,
        roles: [],
        summaryKinds: [],
        summary: nil,
        contactActs: [],
        secrecy: nil,
        board: nil
    )
}

extension Privacy {
    init(reader: DocumentReader) throws(Problem) {
        try reader.allow(["complained_of", "restricted", "summary", "contact", "board"])
        let complained = reader.optional("complained_of")
        let restricted = reader.optional("restricted")
        let summary = reader.optional("summary")
        try complained?.allow(["units", "people"])
        try restricted?.allow(["by", "named", "roles"])
        let contact = reader.optional("contact")
        try summary?.allow(["kinds", "field"])
        try contact?.allow(["acts", "secrecy"])
        self.init(
            complainedUnits: try complained?.required("units").name(),
            complainedPeople: try complained?.optional("people")?.name(),
            restriction: try restricted?.required("by").name(),
            named: try restricted?.required("named").name(),
            roles: try restricted?.names("roles") ?? [],
            summaryKinds: try summary?.names("kinds") ?? [],
            summary: try summary?.required("field").name(),
            contactActs: try contact?.names("acts") ?? [],
            secrecy: try contact?.optional("secrecy")?.name(),
            board: try reader.optional("board").map { (board) throws(Problem) in try Board(reader: board) }
        )
    }

    /// The fields that it looks at, with what each must hold; words but for the summary are kept by the ticket.
    var fields: [(name: FieldName, fits: @Sendable (FieldDefinition.Form) -> Bool)] {
        let units: @Sendable (FieldDefinition.Form) -> Bool = { form in
            guard case .units = form else { return false }
            return true
        }
        let people: @Sendable (FieldDefinition.Form) -> Bool = { form in
            guard case .people = form else { return false }
            return true
        }
        let choice: @Sendable (FieldDefinition.Form) -> Bool = { form in
            guard case .choice = form else { return false }
            return true
        }
        let flag: @Sendable (FieldDefinition.Form) -> Bool = { $0 == .flag }
        return [
            complainedUnits.map { ($0, units) }, complainedPeople.map { ($0, people) },
            restriction.map { ($0, choice) }, named.map { ($0, people) }, secrecy.map { ($0, flag) },
            board?.outcome.map { ($0, choice) }, board?.rating.map { ($0, choice) },
        ].compactMap(\.self)
    }
}
