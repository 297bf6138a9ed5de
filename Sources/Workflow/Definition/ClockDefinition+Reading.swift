extension ClockDefinition {
    convenience init(reader: DocumentReader) throws(Problem) {
        try reader.allow(["title", "limit", "warnings", "warn", "ladder", "pauses", "lamp", "window"])
        let title = try reader.required("title").bilingual()
        let limit = try LimitPolicy(reader: reader.required("limit"))
        let isWindow = try reader.optional("window")?.flag() ?? false
        // Nothing is warned of and nothing follows where nothing ends.
        for key in isWindow ? ["warnings", "warn", "ladder", "lamp"] : [] where reader.optional(key) != nil {
            throw reader.fault("window_acts", zh: "窗口时限不能有“\(key)”", en: "a window has no “\(key)”")
        }
        self.init(
            title: title,
            limit: limit,
            warnings: try reader.list("warnings").map { (element) throws(Problem) in try element.percent() },
            warn: try Recipient.list(reader, "warn"),
            ladder: try reader.optional("ladder")?.name(),
            pauses: try reader.names("pauses"),
            lamp: try reader.optional("lamp")?.flag() ?? !isWindow,
            isWindow: isWindow
        )
    }
}

extension LimitPolicy {
    init(reader: DocumentReader) throws(Problem) {
        guard reader.value.object != nil else {
            self = reader.value == "none" ? .none : .fixed(try reader.limit())
            return
        }
        if reader.value["ordinary"] != nil {
            try reader.allow(["ordinary", "urgent"])
            self = .urgency(
                ordinary: try LimitPolicy(reader: reader.required("ordinary")),
                urgent: try LimitPolicy(reader: reader.required("urgent"))
            )
            return
        }
        if let field = reader.optional("within") {
            try reader.allow(["within", "earlier", "limit"])
            self = .within(
                try field.name(),
                earlier: try Self.earlier(reader.required("earlier")),
                try LimitPolicy(reader: reader.required("limit"))
            )
            return
        }
        try reader.allow(["from", "given", "earlier", "field", "values", "count", "unit", "unless", "else"])
        let otherwise = try LimitPolicy(reader: reader.required("else"))
        if let counter = reader.optional("unless") {
            self = .unless(try counter.name(), otherwise: otherwise)
        } else if let field = reader.optional("count") {
            let unit = try reader.required("unit")
            guard (try? Limit("1" + unit.text())) != nil else { throw unit.wrongType("时间单位", "a unit of time") }
            self = .counted(try field.name(), unit: try unit.text(), otherwise: otherwise)
        } else if let given = reader.optional("given") {
            let earlier = try reader.optional("earlier").map { (member) throws(Problem) in try Self.earlier(member) }
            self = .given(try given.name(), earlier: earlier, otherwise: otherwise)
        } else if let field = reader.optional("field") {
            var values: [String: Limit] = [:]
            for (key, member) in try reader.required("values").members() { values[key] = try member.limit() }
            self = .field(try field.name(), values, otherwise: otherwise)
        } else {
            let source = try reader.required("from")
            guard try source.text() == "directory" else {
                throw source.fault("unknown_word", zh: "只能是 directory", en: "only “directory” can stand here")
            }
            self = .directory(otherwise: otherwise)
        }
    }

    /// How much before another's time ours ends: hours or less, whatever the matter or by its urgency.
    private static func earlier(_ member: DocumentReader) throws(Problem) -> LimitPolicy {
        let policy = try LimitPolicy(reader: member)
        let limits: [LimitPolicy] =
            switch policy {
            case .urgency(let ordinary, let urgent): [ordinary, urgent]
            default: [policy]
            }
        for limit in limits {
            guard case .fixed(let limit) = limit, limit.form.microseconds != nil else {
                throw member.fault("not_hours", zh: "只能是小时、分钟或秒（如 4wh、30m）", en: "it is of hours or less (4wh, 30m)")
            }
        }
        return policy
    }
}

extension Rung {
    init(reader: DocumentReader) throws(Problem) {
        try reader.allow(["after", "do", "tell"])
        after = try reader.required("after").limit()
        act = try reader.optional("do")?.name()
        tell = try Recipient.list(reader, "tell")
    }
}

extension Recipient {
    static func list(_ reader: DocumentReader, _ key: String) throws(Problem) -> [Recipient] {
        var recipients: [Recipient] = []
        for element in reader.list(key) {
            let rule = try PartyRule(reader: element)
            recipients.append(Recipient(relation: rule.relation, roles: rule.roles))
        }
        return recipients
    }
}
