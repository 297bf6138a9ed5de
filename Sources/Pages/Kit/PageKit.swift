package import Foundation
import Mustache
import Shipped
import Workflow

/// What pages are made with: templates, words in both languages, and files for browsers; read once, when the service starts.
package struct PageKit: Sendable {
    let templates: MustacheLibrary
    let words: PageWords
    let assets: AssetStore
    /// The ground of the map; nil: none, the map is a drawn plan.
    let tiles: MapTiles?

    /// Reads all of it.
    ///
    /// - Parameters:
    ///   - folder: where it lies; nil: what ships with the program.
    ///   - tiles: the ground of the map.
    /// - Throws: `PageKitError` where something is missing or cannot be read.
    package init(folder: URL? = nil, tiles: MapTiles? = nil) throws(PageKitError) {
        self.tiles = tiles
        let folder = folder ?? Shipped.folder.appending(path: "pages")
        templates = try Self.templates(in: folder.appending(path: "templates"))
        words = try PageWords(folder: folder.appending(path: "words"))
        assets = try AssetStore(folders: ["assets", "vendor"].map { folder.appending(path: $0) })
        for name in AssetStore.needed where assets[name] == nil {
            throw PageKitError(file: "vendor/\(name)", why: "missing: run dev/setup, then build again")
        }
    }

    private static func templates(in folder: URL) throws(PageKitError) -> MustacheLibrary {
        var library = MustacheLibrary()
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        for name in names where name.hasSuffix(".mustache") {
            do {
                let text = try String(contentsOf: folder.appending(path: name), encoding: .utf8)
                try library.register(text, named: String(name.dropLast(".mustache".count)))
            } catch {
                throw PageKitError(file: "templates/\(name)", why: "\(error)")
            }
        }
        return library
    }
}

/// Why pages cannot be made.
package struct PageKitError: Error, Hashable, Sendable, CustomStringConvertible {
    /// Which file, beneath `share/pages`.
    package let file: String
    /// What is wrong with it.
    package let why: String

    /// For whoever starts the service.
    package var description: String { "share/pages/\(file): \(why)" }
}
