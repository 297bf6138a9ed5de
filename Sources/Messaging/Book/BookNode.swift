import Workflow

/// Collects what is wrong with a file: all of it, not the first only.
final class BookProblems {
    private(set) var all: [Problem] = []

    func note(_ code: String, _ path: String, zh: String, en: String) {
        all.append(Problem(code: code, path: path, message: Bilingual(zh: zh, en: en)))
    }
}

/// A part of a file of channels with its place; what is wrong is noted, and reading goes on.
struct BookNode {
    let value: JSONValue
    let path: String
    let problems: BookProblems

    /// Notes members that mean nothing, and whether it is a map at all.
    func allow(_ keys: [String]) {
        guard let members = value.object else { return wrongType("映射", "a map") }
        for key in members.keys where !keys.contains(key) {
            problems.note("unknown_key", inner(key), zh: "不认识的键“\(key)”", en: "unknown key “\(key)”")
        }
    }

    subscript(key: String) -> BookNode? {
        guard let member = value[key], member != .null else { return nil }
        return BookNode(value: member, path: inner(key), problems: problems)
    }

    /// A member that must be there.
    func required(_ key: String) -> BookNode? {
        if let member = self[key] { return member }
        problems.note("missing_key", inner(key), zh: "缺少“\(key)”", en: "“\(key)” is missing")
        return nil
    }

    /// The members of a map, in the order of their keys.
    var members: [(key: String, node: BookNode)] {
        guard let members = value.object else {
            wrongType("映射", "a map")
            return []
        }
        return members.map { ($0.key, BookNode(value: $0.value, path: inner($0.key), problems: problems)) }
    }

    /// The elements of a list; a single value stands for a list of one.
    var elements: [BookNode] {
        guard let values = value.array else { return [self] }
        return values.enumerated().map {
            BookNode(value: $0.element, path: "\(path)[\($0.offset)]", problems: problems)
        }
    }

    func fault(_ code: String, zh: String, en: String) {
        problems.note(code, path, zh: zh, en: en)
    }

    private func wrongType(_ zh: String, _ en: String) {
        fault("wrong_type", zh: "应为\(zh)", en: "\(en) is wanted")
    }

    private func inner(_ key: String) -> String { path.isEmpty ? key : "\(path).\(key)" }
}

extension BookNode {
    // MARK: - Values

    /// A text; whole numbers and truths are taken as they are written.
    var text: String? {
        switch value {
        case .string(let text) where !text.isEmpty: return text
        case .int(let number): return String(number)
        case .bool(let flag): return String(flag)
        case .string, .null, .array, .object:
            wrongType("文字", "a text")
            return nil
        }
    }

    var flag: Bool? {
        if value.bool == nil { wrongType("true 或 false", "true or false") }
        return value.bool
    }

    /// A whole number within bounds.
    func number(_ bounds: ClosedRange<Int>) -> Int? {
        guard let number = value.int, let small = Int(exactly: number), bounds.contains(small) else {
            fault(
                "bad_number",
                zh: "应为 \(bounds.lowerBound) 至 \(bounds.upperBound) 的整数",
                en: "a whole number from \(bounds.lowerBound) to \(bounds.upperBound) is wanted"
            )
            return nil
        }
        return small
    }

    func choice<Choice: RawRepresentable<String> & CaseIterable>(_ kind: Choice.Type) -> Choice? {
        guard let text else { return nil }
        if let choice = Choice(rawValue: text) { return choice }
        let all = Choice.allCases.map(\.rawValue).joined(separator: ", ")
        fault("unknown_word", zh: "“\(text)”不在其列：\(all)", en: "“\(text)” is none of \(all)")
        return nil
    }

    /// An address with one of some schemes.
    func address(_ schemes: [String]) -> String? {
        guard let text else { return nil }
        if schemes.contains(where: { text.hasPrefix($0 + "://") && text.utf8.count > $0.utf8.count + 3 }) {
            return text
        }
        let all = schemes.map { $0 + "://" }.joined(separator: ", ")
        fault("bad_address", zh: "地址应以 \(all) 开头", en: "an address with \(all) is wanted")
        return nil
    }

    /// Texts by name.
    var texts: [String: String] {
        members.reduce(into: [:]) { texts, member in texts[member.key] = member.node.text }
    }
}
