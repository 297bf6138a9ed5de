package import Workflow

/// A real matter as a file tells it: when it was filed, when it was answered, what about.
package struct ReplayRow: Sendable {
    /// The line in the file.
    package let line: Int
    /// The matter's id in the file.
    package let id: String
    /// When it was filed.
    package let filedAt: Instant
    /// When it was answered; nil: never.
    package let answeredAt: Instant?
    /// What it is about, in the words of the directory.
    package let category: String
    /// The department that the file names; nil: as the directory says.
    package let department: String?
    /// The deadline that the file brings; nil: by the directory's limits.
    package let due: Instant?
    /// The deadline that the file brings, where it is only to be compared.
    package let compared: Instant?
    /// Whether the file says by itself that it was late; nil: it does not say.
    package let verdict: Bool?
    /// The title.
    package let title: String
    /// The text.
    package let text: String
}

/// A row that cannot be used, with the reason.
package struct UnusableRow: Hashable, Sendable {
    /// The line in the file.
    package let line: Int
    /// The matter's id in the file.
    package let id: String
    /// A stable code.
    package let code: String
    /// In words.
    package let reason: Bilingual
}
