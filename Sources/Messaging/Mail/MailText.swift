import Foundation
import Workflow

/// A message as mail carries it (RFC 5322): headers in ASCII, words of other alphabets encoded (RFC 2047), base64 lines.
struct MailText {
    let id: String
    let from: String
    let to: [String]
    let subject: String
    let body: String
    let at: Instant

    /// All of it; lines end with CR LF.
    var bytes: [UInt8] {
        let domain = from.split(separator: "@").last.map(String.init) ?? "localhost"
        let headers = [
            "From: <\(from)>", "To: " + to.map { "<\($0)>" }.joined(separator: ",\r\n "),
            "Subject: " + Self.encoded(subject), "Date: " + Self.date(at), "Message-ID: <\(id)@\(domain)>",
            // No mailbox answers a machine that says that it is one.
            "Auto-Submitted: auto-generated", "MIME-Version: 1.0", "Content-Type: text/plain; charset=utf-8",
            "Content-Transfer-Encoding: base64",
        ]
        let encoded = Data(body.replacing("\n", with: "\r\n").utf8).base64EncodedString()
        return Array((headers + [""] + Self.lines(encoded, of: 76) + [""]).joined(separator: "\r\n").utf8)
    }

    /// A header's text: as it is where it is plain ASCII, else words of base64, none longer than 75 bytes, no character torn.
    static func encoded(_ text: String) -> String {
        let line = text.split(whereSeparator: \.isNewline).joined(separator: " ")
        guard line.utf8.contains(where: { $0 < 0x20 || $0 > 0x7E }) || line.contains("=?") || line.utf8.count > 60
        else {
            return line
        }
        // 75 less `=?utf-8?B?` and `?=` leaves 63 of base64: 45 bytes.
        var words: [String] = []
        var word = ""
        for scalar in line.unicodeScalars {
            if word.utf8.count + scalar.utf8.count > 45 {
                words.append(word)
                word = ""
            }
            word.unicodeScalars.append(scalar)
        }
        words.append(word)
        return words.map { "=?utf-8?B?\(Data($0.utf8).base64EncodedString())?=" }.joined(separator: "\r\n ")
    }

    private static func lines(_ text: String, of length: Int) -> [String] {
        let bytes = Array(text.utf8)
        return stride(from: 0, to: bytes.count, by: length).map { start in
            String(decoding: bytes[start..<min(start + length, bytes.count)], as: UTF8.self)
        }
    }

    /// `Sat, 21 Nov 2026 01:30:00 +0000`.
    static func date(_ instant: Instant) -> String {
        let formatter = DateFormatter()
        formatter.locale = Locale(identifier: "en_US_POSIX")
        formatter.timeZone = TimeZone(secondsFromGMT: 0)
        formatter.dateFormat = "EEE, dd MMM yyyy HH:mm:ss Z"
        return formatter.string(from: Date(timeIntervalSince1970: TimeInterval(instant.seconds)))
    }
}
