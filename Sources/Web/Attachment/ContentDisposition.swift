/// What a browser is to do with a file, and how to call it (RFC 6266).
enum ContentDisposition {
    /// The header's value.
    ///
    /// - Parameters:
    ///   - name: what the file is to be saved as.
    ///   - isInline: whether it may be shown where it stands.
    /// - Returns: the value, in ASCII; the name once without what is beyond it, and once whole (RFC 8187).
    static func value(_ name: String, isInline: Bool) -> String {
        let plain = String(name.unicodeScalars.map { isPlain($0) ? Character($0) : "_" })
        let whole = name.utf8.map { byte in
            isPlain(Unicode.Scalar(byte)) ? String(Unicode.Scalar(byte)) : "%" + hexadecimal(byte)
        }.joined()
        return "\(isInline ? "inline" : "attachment"); filename=\"\(plain)\"; filename*=UTF-8''\(whole)"
    }

    /// Letters, digits and marks that stand for themselves in every kind of quoting.
    private static func isPlain(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "a"..."z", "A"..."Z", "0"..."9", ".", "-", "_": true
        default: false
        }
    }

    private static func hexadecimal(_ byte: UInt8) -> String {
        (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
    }
}
