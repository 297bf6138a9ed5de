import HTTPTypes
package import Workflow

extension Language {
    /// The language that somebody chose on a page, which their browser keeps; else the one that the browser asks for.
    init(asked headers: HTTPFields) {
        if let chosen = SessionCookie.value(of: Self.cookie, in: headers).flatMap({ Language(rawValue: $0) }) {
            self = chosen
        } else {
            self.init(accepted: headers[.acceptLanguage])
        }
    }

    /// The cookie that says which language somebody chose: `zh` or `en`.
    package static let cookie = "whistle-language"

    /// The language that a request asks for (RFC 9110, Accept-Language); Chinese where it does not say.
    init(accepted header: String?) {
        var best: (language: Language, weight: Double) = (.zh, 0)
        // No more than a browser sends: the rest of a hostile header is not read.
        for part in (header ?? "").split(separator: ",").prefix(16) {
            let words = part.split(separator: ";").map { $0.trimmed }
            guard let tag = words.first, let language = Language(tag: tag) else { continue }
            let weight = words.dropFirst().first { $0.hasPrefix("q=") }.map { Double($0.dropFirst(2)) ?? 0 } ?? 1
            if weight > best.weight { best = (language, weight) }
        }
        self = best.language
    }

    private init?(tag: String) {
        let tag = tag.lowercased()
        switch tag {
        case "zh", "*": self = .zh
        case "en": self = .en
        default:
            if tag.hasPrefix("zh-") {
                self = .zh
            } else if tag.hasPrefix("en-") {
                self = .en
            } else {
                return nil
            }
        }
    }

    /// Its name as HTTP writes it.
    package var tag: String {
        switch self {
        case .zh: "zh-CN"
        case .en: "en"
        }
    }
}

extension Substring {
    /// Without blanks at its ends.
    fileprivate var trimmed: String {
        var rest = self
        while rest.first == " " || rest.first == "\t" { rest.removeFirst() }
        while rest.last == " " || rest.last == "\t" { rest.removeLast() }
        return String(rest)
    }
}
