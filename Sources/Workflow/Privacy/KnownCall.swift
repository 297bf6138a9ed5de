/// The fields that say of a telephone call whom it reached (通话记录).
public enum KnownCall {
    /// The number that was called.
    public static let number: FieldName = "call_number"
    /// Who was spoken to.
    public static let person: FieldName = "call_person"

    /// What of a field everybody may see who sees the matter.
    ///
    /// - Parameters:
    ///   - field: one of those that are given with an act that rests on a call.
    ///   - text: what it holds.
    /// - Returns: the text with stars.
    public static func masked(_ field: FieldName, _ text: String) -> String {
        switch field {
        case number: Masking.phone(text)
        case person: Masking.name(text)
        default: Masking.text(text)
        }
    }
}
