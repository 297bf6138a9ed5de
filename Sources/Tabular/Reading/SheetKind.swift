/// A kind of file that can be read and written.
package enum SheetKind: String, Hashable, Sendable, CaseIterable {
    /// Separated values: comma, semicolon or tab.
    case csv
    /// An Office Open XML workbook.
    case xlsx
    /// A JSON array of objects, or JSON objects one after the other.
    case json
    /// A YAML list of maps.
    case yaml
}

extension SheetKind {
    /// The kind that a file name's extension promises.
    package init?(path: String) {
        guard let name = path.split(separator: "/").last, let dot = name.lastIndex(of: ".") else { return nil }
        switch name[name.index(after: dot)...].lowercased() {
        case "csv", "tsv", "tab", "txt": self = .csv
        case "xlsx", "xlsm", "xltx", "xltm": self = .xlsx
        case "json", "jsonl", "ndjson": self = .json
        case "yaml", "yml": self = .yaml
        default: return nil
        }
    }

    /// Finds the kind of a file by its first bytes, and where they leave it open, by its name.
    ///
    /// - Parameters:
    ///   - head: The first bytes of the file.
    ///   - path: Its name, if it has one.
    /// - Returns: The kind; CSV where nothing else fits.
    /// - Throws: What the file is instead, when it is of no kind that can be read.
    static func detect(head: [UInt8], path: String?) throws(SheetError) -> SheetKind {
        guard !head.isEmpty else { throw .emptyFile }
        if head.starts(with: [0x50, 0x4B, 0x03, 0x04]) || head.starts(with: [0x50, 0x4B, 0x05, 0x06]) { return .xlsx }
        let promised = path.flatMap(SheetKind.init(path:))
        if promised == .xlsx { throw .xlsxDamaged(detail: SheetDetail("not a zip archive", zh: "不是 zip 压缩包")) }
        if head.starts(with: Array("%PDF".utf8)) { throw .unknownFileKind }
        let text = head.drop { $0 <= 0x20 || [0xEF, 0xBB, 0xBF, 0xFF, 0xFE].contains($0) }
        if text.first == UInt8(ascii: "<") { throw .unknownFileKind }
        if let promised { return promised }
        if text.first == UInt8(ascii: "{") || text.first == UInt8(ascii: "[") { return .json }
        if text.starts(with: Array("---".utf8)) || text.starts(with: Array("- ".utf8)) { return .yaml }
        return .csv
    }
}
