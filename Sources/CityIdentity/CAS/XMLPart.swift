import CExpat
import Foundation

/// An element of a small XML document; names are `namespace|name`.
struct XMLPart: Hashable, Sendable {
    /// Its name.
    let name: String
    /// Its attributes.
    let attributes: [String: String]
    /// The elements inside.
    fileprivate(set) var parts: [XMLPart] = []
    /// The text inside, without that of its elements.
    fileprivate(set) var text = ""

    private static let mostBytes = 65_536

    /// Reads a document.
    ///
    /// A document type is refused, and with it all entities that could grow; so is what is longer than 64 KiB, nested deeper
    /// than 16 or has more than 2,000 elements.
    ///
    /// - Returns: its root; nil where it is none.
    init?(_ bytes: [UInt8]) {
        guard bytes.count <= Self.mostBytes, let parser = XML_ParserCreateNS("UTF-8", 0x7C) else { return nil }
        defer { XML_ParserFree(parser) }
        let growing = GrowingXML(parser)
        XML_SetUserData(parser, Unmanaged.passUnretained(growing).toOpaque())
        XML_SetElementHandler(
            parser,
            { context, name, attributes in GrowingXML.of(context)?.start(name, attributes) },
            { context, _ in GrowingXML.of(context)?.end() }
        )
        XML_SetCharacterDataHandler(parser) { context, text, count in GrowingXML.of(context)?.add(text, Int(count)) }
        XML_SetStartDoctypeDeclHandler(parser) { context, _, _, _, _ in GrowingXML.of(context)?.refuse() }
        let status = bytes.withUnsafeBytes { raw in
            raw.withMemoryRebound(to: CChar.self) { XML_Parse(parser, $0.baseAddress, Int32($0.count), 1) }
        }
        guard status == XML_STATUS_OK, let root = withExtendedLifetime(growing, { growing.root }) else { return nil }
        self = root
    }

    fileprivate init(name: String, attributes: [String: String]) {
        self.name = name
        self.attributes = attributes
    }

    /// The elements of a name inside.
    func parts(_ name: String) -> [XMLPart] { parts.filter { $0.name == name } }

    /// The text without blanks before and behind.
    var trimmed: String { text.trimmingCharacters(in: .whitespacesAndNewlines) }
}

/// A document while it is read.
private final class GrowingXML {
    private let parser: XML_Parser
    private var open: [XMLPart] = []
    private var count = 0
    private(set) var root: XMLPart?

    init(_ parser: XML_Parser) { self.parser = parser }

    static func of(_ context: UnsafeMutableRawPointer?) -> GrowingXML? {
        context.map { Unmanaged<GrowingXML>.fromOpaque($0).takeUnretainedValue() }
    }

    func start(_ name: UnsafePointer<CChar>?, _ pairs: UnsafeMutablePointer<UnsafePointer<CChar>?>?) {
        count += 1
        guard let name, open.count < 16, count <= 2_000 else { return refuse() }
        var attributes: [String: String] = [:]
        var index = 0
        while let pairs, let key = pairs[index], let value = pairs[index + 1] {
            attributes[String(cString: key)] = String(cString: value)
            index += 2
        }
        open.append(XMLPart(name: String(cString: name), attributes: attributes))
    }

    func end() {
        guard let part = open.popLast() else { return }
        if open.isEmpty {
            root = part
        } else {
            open[open.count - 1].parts.append(part)
        }
    }

    func add(_ text: UnsafePointer<CChar>?, _ count: Int) {
        guard let text, !open.isEmpty else { return }
        let bytes = UnsafeRawBufferPointer(start: text, count: count)
        open[open.count - 1].text += String(decoding: bytes, as: UTF8.self)
    }

    func refuse() {
        XML_StopParser(parser, XML_Bool(0))
    }
}
