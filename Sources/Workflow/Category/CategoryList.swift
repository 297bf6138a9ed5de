/// The categories of which a district says more than their names: codes, descriptions, questions, and which are public.
///
/// The directory says which categories there are, and who leads them. A category that stands not here goes by the nearest
/// one above it that does.
public struct CategoryList: Hashable, Sendable {
    /// The entries, in the order of their categories.
    public let entries: [CategoryEntry]
    private let byCategory: [String: CategoryEntry]
    private let byCode: [String: CategoryEntry]

    /// No entries: nothing is open to other systems.
    public static let empty = CategoryList()

    private init() {
        entries = []
        byCategory = [:]
        byCode = [:]
    }

    /// Makes a list.
    ///
    /// - Parameter entries: in any order.
    /// - Throws: `Problems` with `category_twice` or `code_twice`.
    public init(_ entries: [CategoryEntry]) throws(Problems) {
        self.entries = entries.sorted { $0.category < $1.category }
        byCategory = Dictionary(entries.map { ($0.category, $0) }, uniquingKeysWith: { first, _ in first })
        byCode = Dictionary(entries.map { ($0.code, $0) }, uniquingKeysWith: { first, _ in first })
        let problems = entries.compactMap { [byCategory, byCode] entry -> Problem? in
            if byCategory[entry.category] != entry {
                return Self.twice("category_twice", entry.category, "类别", "category")
            }
            return byCode[entry.code] == entry ? nil : Self.twice("code_twice", entry.code, "代码", "code")
        }
        guard problems.isEmpty else { throw Problems(problems) }
    }

    /// The entry of a code.
    public func entry(code: String) -> CategoryEntry? { byCode[code] }

    /// The entry of a category, else the nearest one above it.
    public func entry(of category: String) -> CategoryEntry? {
        CategoryPath.withAllAbove(category).reversed().lazy.compactMap { byCategory[$0] }.first
    }

    /// Those that are open to the public.
    public var open: [CategoryEntry] { entries.filter(\.isPublic) }

    private static func twice(_ code: String, _ word: String, _ zh: String, _ en: String) -> Problem {
        Problem(
            code: code,
            path: "categories.\(word)",
            message: Bilingual(zh: "\(zh)“\(word)”出现了两次", en: "the \(en) “\(word)” stands in the list twice")
        )
    }
}
