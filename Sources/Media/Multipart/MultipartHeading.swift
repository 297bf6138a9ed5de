/// The headers of one part, read line by line.
struct MultipartHeading {
    private var disposition: [UInt8]?
    private var contentType: String?
    private var count = 0

    /// Takes in one line without its end.
    ///
    /// - Throws: `badHeader` for a line that is none, or a header that may be there once only and is there again.
    mutating func add(_ line: [UInt8], _ limits: MultipartLimits) throws(MediaRefusal) {
        count += 1
        guard count <= limits.headers else { throw .headersTooLarge(limit: limits.headerBytes) }
        guard let colon = line.firstIndex(of: UInt8(ascii: ":")), colon > 0,
            line[..<colon].allSatisfy(HeaderScanner.isToken),
            !line.contains(where: { ($0 < 0x20 && $0 != 0x09) || $0 == 0x7F })
        else { throw .badHeader }
        let value = Self.trimmed(line[(colon + 1)...])
        switch String(decoding: line[..<colon], as: UTF8.self).lowercased() {
        case "content-disposition":
            guard disposition == nil else { throw .badHeader }
            disposition = value
        case "content-type":
            guard contentType == nil, let text = String(validating: value, as: UTF8.self) else { throw .badHeader }
            contentType = text
        case "content-transfer-encoding":
            // RFC 7578, 4.7: nobody should send it; the three that change nothing are harmless.
            let encoding = String(decoding: value, as: UTF8.self).lowercased()
            guard ["7bit", "8bit", "binary"].contains(encoding) else { throw .transferEncoding }
        default:
            // RFC 7578, 4.8: others are to be ignored.
            break
        }
    }

    /// What the headers say together.
    ///
    /// - Throws: `badDisposition` where they name no field of a form, `nameNotUTF8` where a name is in another encoding.
    func part() throws(MediaRefusal) -> MultipartPart {
        guard let disposition else { throw .badDisposition }
        var scanner = HeaderScanner(disposition)
        guard scanner.token()?.lowercased() == "form-data", let parameters = scanner.parameters() else {
            throw .badDisposition
        }
        func only(_ name: String) throws(MediaRefusal) -> [UInt8]? {
            let found = parameters.filter { $0.name == name }
            guard found.count <= 1 else { throw .badDisposition }
            return found.first?.value
        }
        guard let name = try only("name") else { throw .badDisposition }
        let plain = try only("filename")
        let extended = try only("filename*")
        var fileName = try plain.map { bytes throws(MediaRefusal) in try FormName.decoded(bytes) }
        // RFC 6266, 4.3: where both are there, the one that names its encoding is meant.
        if let extended { fileName = try FormName.decodedExtended(extended) }
        return MultipartPart(
            name: try FormName.decoded(name),
            fileName: fileName.map(FormName.withoutFolders),
            contentType: contentType
        )
    }

    private static func trimmed(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
        let front = bytes.drop { $0 == 0x20 || $0 == 0x09 }
        let end = front.lastIndex { $0 != 0x20 && $0 != 0x09 }
        return end.map { Array(front[...$0]) } ?? []
    }
}
