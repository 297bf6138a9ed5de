/// A field that acts take.
///
/// It never changes, and is looked at with every command: so it is handed on by reference.
public final class FieldDefinition: Hashable, Sendable {
    /// What people call it.
    public let title: Bilingual
    /// What it can hold.
    public let form: Form
    /// Whether the ticket keeps its last value, for guards and limits.
    public let keep: Bool
    /// The words among which a choice is made: mostly so few that going through them is faster than a table.
    private let choices: [String]

    init(
        title: Bilingual,
        form: Form,
        keep: Bool
    ) {
        self.title = title
        self.form = form
        self.keep = keep
        choices =
            switch form {
            case .choice(let choices), .choices(let choices): choices.keys.sorted()
            default: []
            }
    }

    /// Whether a choice has this word.
    func offers(_ word: String) -> Bool { choices.contains(word) }

    /// Whether two say the same.
    public static func == (lhs: FieldDefinition, rhs: FieldDefinition) -> Bool {
        lhs === rhs
            || (lhs.title == rhs.title
                && lhs.form == rhs.form
                && lhs.keep == rhs.keep)
    }

    /// Hashes what it says.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(title)
        hasher.combine(form)
        hasher.combine(keep)
    }

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
        /// A number or name that another system gave: at most so many characters without blanks; never personal.
        case code(max: Int)
        /// A point on the earth, as words: `31.2304,121.4737`. It may say where somebody lives: so it is erased as words are.
        case position
    }
}
