package import Postgres
package import Workflow

extension ConfigurationWrite {
    /// What is said of categories, whole: entries that are not given go, but for those to be kept as they are.
    package static func categories(
        _ district: DistrictID,
        _ entries: [CategoryEntry],
        keeping: [String] = []
    ) -> [Query] {
        [
            "DELETE FROM category WHERE district_id = \(district.rawValue) AND category <> ALL(\(keeping))",
            """
            INSERT INTO category (district_id, category, document)
            SELECT \(district.rawValue), n.category, n.document
            FROM unnest(\(entries.map(\.category)), \(entries.map(\.document.canonicalText))) AS n (category, document)
            ON CONFLICT (district_id, category) DO UPDATE SET document = excluded.document
            """,
        ]
    }
}
