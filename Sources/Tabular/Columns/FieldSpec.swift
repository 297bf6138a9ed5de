/// A column that a sheet may have: what it is called in either language, and what is to be said of it.
package struct FieldSpec: Hashable, Sendable {
    /// The name that programs use, such as `unit`.
    package var name: String

    /// The headings in Chinese; the first is the one that templates and messages show.
    package var headings: [String]

    /// Other headings that mean the same, in English or in Chinese.
    package var aliases: [String]

    /// Whether a sheet without this column is refused.
    package var isRequired: Bool

    /// What the column holds, in Chinese, for a template.
    package var note: String

    /// An example of a cell, for a template.
    package var example: String

    /// Makes a field.
    package init(
        _ name: String,
        headings: [String],
        aliases: [String] = [],
        isRequired: Bool = false,
        note: String = "",
        example: String = ""
    ) {
        self.name = name
        self.headings = headings
        self.aliases = aliases
        self.isRequired = isRequired
        self.note = note
        self.example = example
    }

    /// The heading to show.
    package var heading: String { headings.first ?? name }
}
