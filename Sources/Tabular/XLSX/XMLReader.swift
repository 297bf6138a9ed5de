internal import CExpat
internal import Glibc

/// What is told of the elements of an XML document as they are read; names come without their prefix.
protocol XMLHandler: AnyObject {
    /// An element begins.
    func start(_ name: String, _ attributes: XMLAttributes) throws(SheetError)
    /// An element ends.
    func end(_ name: String) throws(SheetError)
    /// A piece of text, in UTF-8.
    func text(_ bytes: UnsafeBufferPointer<UInt8>)
}

/// The attributes of an element while it begins.
struct XMLAttributes {
    fileprivate let pairs: UnsafeMutablePointer<UnsafePointer<CChar>?>?

    /// The value of the attribute of that name, whatever its prefix.
    subscript(_ name: String) -> String? {
        guard let pairs else { return nil }
        var index = 0
        while let key = pairs[index], let value = pairs[index + 1] {
            if XMLReader.localName(key) == name { return String(cString: value) }
            index += 2
        }
        return nil
    }
}

/// Reads an XML document fed to it in chunks, with bounded memory.
///
/// Prefixes are dropped, not resolved: so the two sets of namespaces that workbooks come in are read alike. A document
/// type is refused, and with it all entities that could grow; so are elements nested past any use, and a token that
/// goes on for more than a mebibyte, which the parser would have to hold.
final class XMLReader {
    private let parser: XML_Parser
    private let part: String
    private let handler: any XMLHandler
    private var failure: SheetError?
    private var depth = 0
    private var bytesSinceEvent = 0
    private static let deepest = 200
    private static let longestToken = 1 << 20

    /// Makes a reader that tells the handler.
    init(part: String, handler: any XMLHandler) throws(SheetError) {
        guard let parser = XML_ParserCreate(nil) else {
            throw .xlsxDamaged(detail: SheetDetail("out of memory", zh: "内存不足"))
        }
        self.parser = parser
        self.part = part
        self.handler = handler
        XML_SetUserData(parser, Unmanaged.passUnretained(self).toOpaque())
        XML_SetElementHandler(
            parser,
            { context, name, attributes in XMLReader.of(context)?.started(name, XMLAttributes(pairs: attributes)) },
            { context, name in XMLReader.of(context)?.ended(name) }
        )
        XML_SetCharacterDataHandler(parser) { context, text, count in XMLReader.of(context)?.texted(text, Int(count)) }
        XML_SetStartDoctypeDeclHandler(parser) { context, _, _, _, _ in XMLReader.of(context)?.fail(.doctypeRefused) }
        XML_SetCommentHandler(parser) { context, _ in XMLReader.of(context)?.bytesSinceEvent = 0 }
        XML_SetProcessingInstructionHandler(parser) { context, _, _ in XMLReader.of(context)?.bytesSinceEvent = 0 }
    }

    deinit {
        XML_ParserFree(parser)
    }

    /// Reads the next bytes; none of them end the document.
    func feed(_ chunk: [UInt8]) throws(SheetError) {
        bytesSinceEvent += chunk.count
        let status = chunk.withUnsafeBytes { bytes in
            bytes.withMemoryRebound(to: CChar.self) { characters in
                XML_Parse(parser, characters.baseAddress, Int32(characters.count), chunk.isEmpty ? 1 : 0)
            }
        }
        if let failure { throw failure }
        guard status == XML_STATUS_OK else {
            let reason = XML_ErrorString(XML_GetErrorCode(parser)).map { String(cString: $0) } ?? "XML"
            throw .xlsxDamaged(
                detail: SheetDetail(
                    "\(part), line \(XML_GetCurrentLineNumber(parser)): \(reason)",
                    zh: "\(part) 第 \(XML_GetCurrentLineNumber(parser)) 行：\(reason)"
                )
            )
        }
        guard bytesSinceEvent <= Self.longestToken else {
            throw .xlsxDamaged(detail: SheetDetail("\(part): an endless token", zh: "\(part)：有一项内容没有尽头"))
        }
    }

    /// Reads a whole entry.
    static func read(_ entry: ZipEntry, part: String, handler: any XMLHandler) throws(SheetError) {
        let reader = try XMLReader(part: part, handler: handler)
        while true {
            let chunk = try entry.read(1 << 15)
            try reader.feed(chunk)
            if chunk.isEmpty { return }
        }
    }
}

extension XMLReader {
    /// A name without its prefix.
    static func localName(_ name: UnsafePointer<CChar>) -> String {
        guard let colon = strchr(name, Int32(UInt8(ascii: ":"))) else { return String(cString: name) }
        return String(cString: colon + 1)
    }

    private static func of(_ context: UnsafeMutableRawPointer?) -> XMLReader? {
        context.map { Unmanaged<XMLReader>.fromOpaque($0).takeUnretainedValue() }
    }

    private func fail(_ error: SheetError) {
        failure = failure ?? error
        XML_StopParser(parser, XML_Bool(0))
    }

    private func started(_ name: UnsafePointer<CChar>?, _ attributes: XMLAttributes) {
        bytesSinceEvent = 0
        depth += 1
        guard let name, failure == nil else { return }
        guard depth <= Self.deepest else {
            return fail(.xlsxDamaged(detail: SheetDetail("\(part): nested too deep", zh: "\(part)：嵌套太深")))
        }
        do throws(SheetError) {
            try handler.start(Self.localName(name), attributes)
        } catch {
            fail(error)
        }
    }

    private func ended(_ name: UnsafePointer<CChar>?) {
        bytesSinceEvent = 0
        depth -= 1
        guard let name, failure == nil else { return }
        do throws(SheetError) {
            try handler.end(Self.localName(name))
        } catch {
            fail(error)
        }
    }

    private func texted(_ text: UnsafePointer<CChar>?, _ count: Int) {
        bytesSinceEvent = 0
        guard let text, failure == nil else { return }
        text.withMemoryRebound(to: UInt8.self, capacity: count) { bytes in
            handler.text(UnsafeBufferPointer(start: bytes, count: count))
        }
    }
}
