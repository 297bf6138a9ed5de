/// Names of fields and files, as the several kinds of sender write them.
enum FormName {
    /// A name in UTF-8, with its percent signs resolved where they are escapes.
    ///
    /// Browsers write UTF-8 as it is and escape only the quotation mark and the ends of lines (HTML, multipart/form-data
    /// encoding); RFC 7578, 4.2 has a sender that knows ASCII only escape every other byte. So a name wholly in ASCII is
    /// resolved where that gives text, and one beyond ASCII has those three resolved only.
    ///
    /// - Throws: `nameNotUTF8`.
    static func decoded(_ bytes: [UInt8]) throws(MediaRefusal) -> String {
        guard let raw = String(validating: bytes, as: UTF8.self) else { throw .nameNotUTF8 }
        guard bytes.contains(UInt8(ascii: "%")) else { return raw }
        if bytes.allSatisfy({ $0 < 0x80 }), let resolved = percentDecoded(bytes, only: nil),
            let text = String(validating: resolved, as: UTF8.self)
        {
            return text
        }
        return percentDecoded(bytes, only: [0x22, 0x0D, 0x0A]).flatMap { String(validating: $0, as: UTF8.self) } ?? raw
    }

    /// A name that says its encoding before it: `UTF-8''%E7%85%A7.jpg` (RFC 8187, once 5987).
    ///
    /// - Throws: `nameNotUTF8` for another encoding, `badDisposition` where it is written in another way.
    static func decodedExtended(_ bytes: [UInt8]) throws(MediaRefusal) -> String {
        let pieces = bytes.split(separator: UInt8(ascii: "'"), maxSplits: 2, omittingEmptySubsequences: false)
        guard pieces.count == 3, pieces[2].allSatisfy({ $0 > 0x20 && $0 < 0x7F }),
            let resolved = percentDecoded(Array(pieces[2]), only: nil)
        else { throw .badDisposition }
        guard String(decoding: pieces[0], as: UTF8.self).lowercased() == "utf-8",
            let text = String(validating: resolved, as: UTF8.self)
        else { throw .nameNotUTF8 }
        return text
    }

    /// The name without the folders that some senders put before it, without characters that are not to be seen or turn the
    /// direction of what is, and not longer than a file's name may be.
    static func withoutFolders(_ name: String) -> String {
        let last = name.unicodeScalars.lastIndex { $0 == "/" || $0 == "\\" }
        let tail = last.map { name.unicodeScalars[name.unicodeScalars.index(after: $0)...] } ?? name.unicodeScalars[...]
        var result = ""
        var length = 0
        for scalar in tail where !isHidden(scalar) {
            length += UTF8.width(scalar)
            guard length <= 255 else { break }
            result.unicodeScalars.append(scalar)
        }
        return result
    }

    private static func isHidden(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .lineSeparator, .paragraphSeparator: true
        // Joiners (U+200C, U+200D) are letters' and emoji's own; the rest of the format characters turn and hide text.
        case .format: scalar.value != 0x200C && scalar.value != 0x200D
        default: false
        }
    }

    /// The bytes with `%XX` resolved, all or only those of these values; nil where a percent sign begins none.
    private static func percentDecoded(_ bytes: [UInt8], only: Set<UInt8>?) -> [UInt8]? {
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count)
        var index = 0
        while index < bytes.count {
            guard bytes[index] == UInt8(ascii: "%") else {
                result.append(bytes[index])
                index += 1
                continue
            }
            let value = escape(bytes.dropFirst(index + 1).prefix(2))
            if let value, only?.contains(value) ?? true {
                result.append(value)
                index += 3
            } else if only != nil {
                result.append(bytes[index])
                index += 1
            } else {
                return nil
            }
        }
        return result
    }

    /// The byte that two hexadecimal digits write.
    private static func escape(_ digits: ArraySlice<UInt8>) -> UInt8? {
        // The initialiser would take a sign, too.
        guard digits.count == 2, digits.allSatisfy({ Character(Unicode.Scalar($0)).isHexDigit }) else { return nil }
        return UInt8(String(decoding: digits, as: UTF8.self), radix: 16)
    }
}
