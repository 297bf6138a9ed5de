import Configuration
import Pages
import Workflow

/// The ground of the map of matters (民情地图); without tiles it is a drawn plan, and no other host is asked for anything.
///
/// | key | variable | meaning |
/// |---|---|---|
/// | `whistle.map.tiles` | `WHISTLE_MAP_TILES` | addresses of tiles with `{z}`, `{x}`, `{y}`, the lowest layer first, blanks between |
/// | `whistle.map.attribution` | `WHISTLE_MAP_ATTRIBUTION` | what stands in its corner: the maker, 审图号 |
/// | `whistle.map.datum` | `WHISTLE_MAP_DATUM` | by which reckoning it is drawn: `wgs84` (天地图) or `gcj02` |
/// | `whistle.map.zoom` | `WHISTLE_MAP_ZOOM` | the largest level that there is; 18 if not given |
enum MapSettings {
    /// Reads them; nil: no tiles are named.
    static func tiles(_ reader: ConfigReader) throws -> MapTiles? {
        let templates = (reader.string(forKey: "map.tiles") ?? "").split(whereSeparator: \.isWhitespace).map(
            String.init
        )
        let word = reader.string(forKey: "map.datum") ?? Datum.wgs84.rawValue
        guard let datum = Datum(rawValue: word) else {
            throw Settings.bad("WHISTLE_MAP_DATUM", word, Datum.allCases.map(\.rawValue).joined(separator: ", "))
        }
        let zoom = try Settings.count(reader, "map.zoom", MapTiles.zooms)
        guard !templates.isEmpty else { return nil }
        do throws(MapTilesError) {
            return try MapTiles(
                templates: templates,
                attribution: reader.string(forKey: "map.attribution") ?? "",
                datum: datum,
                maxZoom: zoom ?? 18
            )
        } catch {
            throw Settings.bad("WHISTLE_MAP_TILES", error.template, "https://…/{z}/{x}/{y}")
        }
    }
}
