package import Workflow

/// Collects what is wrong with a file: all of it, not the first only.
package final class BookProblems {
    /// What was found so far.
    package private(set) var all: [Problem] = []

    package init() {}

    /// Notes what is wrong at a place.
    package func note(_ code: String, _ path: String, zh: String, en: String) {
        all.append(Problem(code: code, path: path, message: Bilingual(zh: zh, en: en)))
    }
}

/// A part of a file that whoever runs the program has written, with its place; what is wrong is noted, and reading goes on.
package struct BookNode {
    /// What stands there.
    package let value: JSONValue
    /// Where: a path such as `robots.street.url`.
    package let path: String
    /// What is wrong with the file.
    package let problems: BookProblems

    package init(value: JSONValue, path: String, problems: BookProblems) {
        self.value = value
        self.path = path
        self.problems = problems
    }

    /// Notes members that mean nothing, and whether it is a map at all.
    package func allow(_ keys: [String]) {
        guard let members = value.object else { return wrongType("映射", "a map") }
        for key in members.keys where !keys.contains(key) {
            problems.note("unknown_key", inner(key), zh: "不认识的键“\(key)”", en: "unknown key “\(key)”")
        }
    }

    /// A member; nil where there is none, or it is empty.
    package subscript(key: String) -> BookNode? {
        guard let member = value[key], member != .null else { return nil }
        return BookNode(value: member, path: inner(key), problems: problems)
    }

    /// A member that must be there.
    package func required(_ key: String) -> BookNode? {
        if let member = self[key] { return member }
        problems.note("missing_key", inner(key), zh: "缺少“\(key)”", en: "“\(key)” is missing")
        return nil
    }

    /// The members of a map, in the order of their keys.
    package var members: [(key: String, node: BookNode)] {
        guard let members = value.object else {
            wrongType("映射", "a map")
            return []
        }
        return members.map { ($0.key, BookNode(value: $0.value, path: inner($0.key), problems: problems)) }
    }

    /// The elements of a list; a single value stands for a list of one.
    package var elements: [BookNode] {
        guard let values = value.array else { return [self] }
        return values.enumerated().map {
            BookNode(value: $0.element, path: "\(path)[\($0.offset)]", problems: problems)
        }
    }

    /// Notes what is wrong here.
    package func fault(_ code: String, zh: String, en: String) {
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
    package var text: String? {
        switch value {
        case .string(let text) where !text.isEmpty: return text
        case .int(let number): return String(number)
        case .bool(let flag): return String(flag)
        case .string, .null, .array, .object:
            wrongType("文字", "a text")
            return nil
        }
    }

    /// `true` or `false`.
    package var flag: Bool? {
        if value.bool == nil { wrongType("true 或 false", "true or false") }
        return value.bool
    }

    /// A whole number within bounds.
    package func number(_ bounds: ClosedRange<Int>) -> Int? {
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

    /// One of the words of a list.
    package func choice<Choice: RawRepresentable<String> & CaseIterable>(_ kind: Choice.Type) -> Choice? {
        guard let text else { return nil }
        if let choice = Choice(rawValue: text) { return choice }
        let all = Choice.allCases.map(\.rawValue).joined(separator: ", ")
        fault("unknown_word", zh: "“\(text)”不在其列：\(all)", en: "“\(text)” is none of \(all)")
        return nil
    }

    /// An address with one of some schemes.
    package func address(_ schemes: [String]) -> String? {
        guard let text else { return nil }
        if schemes.contains(where: { text.hasPrefix($0 + "://") && text.utf8.count > $0.utf8.count + 3 }) {
            return text
        }
        let all = schemes.map { $0 + "://" }.joined(separator: ", ")
        fault("bad_address", zh: "地址应以 \(all) 开头", en: "an address with \(all) is wanted")
        return nil
    }

    /// Texts by name.
    package var texts: [String: String] {
        members.reduce(into: [:]) { texts, member in texts[member.key] = member.node.text }
    }
}
