/// A field that acts take.
public struct FieldDefinition: Hashable, Sendable {
    /// What people call it.
    public let title: Bilingual
    /// What it can hold.
    public let form: Form
    /// Whether the ticket keeps its last value, for guards and limits.
    public let keep: Bool

    /// What a field can hold.
    public enum Form: Hashable, Sendable {
        /// Free text of at most so many characters. It enters the event as a salted digest only.
        case words(max: Int)
        /// Who to reach (name, telephone, address); at most so many characters; kept apart from everything else.
        case contact(max: Int)
        /// One of these, by name.
        case choice([String: Bilingual])
        /// Several of these, each once.
        case choices([String: Bilingual])
        /// A truth value.
        case flag
        /// A whole number in this range.
        case number(ClosedRange<Int64>)
        /// A unit of the district.
        case unit
        /// Several units of the district, each once, at most so many.
        case units(max: Int)
        /// Several people of the district, each once, at most so many.
        case people(max: Int)
        /// A category of the district.
        case category
        /// A point in time: microseconds since 1970, UTC.
        case instant
        /// A limit, such as `5wd`.
        case limit
        /// Another ticket of the district, by its id.
        case ticket
    }
}
