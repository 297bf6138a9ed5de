import Crypto
import Foundation
import PGStore

/// A file for browsers.
struct Asset: Sendable {
    let bytes: [UInt8]
    /// The same, smaller; nil where it gets no smaller.
    let gzip: [UInt8]?
    let mediaType: String
}

/// Files for browsers, in memory: our own, and those of Debian's packages that dev/setup copied beside them.
///
/// They stand below a path that names what is in them, so browsers keep them for a year and never see an old one.
struct AssetStore: Sendable {
    /// Below which path they stand.
    let path: String
    private let assets: [String: Asset]

    /// Those without which no page, no map or no chart is what it should be.
    static let needed = [
        "bootstrap.min.css", "chart.min.js", "whistle.css", "whistle.js", "leaflet.css", "leaflet.min.js",
        "MarkerCluster.css", "leaflet.markercluster.min.js",
    ]

    private static let mediaTypes = [
        "css": "text/css; charset=utf-8", "js": "text/javascript; charset=utf-8", "svg": "image/svg+xml",
        "png": "image/png", "webmanifest": "application/manifest+json", "map": "application/json",
    ]

    /// Reads all files of folders, of a kind that browsers take.
    ///
    /// - Parameter folders: where they lie; of two of one name the first counts.
    /// - Throws: `PageKitError` where a file cannot be read.
    init(folders: [URL]) throws(PageKitError) {
        var assets: [String: Asset] = [:]
        for folder in folders {
            let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
            for name in names where assets[name] == nil {
                let ending = String(name.split(separator: ".").last ?? "")
                guard let mediaType = Self.mediaTypes[ending] else { continue }
                let file = folder.appending(path: name)
                guard let bytes = (try? Data(contentsOf: file)).map(Array.init) else {
                    throw PageKitError(file: "\(folder.lastPathComponent)/\(name)", why: "cannot be read")
                }
                assets[name] = Asset(bytes: bytes, gzip: Gzip.smaller(bytes), mediaType: mediaType)
            }
        }
        var hash = SHA256()
        for (name, asset) in assets.sorted(by: { $0.key < $1.key }) {
            hash.update(data: Array("\(name)\0\(asset.bytes.count)\0".utf8))
            hash.update(data: asset.bytes)
        }
        path = "/assets/" + Hexadecimal.text(hash.finalize().prefix(6))
        self.assets = assets
    }

    /// The file of a name; nil where there is none.
    subscript(_ name: String) -> Asset? { assets[name] }
}
