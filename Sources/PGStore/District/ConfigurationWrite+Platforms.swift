package import Postgres
package import Workflow

extension ConfigurationWrite {
    /// Platforms above: those given are written, others stay.
    package static func platforms(_ district: DistrictID, _ platforms: [Platform]) -> [Query] {
        [
            """
            INSERT INTO platform (district_id, name, document)
            SELECT \(district.rawValue), n.name, n.document
            FROM unnest(\(platforms.map(\.name)), \(platforms.map(\.document.canonicalText))) AS n (name, document)
            ON CONFLICT (district_id, name) DO UPDATE SET document = excluded.document
            """
        ]
    }
}
