/// A piece of a page: elements and texts, escaped where they are written and nowhere else.
indirect enum HTMLNode: Sendable {
    /// Words, whatever they hold.
    case text(String)
    /// An element with its attributes and what it holds.
    case element(String, [(String, String)], [HTMLNode])
    /// Several beside each other.
    case group([HTMLNode])

    /// An element.
    static func tag(_ name: String, _ attributes: [(String, String)] = [], _ inner: HTMLNode...) -> HTMLNode {
        .element(name, attributes, inner)
    }

    /// A style sheet as it stands: it must be a text of this program, for nothing in it is escaped.
    case style(StaticString)
}

extension HTMLNode {
    /// Elements that hold nothing and are not closed.
    private static let hollow: Set<String> = ["meta", "link", "br", "hr", "img", "input"]

    /// Writes it behind a text; well-formed XML, too.
    func write(to text: inout String) {
        switch self {
        case .text(let words): Self.escape(words, into: &text)
        case .group(let nodes): for node in nodes { node.write(to: &text) }
        case .style(let sheet): text += "<style>\(sheet)</style>"
        case .element(let name, let attributes, let inner):
            text += "<\(name)"
            for (key, value) in attributes {
                text += " \(key)=\""
                Self.escape(value, into: &text)
                text += "\""
            }
            if Self.hollow.contains(name) {
                text += "/>"
                return
            }
            text += ">"
            for node in inner { node.write(to: &text) }
            text += "</\(name)>"
        }
    }

    private static func escape(_ words: String, into text: inout String) {
        for character in words.unicodeScalars {
            switch character {
            case "&": text += "&amp;"
            case "<": text += "&lt;"
            case ">": text += "&gt;"
            case "\"": text += "&quot;"
            case "'": text += "&#39;"
            // No page may hold other controls.
            case "\u{0}"..."\u{8}", "\u{b}", "\u{c}", "\u{e}"..."\u{1f}", "\u{7f}", "\u{fffe}", "\u{ffff}": break
            default: text.unicodeScalars.append(character)
            }
        }
    }
}
