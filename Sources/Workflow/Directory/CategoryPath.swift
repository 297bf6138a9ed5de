/// Categories are paths such as `市容环卫/垃圾清运`: a rule for `市容环卫` covers all below it.
enum CategoryPath {
    /// The category and all above it, from the top down.
    static func withAllAbove(_ category: String) -> [String] {
        let parts = category.split(separator: "/")
        return parts.indices.map { parts[...$0].joined(separator: "/") }
    }

    /// The one spelling of a category: `水务/` is `水务`, since a stroke too many must not silence a rule.
    static func plain(_ category: String) -> String {
        category.split(separator: "/").joined(separator: "/")
    }

    /// The category above; nil above the top level.
    static func above(_ category: Substring) -> Substring? {
        guard !category.isEmpty else { return nil }
        return category.lastIndex(of: "/").map { category[..<$0] } ?? ""
    }

    /// Whether a category is the other or stands above it; the empty one stands above all.
    static func covers(_ upper: String, _ lower: String) -> Bool {
        upper.isEmpty || lower == upper || lower.hasPrefix(upper + "/")
    }
}
