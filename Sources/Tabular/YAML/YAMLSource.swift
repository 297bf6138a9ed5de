internal import Yams

/// The maps of a YAML list, or of several documents; the whole file is held in memory, up to a limit.
///
/// Aliases are followed, but what they grow to is counted: a small file that means a billion values is refused.
final class YAMLSource: KeyedSource {
    private let bytes: ByteReader
    private var elements: [Node] = []
    private var position = 0
    /// How much more the aliases may make of the file.
    private var budget: Int
    private static let deepest = 64

    /// Reads the whole file.
    init(_ bytes: ByteReader, options: ReadOptions) throws(SheetError) {
        self.bytes = bytes
        let limit = options.limits.documentBytes
        let reader = TextReader(bytes, chunkSize: options.chunkSize)
        var buffer: [UInt8] = []
        while try reader.read(into: &buffer) {
            guard buffer.count <= limit else { throw .fileTooLarge(limit: limit) }
        }
        guard let text = String(validating: buffer, as: UTF8.self) else {
            throw .badEncoding(encoding: reader.encodingName)
        }
        budget = 1 << 20 + 8 * buffer.count
        guard YAMLAliases.areSafe(buffer) else { throw .tooComplex }
        for document in try Self.compose(text) {
            if case .sequence(let sequence) = document {
                elements.append(contentsOf: sequence)
            } else {
                elements.append(document)
            }
        }
    }

    var progress: ReadProgress { ReadProgress(done: bytes.bytesRead, total: bytes.totalBytes) }

    func next() throws(SheetError) -> KeyedElement? {
        guard position < elements.count else { return nil }
        let node = elements[position]
        position += 1
        let line = node.mark?.line ?? 0
        do throws(SheetError) {
            guard case .mapping = node else { throw .notAnObject }
            return .record(number: line, try value(node, depth: 0))
        } catch {
            if error == .tooComplex { throw error }
            return .bad(BadRow(number: line, error: error, cells: [node.string ?? ""]))
        }
    }
}

extension YAMLSource {
    private static func compose(_ text: String) throws(SheetError) -> [Node] {
        do {
            var documents = try Yams.compose_all(yaml: text)
            var nodes: [Node] = []
            while let node = documents.next() {
                if node.scalar?.string.isEmpty != true { nodes.append(node) }
            }
            if let error = documents.error { throw error }
            return nodes
        } catch let error as YamlError {
            throw broken(error)
        } catch {
            throw .yamlBroken(line: 1, detail: SheetDetail("\(error)"))
        }
    }

    private static func broken(_ error: YamlError) -> SheetError {
        switch error {
        case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
            .composer(_, let problem, let mark, _):
            .yamlBroken(line: mark.line, detail: SheetDetail(problem))
        case .reader(let problem, _, _, _): .yamlBroken(line: 1, detail: SheetDetail(problem))
        case .duplicatedKeysInMapping(let duplicates, _):
            .duplicateKey(name: duplicates.first.map { "\($0)" } ?? "")
        case .no, .memory, .writer, .emitter, .representer, .dataCouldNotBeDecoded:
            .yamlBroken(line: 1, detail: SheetDetail("\(error)"))
        }
    }

    private func value(_ node: Node, depth: Int) throws(SheetError) -> SheetValue {
        budget -= 1 + (node.scalar?.string.utf8.count ?? 0)
        guard budget > 0, depth < Self.deepest else { throw .tooComplex }
        switch node {
        case .scalar(let scalar): return Self.scalar(scalar, node)
        case .sequence(let sequence):
            var elements: [SheetValue] = []
            for element in sequence { elements.append(try value(element, depth: depth + 1)) }
            return .list(elements)
        case .mapping(let mapping): return try map(mapping, depth: depth)
        case .alias: throw .tooComplex
        }
    }

    private func map(_ mapping: Node.Mapping, depth: Int) throws(SheetError) -> SheetValue {
        var fields: [SheetValue.Field] = []
        for (key, inner) in mapping {
            guard let name = key.scalar?.string else { throw .notAnObject }
            fields.append(SheetValue.Field(name, try value(inner, depth: depth + 1)))
        }
        return .map(fields)
    }

    /// A scalar as it is written: what YAML takes for a number or a date keeps its digits.
    private static func scalar(_ scalar: Node.Scalar, _ node: Node) -> SheetValue {
        guard scalar.style == .plain else { return .text(scalar.string) }
        switch node.tag {
        case Tag(.null): return .null
        case Tag(.bool): return node.bool.map(SheetValue.bool) ?? .text(scalar.string)
        case Tag(.int) where JSONNumber.isNumber(scalar.string): return .number(scalar.string)
        case Tag(.float) where JSONNumber.isNumber(scalar.string): return .number(scalar.string)
        default: return .text(scalar.string)
        }
    }
}
