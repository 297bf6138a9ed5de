extension StateDefinition {
    /// Reads a state; clocks that the whole definition keeps go on in every state that is not final.
    convenience init(reader: DocumentReader, keeping everywhere: [ClockName]) throws(Problem) {
        let isFinal = try reader.optional("final")?.flag() ?? false
        // Where life has ended nobody answers and no clock runs.
        let living: Set<String> = isFinal ? [] : ["responsible", "clocks", "keeps", "aside", "hand"]
        try reader.allow(living.union(["title", "meaning", "final"]))
        let title = try reader.required("title").bilingual()
        let meaning = try reader.optional("meaning")?.bilingual()
        let responsible = try isFinal ? .none : Self.holder(reader.required("responsible"))
        let hand = try reader.optional("hand")?.choice(Hand.self) ?? .responsible
        let running: [ClockName] = try reader.names("clocks")
        let own: [ClockName] = try reader.names("keeps")
        self.init(
            title: title,
            meaning: meaning,
            responsible: responsible,
            hand: hand,
            isFinal: isFinal,
            clocks: running,
            keeps: own + (isFinal ? [] : everywhere.filter { !own.contains($0) && !running.contains($0) }),
            isAside: try reader.optional("aside")?.flag() ?? false
        )
    }

    private static func holder(_ reader: DocumentReader) throws(Problem) -> Holder {
        let holder = try reader.choice(Holder.self)
        guard holder != .none else {
            throw reader.fault(
                "nobody_responsible",
                zh: "未结的工单须有责任单位",
                en: "until its end somebody answers for a ticket"
            )
        }
        return holder
    }
}

extension FieldDefinition {
    convenience init(reader: DocumentReader) throws(Problem) {
        try reader.allow(["title", "form", "max", "min", "choices", "keep"])
        let title = try reader.required("title").bilingual()
        let keep = try reader.optional("keep")?.flag() ?? false
        self.init(title: title, form: try Self.form(reader), keep: keep)
    }

    private static func form(_ reader: DocumentReader) throws(Problem) -> Form {
        let word = try reader.required("form")
        switch try word.text() {
        case "words": return .words(max: try reader.required("max").count())
        case "contact": return .contact(max: try reader.required("max").count())
        case "flag": return .flag
        case "unit": return .unit
        case "people": return .people(max: try reader.required("max").count())
        case "units": return .units(max: try reader.required("max").count())
        case "category": return .category
        case "instant": return .instant
        case "limit": return .limit
        case "ticket": return .ticket
        case "code": return .code(max: try reader.required("max").count())
        case "position": return .position
        case "number": return .number(try range(reader))
        case "choice": return .choice(try choices(reader))
        case "choices": return .choices(try choices(reader))
        case let text: throw word.fault("unknown_word", zh: "没有“\(text)”这种字段", en: "no form of field is “\(text)”")
        }
    }

    private static func choices(_ reader: DocumentReader) throws(Problem) -> [String: Bilingual] {
        var choices: [String: Bilingual] = [:]
        for (key, member) in try reader.required("choices").members() { choices[key] = try member.bilingual() }
        return choices
    }

    private static func range(_ reader: DocumentReader) throws(Problem) -> ClosedRange<Int64> {
        let low = try reader.optional("min")?.number() ?? 0
        let high = try reader.required("max").number()
        guard low <= high else { throw reader.fault("bad_range", zh: "下限大于上限", en: "min is above max") }
        return low...high
    }
}
