/// What a district says of one of its categories to those who report: other systems, and pages for residents.
public struct CategoryEntry: Hashable, Sendable {
    /// The category, as the directory spells it.
    public let category: String
    /// A short code for addresses and other systems; it stays when the category is called otherwise.
    public let code: String
    /// What people call it.
    public let title: Bilingual
    /// What belongs here.
    public let about: Bilingual?
    /// Words by which people look for it.
    public let keywords: [String]
    /// Whether it is open to the public.
    public let isPublic: Bool
    /// What whoever files is asked, in this order.
    public let questions: [CategoryQuestion]
    /// The document that it was read from.
    public let document: JSONValue

    /// Two are the same that say the same.
    public static func == (lhs: Self, rhs: Self) -> Bool { lhs.document == rhs.document }

    /// Hashes what it says.
    public func hash(into hasher: inout Hasher) { hasher.combine(document) }
}

extension CategoryEntry {
    /// Reads an entry.
    ///
    /// - Parameter document: `category`, `code`, `title`, and perhaps `about`, `keywords`, `public`, `questions`.
    /// - Throws: `Problem` for the first thing that is wrong.
    public init(document: JSONValue) throws(Problem) {
        let reader = DocumentReader(document)
        try reader.allow(["category", "code", "title", "about", "keywords", "public", "questions"])
        let path = try reader.required("category")
        category = CategoryPath.plain(try path.text(max: 200))
        guard !category.isEmpty else { throw path.wrongType("类别", "a category") }
        code = try reader.required("code").code()
        title = try reader.required("title").bilingual()
        about = try reader.optional("about")?.bilingual()
        var words: [String] = []
        for word in reader.list("keywords") { words.append(try word.text(max: 50)) }
        keywords = words
        isPublic = try reader.optional("public")?.flag() ?? false
        var questions: [CategoryQuestion] = []
        for element in reader.list("questions") {
            let question = try CategoryQuestion(reader: element)
            guard !questions.contains(where: { $0.code == question.code }) else {
                throw element.fault(
                    "question_twice",
                    zh: "问题“\(question.code)”出现了两次",
                    en: "the question “\(question.code)” stands here twice"
                )
            }
            questions.append(question)
        }
        guard questions.count <= Self.questionsAtMost else {
            throw reader.fault(
                "too_many_questions",
                zh: "一个类别至多 \(Self.questionsAtMost) 个问题",
                en: "at most \(Self.questionsAtMost) questions a category"
            )
        }
        self.questions = questions
        self.document = document
    }

    /// Questions of a category at the most: nobody answers more.
    public static let questionsAtMost = 20
}

extension CategoryQuestion {
    fileprivate init(reader: DocumentReader) throws(Problem) {
        try reader.allow(["code", "ask", "tell", "hint", "form", "required", "choices"])
        code = try reader.required("code").code()
        hint = try reader.optional("hint")?.bilingual()
        isRequired = try reader.optional("required")?.flag() ?? false
        if let told = reader.optional("tell") {
            words = try told.bilingual()
            form = nil
            guard !isRequired, reader.optional("ask") == nil, reader.optional("form") == nil else {
                throw reader.fault("told_and_asked", zh: "说明（tell）不能要求回答", en: "what is told cannot ask for an answer")
            }
            return
        }
        words = try reader.required("ask").bilingual()
        form = try Self.form(reader)
    }

    private static func form(_ reader: DocumentReader) throws(Problem) -> Form {
        var choices: [Choice] = []
        for element in reader.list("choices") {
            try element.allow(["code", "title"])
            let code = try element.required("code").code()
            guard !choices.contains(where: { $0.code == code }) else {
                throw element.fault(
                    "choice_twice",
                    zh: "选项“\(code)”出现了两次",
                    en: "the choice “\(code)” stands here twice"
                )
            }
            choices.append(Choice(code: code, title: try element.required("title").bilingual()))
        }
        let kind = try reader.required("form").choice(Kind.self)
        let takesChoices = kind == .choice || kind == .choices
        guard takesChoices == !choices.isEmpty else {
            throw reader.fault(
                "choices_and_form",
                zh: "choice、choices 须列出选项，其他形式没有选项",
                en: "choice and choices list what can be chosen, other forms do not"
            )
        }
        return switch kind {
        case .line: .line
        case .text: .text
        case .number: .number
        case .instant: .instant
        case .choice: .choice(choices)
        case .choices: .choices(choices)
        }
    }

    private enum Kind: String, CaseIterable {
        case line, text, number, instant, choice, choices
    }
}

extension DocumentReader {
    fileprivate func text(max: Int) throws(Problem) -> String {
        let text = try text()
        guard text.unicodeScalars.count <= max, !text.utf8.contains(0) else {
            throw fault("text_too_long", zh: "至多 \(max) 个字", en: "at most \(max) characters")
        }
        return text
    }

    /// Small letters, digits, low lines and hyphens: what needs no escaping in an address or a form.
    fileprivate func code() throws(Problem) -> String {
        let text = try text(max: 60)
        guard text.needsNoEscaping else {
            throw fault(
                "bad_code",
                zh: "“\(text)”不能作代码：只用小写字母、数字、下划线和连字符",
                en: "“\(text)” is no code: small letters, digits, low lines and hyphens only"
            )
        }
        return text
    }
}

extension String {
    /// Whether it is of small letters, digits, low lines and hyphens only.
    var needsNoEscaping: Bool {
        utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"),
                UInt8(ascii: "-"):
                true
            default: false
            }
        }
    }
}
