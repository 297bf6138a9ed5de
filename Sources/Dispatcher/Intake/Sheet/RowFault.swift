package import Tabular
package import Workflow

/// What is wrong with a row, or with one cell of it: a stable code, and words in both languages.
package struct RowFault: Error, Hashable, Sendable {
    /// A stable code, such as `unknown_unit`.
    package let code: String
    /// In words.
    package let message: Bilingual

    /// Makes a fault.
    package init(_ code: String, zh: String, en: String) {
        self.code = code
        message = Bilingual(zh: zh, en: en)
    }

    /// What a sheet's reader found.
    package init(_ error: SheetError) {
        self.init(error.code, zh: error.message(.zh), en: error.message(.en))
    }

    /// What the rules refuse.
    package init(_ refusal: Refusal) {
        self.init(refusal.code, zh: refusal.message.zh, en: refusal.message.en)
    }

    /// What the engine refuses.
    package init(_ error: DispatchError) {
        self.init(error.code, zh: error.message.zh, en: error.message.en)
    }
}

extension RowFault {
    static func missing(_ heading: Bilingual) -> RowFault {
        RowFault("missing_value", zh: "“\(heading.zh)”没有填", en: "“\(heading.en)” is empty")
    }

    static func tooLong(_ heading: Bilingual, limit: Int, length: Int) -> RowFault {
        RowFault(
            "text_too_long",
            zh: "“\(heading.zh)”最多 \(limit) 字，现有 \(length) 字",
            en: "“\(heading.en)” takes at most \(limit) characters; this has \(length)"
        )
    }

    static func unknownUnit(_ word: String) -> RowFault {
        RowFault("unknown_unit", zh: "没有编码为“\(word)”的单位", en: "no unit has the code “\(word)”")
    }

    /// A unit that is closed, with who follows it; nil where it is open or not there.
    init?(closed code: String, in territory: UnitTree) {
        guard let unit = territory.unit(code: code), unit.closing != nil else { return nil }
        let message = Refusal.unitClosed(unit, successor: territory.successor(of: unit.id)).message
        self.init("unit_closed", zh: message.zh, en: message.en)
    }

    static func twice(_ word: String, first: Int) -> RowFault {
        RowFault("row_twice", zh: "“\(word)”在第 \(first) 行已经出现过", en: "“\(word)” stands in line \(first) already")
    }
}

extension RowFault {
    /// What is wrong with a document, with its place.
    init(_ problem: Problem) {
        let place = problem.path.isEmpty ? "" : "\(problem.path): "
        self.init(problem.code, zh: place + problem.message.zh, en: place + problem.message.en)
    }
}
