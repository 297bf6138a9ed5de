import Dispatcher
import HTTPTypes
import Media

/// A form of a page with texts and at most one sheet, held whole: what its endpoint takes in instead of names and values alone.
///
/// What is wrong with the form refuses it; what is wrong with its file is told by the page, which still has what was typed.
struct SheetForm {
    /// Names and values, as a form without a file has them.
    private(set) var texts: [(name: String, text: String)] = []
    /// The file, or why it is not taken; nil: none was chosen.
    private(set) var sheet: Result<SentSheet, Fault>?

    /// What the field of the file is called.
    static let field = "file"
    private static let partsAtMost = 32

    private struct Part {
        let heading: MultipartPart
        var bytes: [UInt8] = []
    }

    /// Reads a form.
    ///
    /// - Parameters:
    ///   - bytes: the body.
    ///   - contentType: what the request says of it.
    /// - Throws: `AttachmentRefusal` where it is no such form.
    init(_ bytes: [UInt8], contentType: String) throws(AttachmentRefusal) {
        do throws(MediaRefusal) {
            var form = SheetForm()
            for part in try Self.parts(bytes, contentType) { try form.take(part) }
            self = form
        } catch {
            throw .media(error)
        }
    }

    private init() {}

    private static func parts(_ bytes: [UInt8], _ contentType: String) throws(MediaRefusal) -> [Part] {
        let boundary = try MultipartBoundary(contentType: contentType)
        // The body is bounded as a whole before.
        let limits = MultipartLimits(parts: partsAtMost, fileBytes: bytes.count, fieldBytes: bytes.count)
        var parser = MultipartParser(boundary, limits: limits)
        var parts: [Part] = []
        for event in try parser.push(bytes) + parser.finish() {
            switch event {
            case .part(let heading): parts.append(Part(heading: heading))
            case .bytes(let bytes): parts[parts.count - 1].bytes += bytes
            case .endOfPart, .end: break
            }
        }
        return parts
    }

    private mutating func take(_ part: Part) throws(MediaRefusal) {
        guard let name = part.heading.fileName else {
            guard let text = String(validating: part.bytes, as: UTF8.self) else { throw .nameNotUTF8 }
            return texts.append((part.heading.name, text))
        }
        // A browser sends one without a name where none was chosen.
        guard !name.isEmpty || !part.bytes.isEmpty else { return }
        guard part.heading.name == Self.field else {
            sheet = .failure(Fault(.unexpectedField(String(part.heading.name.prefix(100)), takes: Self.field)))
            return
        }
        sheet = sheet == nil ? .success(SentSheet(name: name, bytes: part.bytes)) : .failure(.severalSheets)
    }
}

extension Fault {
    /// Nobody says which of them is meant.
    fileprivate static let severalSheets = Fault(
        .unprocessableContent,
        "several_files",
        zh: "一次只能交一个文件",
        en: "one file at a time"
    )

    /// So many read sheets already.
    static let sheetsBusy = Fault(
        .serviceUnavailable,
        "sheets_busy",
        zh: "正在导入的人太多，请稍后再试",
        en: "too many import sheets now: try again"
    ).with(.retryAfter, "10")
}
