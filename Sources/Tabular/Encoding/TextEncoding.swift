/// An encoding of text that files come in.
enum TextEncoding: String, Hashable, Sendable {
    /// UTF-8, and ASCII with it.
    case utf8 = "UTF-8"
    /// GB18030, and GBK and GB2312 with it: what Excel and WPS save as "CSV" in Chinese.
    case gb18030 = "GB18030"
    /// UTF-16, the lower byte first: what Excel saves as "Unicode text".
    case utf16LE = "UTF-16LE"
    /// UTF-16, the upper byte first.
    case utf16BE = "UTF-16BE"
}

extension TextEncoding {
    /// The encoding that a byte order mark tells, and the length of the mark; nil when there is none.
    static func mark(_ head: [UInt8]) -> (encoding: TextEncoding, length: Int)? {
        if head.starts(with: [0xEF, 0xBB, 0xBF]) { return (.utf8, 3) }
        if head.starts(with: [0xFF, 0xFE]) { return (.utf16LE, 2) }
        if head.starts(with: [0xFE, 0xFF]) { return (.utf16BE, 2) }
        return nil
    }

    /// Finds the encoding of text without a mark.
    ///
    /// UTF-8 has so much form that Chinese text in GBK breaks it every few characters, while one damaged byte in UTF-8
    /// breaks it once: so it is UTF-8 as long as at most a tenth of its bytes over 127 are wrong, even when the window
    /// would also pass as GB18030. The window may end in the middle of a character.
    static func guess(_ window: [UInt8]) -> TextEncoding {
        let utf8 = EncodingSurvey.utf8(window)
        if utf8.wrong * 10 <= utf8.wide { return .utf8 }
        let gb18030 = EncodingSurvey.gb18030(window)
        return gb18030.wrong * 10 <= gb18030.wide ? .gb18030 : .utf8
    }
}

/// How well bytes fit an encoding.
struct EncodingSurvey: Hashable {
    /// Bytes over 127.
    var wide = 0
    /// Bytes that begin no character.
    var wrong = 0

    /// Holds the bytes against UTF-8.
    static func utf8(_ bytes: [UInt8]) -> EncodingSurvey {
        survey(bytes) { bytes, start in
            guard start + 1 < bytes.count else { return (0xC2...0xF4).contains(bytes[start]) ? 1 : 0 }
            let length: Int
            switch (bytes[start], bytes[start + 1]) {
            case (0xC2...0xDF, 0x80...0xBF): length = 2
            case (0xE0, 0xA0...0xBF), (0xED, 0x80...0x9F): length = 3
            case (0xE1...0xEC, 0x80...0xBF), (0xEE...0xEF, 0x80...0xBF): length = 3
            case (0xF0, 0x90...0xBF), (0xF4, 0x80...0x8F): length = 4
            case (0xF1...0xF3, 0x80...0xBF): length = 4
            default: return 0
            }
            let rest = bytes[min(start + 2, bytes.count)..<min(start + length, bytes.count)]
            return rest.allSatisfy { $0 & 0xC0 == 0x80 } ? length : 0
        }
    }

    /// Holds the bytes against GB18030.
    static func gb18030(_ bytes: [UInt8]) -> EncodingSurvey {
        survey(bytes) { bytes, start in
            guard bytes[start] >= 0x81, bytes[start] <= 0xFE else { return 0 }
            guard start + 1 < bytes.count else { return 2 }
            switch bytes[start + 1] {
            case 0x40...0x7E, 0x80...0xFE: return 2
            case 0x30...0x39:
                let rest = bytes[min(start + 2, bytes.count)..<min(start + 4, bytes.count)]
                let third = rest.first.map { $0 >= 0x81 && $0 <= 0xFE } ?? true
                let fourth = rest.dropFirst().first.map { $0 >= 0x30 && $0 <= 0x39 } ?? true
                return third && fourth ? 4 : 0
            default: return 0
            }
        }
    }

    private static func survey(_ bytes: [UInt8], length: ([UInt8], Int) -> Int) -> EncodingSurvey {
        var survey = EncodingSurvey()
        var index = 0
        while index < bytes.count {
            guard bytes[index] >= 0x80 else {
                index += 1
                continue
            }
            let count = length(bytes, index)
            let end = min(index + max(1, count), bytes.count)
            survey.wrong += count == 0 ? 1 : 0
            survey.wide += bytes[index..<end].count { $0 >= 0x80 }
            index = end
        }
        return survey
    }
}
