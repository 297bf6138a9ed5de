/// What is wrong with a definition, a directory or another document: a stable code, the place and words.
public struct Problem: Error, Hashable, Sendable {
    /// A stable code, such as `unknown_state`.
    public let code: String
    /// Where: a path such as `states.reported.clocks[0]`.
    public let path: String
    /// In words.
    public let message: Bilingual

    /// Makes a problem.
    public init(code: String, path: String, message: Bilingual) {
        self.code = code
        self.path = path
        self.message = message
    }
}

/// Several problems of one document, thrown together.
public struct Problems: Error, Hashable, Sendable {
    /// In the order of the document, as far as it has one.
    public let all: [Problem]

    /// Gathers problems.
    public init(_ all: [Problem]) {
        self.all = all
    }
}

/// Reads a document member by member and knows where it is, so that every fault names its place.
///
/// Naming places costs more than reading: what was written by ourselves is read without, and again with them only where
/// a fault was found (`reading`).
struct DocumentReader {
    let value: JSONValue
    let path: String
    private let namesPlaces: Bool

    init(_ value: JSONValue, path: String = "", namesPlaces: Bool = true) {
        self.value = value
        self.path = path
        self.namesPlaces = namesPlaces
    }

    /// Reads a document that is hardly ever wrong: places are named only where it is.
    static func reading<Result>(
        _ value: JSONValue,
        _ body: (DocumentReader) throws(Problem) -> Result
    ) throws(Problem) -> Result {
        do throws(Problem) {
            return try body(DocumentReader(value, namesPlaces: false))
        } catch {
            return try body(DocumentReader(value))
        }
    }

    /// A reader of a part of this document.
    private func part(_ value: JSONValue, _ place: @autoclosure () -> String) -> DocumentReader {
        DocumentReader(value, path: namesPlaces ? place() : "", namesPlaces: namesPlaces)
    }

    func fault(_ code: String, zh: String, en: String) -> Problem {
        Problem(code: code, path: path, message: Bilingual(zh: zh, en: en))
    }

    private func inner(_ key: String) -> String {
        path.isEmpty ? key : "\(path).\(key)"
    }
}

extension DocumentReader {
    // MARK: - Members

    /// Refuses members that the format does not know: a slip of the pen must not pass in silence.
    func allow(_ keys: Set<String>) throws(Problem) {
        guard let members = value.object else { throw wrongType("映射", "a map") }
        guard let stranger = members.keys.filter({ !keys.contains($0) }).min() else { return }
        throw Problem(
            code: "unknown_key",
            path: inner(stranger),
            message: Bilingual(zh: "不认识的键“\(stranger)”", en: "unknown key “\(stranger)”")
        )
    }

    func optional(_ key: String) -> DocumentReader? {
        guard let member = value[key], member != .null else { return nil }
        return part(member, inner(key))
    }

    func required(_ key: String) throws(Problem) -> DocumentReader {
        guard let member = optional(key) else {
            throw Problem(
                code: "missing_key",
                path: inner(key),
                message: Bilingual(zh: "缺少“\(key)”", en: "“\(key)” is missing")
            )
        }
        return member
    }

    /// The elements of a list; a single value stands for a list of one, an absent one for none.
    func list(_ key: String) -> [DocumentReader] {
        guard let member = optional(key) else { return [] }
        return member.elements
    }

    var elements: [DocumentReader] {
        guard let values = value.array else { return [self] }
        return values.enumerated().map { index, value in part(value, "\(path)[\(index)]") }
    }

    /// The members of a map, by name in order.
    func members() throws(Problem) -> [(key: String, reader: DocumentReader)] {
        guard let members = value.object else { throw wrongType("映射", "a map") }
        return members.map { key, value in (key, part(value, inner(key))) }
    }

    /// A map with exactly one member, as guards and effects are written.
    func single() throws(Problem) -> (key: String, reader: DocumentReader) {
        let members = try members()
        guard members.count == 1, let member = members.first else { throw wrongType("单键映射", "a map of one key") }
        return member
    }
}

extension DocumentReader {
    // MARK: - Values

    func wrongType(_ zh: String, _ en: String) -> Problem {
        fault("wrong_type", zh: "应为\(zh)", en: "\(en) is wanted")
    }

    func text() throws(Problem) -> String {
        if let number = value.int { return String(number) }
        guard let text = value.string, !text.isEmpty else { throw wrongType("文字", "a text") }
        return text
    }

    func flag() throws(Problem) -> Bool {
        guard let flag = value.bool else { throw wrongType("true 或 false", "true or false") }
        return flag
    }

    func number() throws(Problem) -> Int64 {
        guard let number = value.int else { throw wrongType("整数", "a whole number") }
        return number
    }

    /// No count of a ticket or a definition goes beyond this.
    static let mostCounts = 1_000_000

    func count() throws(Problem) -> Int {
        let number = try number()
        guard (0...Int64(Self.mostCounts)).contains(number) else { throw wrongType("不大的非负整数", "a small number") }
        return Int(number)
    }

    func name<Kind>(_ kind: Kind.Type = Kind.self) throws(Problem) -> Name<Kind> {
        let text = try text()
        guard let name = Name<Kind>(text) else { throw badName(text) }
        return name
    }

    /// What to say of a text that is no name.
    func badName(_ text: String) -> Problem {
        let most = Name<Any>.mostBytes
        return fault(
            "bad_name",
            zh: "“\(text)”不是合法名称：以小写字母开头，只含小写字母、数字和下划线，最多 \(most) 个字符",
            en: "“\(text)” is no name: at most \(most) lower-case letters, digits and underscores, a letter first"
        )
    }

    func names<Kind>(_ key: String, _ kind: Kind.Type = Kind.self) throws(Problem) -> [Name<Kind>] {
        var names: [Name<Kind>] = []
        for element in list(key) { names.append(try element.name(kind)) }
        return names
    }

    func units(_ key: String) throws(Problem) -> [UnitID] {
        var units: [UnitID] = []
        for element in list(key) { units.append(try element.id()) }
        return units
    }

    func bilingual() throws(Problem) -> Bilingual {
        try allow(["zh", "en"])
        return Bilingual(zh: try required("zh").text(), en: try required("en").text())
    }

    /// A member's own key, taken as a name.
    func name<Kind>(of key: String) throws(Problem) -> Name<Kind> {
        try DocumentReader(.string(key), path: path).name()
    }

    /// A share, such as `80%`.
    func percent() throws(Problem) -> Int {
        let text = try text()
        guard text.hasSuffix("%"), let number = Int(text.dropLast()), (1...99).contains(number) else {
            throw fault("bad_percent", zh: "应为 1% 至 99%", en: "1% to 99% is wanted")
        }
        return number
    }

    func limit() throws(Problem) -> Limit {
        let text = try text()
        do {
            return try Limit(text)
        } catch {
            throw fault("bad_limit", zh: "“\(text)”不是时限", en: "“\(text)” is no limit")
        }
    }

    func choice<Choice: RawRepresentable<String> & CaseIterable>(_ kind: Choice.Type) throws(Problem) -> Choice {
        let text = try text()
        guard let choice = Choice(rawValue: text) else {
            let all = Choice.allCases.map(\.rawValue).joined(separator: ", ")
            throw fault("unknown_word", zh: "“\(text)”不在其列：\(all)", en: "“\(text)” is none of \(all)")
        }
        return choice
    }
}
