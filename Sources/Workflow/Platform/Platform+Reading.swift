extension Platform {
    /// Reads a platform.
    ///
    /// Whether its columns are any of a sheet of matters is for whoever knows the definition.
    ///
    /// - Parameter document: `platform`, `title`, `columns`, and perhaps `words`, `defaults`, `answer`.
    /// - Throws: `Problem` for the first thing that is wrong.
    public init(document: JSONValue) throws(Problem) {
        let reader = DocumentReader(document)
        try reader.allow(["platform", "title", "columns", "words", "defaults", "answer"])
        name = try reader.required("platform").platformName()
        title = try reader.required("title").bilingual()
        var columns: [String: [String]] = [:]
        for (column, headings) in try reader.required("columns").members() {
            var names: [String] = []
            for heading in headings.elements { names.append(try heading.plain(max: 100)) }
            guard (1...20).contains(names.count) else {
                throw headings.fault("bad_headings", zh: "每列须有 1 至 20 个列名", en: "a column has 1 to 20 headings")
            }
            columns[column] = names
        }
        self.columns = columns
        var words: [String: [String: String]] = [:]
        for (column, map) in try reader.optional("words")?.members() ?? [] { words[column] = try map.words() }
        self.words = words
        var defaults: [String: String] = [:]
        for (column, value) in try reader.optional("defaults")?.members() ?? [] {
            defaults[column] = try value.plain(max: 500)
        }
        self.defaults = defaults
        var answer: [AnswerColumn] = []
        for element in reader.list("answer") {
            let column = try AnswerColumn(reader: element)
            guard !answer.contains(where: { $0.heading == column.heading }) else {
                throw element.fault(
                    "column_twice",
                    zh: "答复列“\(column.heading)”出现了两次",
                    en: "the column “\(column.heading)” of the answer stands here twice"
                )
            }
            answer.append(column)
        }
        guard answer.count <= Self.answerColumnsAtMost else {
            throw reader.fault(
                "too_many_columns",
                zh: "答复至多 \(Self.answerColumnsAtMost) 列",
                en: "an answer has at most \(Self.answerColumnsAtMost) columns"
            )
        }
        self.answer = answer
        self.document = document
    }
}

extension AnswerColumn {
    fileprivate init(reader: DocumentReader) throws(Problem) {
        try reader.allow(["heading", "is", "words"])
        heading = try reader.required("heading").plain(max: 100)
        fact = try reader.required("is").choice(AnswerFact.self)
        words = try reader.optional("words")?.words() ?? [:]
    }
}

extension DocumentReader {
    /// Texts by texts: a platform has at most so many words of its own.
    fileprivate func words() throws(Problem) -> [String: String] {
        var words: [String: String] = [:]
        for (word, ours) in try members() { words[word] = try ours.plain(max: 500) }
        guard words.count <= 5_000 else {
            throw fault("too_many_words", zh: "对照至多 5000 条", en: "at most 5,000 words")
        }
        return words
    }

    fileprivate func plain(max: Int) throws(Problem) -> String {
        let text = try text()
        guard !text.isEmpty, text.unicodeScalars.count <= max, !text.utf8.contains(0) else {
            throw fault("bad_text", zh: "须为 1 至 \(max) 个字", en: "it has 1 to \(max) characters")
        }
        return text
    }

    /// Letters, digits, low lines and hyphens: what needs no escaping in an address; `12345` may be written as a number.
    fileprivate func platformName() throws(Problem) -> String {
        let text = try plain(max: 50)
        guard text.needsNoEscaping else {
            throw fault(
                "bad_code",
                zh: "“\(text)”不能作平台名：只用小写字母、数字、下划线和连字符",
                en: "“\(text)” is no platform's name: small letters, digits, low lines and hyphens only"
            )
        }
        return text
    }
}
