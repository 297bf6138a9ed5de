/// Fields that the machine itself knows, whatever the definition; named here once, so that none is checked with every
/// command.
enum KnownField {
    /// What a matter is about.
    static let category: FieldName = "category"
    /// Where it happened.
    static let place: FieldName = "place"
    /// How pressing it is.
    static let urgency: FieldName = "urgency"
    /// Who is to lead.
    static let lead: FieldName = "lead"
}

/// People that the machine itself knows.
enum KnownMark {
    /// Who reported the matter.
    static let reporter: MarkName = "reporter"
}
