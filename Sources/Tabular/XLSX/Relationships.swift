/// Where the parts that a part of a workbook refers to are, as its `.rels` says.
final class Relationships: XMLHandler {
    private var targets: [String: (type: String, path: String)] = [:]
    private let folder: [Substring]

    /// Reads the relationships of a part; none when the archive has none.
    ///
    /// - Parameters:
    ///   - part: The path of the part in the archive; empty for the archive as a whole.
    ///   - archive: The archive.
    /// - Throws: That the archive or the XML is damaged.
    init(of part: String, in archive: ZipArchive) throws(SheetError) {
        let path = part.split(separator: "/")
        folder = path.dropLast()
        let rels = (folder + ["_rels", (path.last ?? "") + ".rels"]).joined(separator: "/")
        guard let entry = try archive.entry(rels) else { return }
        try XMLReader.read(entry, part: rels, handler: self)
    }

    /// The path of the part with that identifier, unless it is of another type.
    func path(id: String, type: String) -> String? {
        targets[id].flatMap { $0.type == type ? $0.path : nil }
    }

    /// The path of the part of that type, the first by identifier when there are several.
    func path(type: String) -> String? {
        targets.filter { $0.value.type == type }.min { $0.key < $1.key }?.value.path
    }

    func start(_ name: String, _ attributes: XMLAttributes) {
        guard name == "Relationship", attributes["TargetMode"] != "External", targets.count < 10_000,
            let id = attributes["Id"], let type = attributes["Type"], let target = attributes["Target"]
        else { return }
        targets[id] = (type.split(separator: "/").last.map(String.init) ?? "", resolve(target))
    }

    func end(_ name: String) {}

    func text(_ bytes: UnsafeBufferPointer<UInt8>) {}

    /// A target as a path in the archive: WPS writes it from the root, with a slash, Excel from the part's folder.
    private func resolve(_ target: String) -> String {
        var path = target.hasPrefix("/") ? [] : folder
        for step in target.split(separator: "/") where step != "." {
            if step == ".." { _ = path.popLast() } else { path.append(step) }
        }
        return path.joined(separator: "/")
    }
}
