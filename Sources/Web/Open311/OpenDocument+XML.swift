/// A document as XML 1.0: elements only, no attributes, no namespace, as GeoReport has it.
extension OpenDocument {
    /// The document with its declaration, in UTF-8.
    var xml: String {
        var text = "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n"
        content.write(as: root, to: &text)
        return text + "\n"
    }
}

extension OpenDocument.Node {
    fileprivate func write(as name: String, to text: inout String) {
        switch self {
        case .nothing: text += "<\(name)/>"
        case .text(let words): Self.write(name, to: &text) { $0 += XMLText.escaped(words) }
        case .flag(let flag): Self.write(name, to: &text) { $0 += flag ? "true" : "false" }
        case .number(let number): Self.write(name, to: &text) { $0 += String(number) }
        case .degrees(let digits): Self.write(name, to: &text) { $0 += digits }
        case .list(let item, let nodes):
            Self.write(name, to: &text) { text in for node in nodes { node.write(as: item, to: &text) } }
        case .members(let members):
            Self.write(name, to: &text) { text in
                for member in members { member.node.write(as: member.name, to: &text) }
            }
        }
    }

    private static func write(_ name: String, to text: inout String, _ content: (inout String) -> Void) {
        text += "<\(name)>"
        content(&text)
        text += "</\(name)>"
    }
}

/// Texts as XML 1.0 can hold them.
enum XMLText {
    /// A text between two tags: what means something to XML is escaped, and what it cannot hold is left out.
    ///
    /// A carriage return is written as a reference: a parser would make a line feed of it.
    static func escaped(_ text: String) -> String {
        var escaped = ""
        escaped.reserveCapacity(text.utf8.count)
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": escaped += "&amp;"
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            case "\r": escaped += "&#13;"
            default: if isHeld(scalar) { escaped.unicodeScalars.append(scalar) }
            }
        }
        return escaped
    }

    /// `Char` of XML 1.0, section 2.2: no control characters but three, no surrogates, no U+FFFE and U+FFFF.
    static func isHeld(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x9, 0xA, 0xD, 0x20...0xD7FF, 0xE000...0xFFFD, 0x1_0000...0x10_FFFF: true
        default: false
        }
    }
}
