import Dispatcher
import PGStore
import Workflow

/// The rows of an export of a log: what the audit administrator's part holds of it.
struct LogPages: SheetPages {
    let source: LogSource
    let part: AdministeredPart
    let time: Range<Instant>
    let engine: Engine
    let language: Language
    /// Who takes it out.
    let reader: String
    let at: String
    private var last: Int64 = 0
    private var isOver = false

    /// Lines of a page.
    static let size = 500

    init(
        _ source: LogSource,
        of part: AdministeredPart,
        in time: Range<Instant>,
        engine: Engine,
        language: Language,
        reader: String,
        at: String
    ) {
        self.source = source
        self.part = part
        self.time = time
        self.engine = engine
        self.language = language
        self.reader = reader
        self.at = at
    }

    var title: String { source.title(language) }

    var headings: [String] {
        let columns =
            switch source {
            case .security: Self.securityColumns
            case .access: Self.accessColumns
            }
        return (columns + SheetEnd.columns).map { $0(language) }
    }

    mutating func next() async throws -> [[String]]? {
        guard !isOver else { return nil }
        let district = part.configuration.id
        switch source {
        case .security:
            let lines = try await engine.securityLines(in: district, after: last, of: time, limit: Self.size)
            turn(lines.count, lines.last?.id.rawValue)
            return lines.filter { line in line.person.map { part.holds($0) } ?? part.isWhole }.map(cells)
        case .access:
            let lines = try await engine.accessLines(in: district, after: last, of: time, limit: Self.size)
            turn(lines.count, lines.last?.id)
            return lines.filter { line in line.look.person.rawValue == 0 ? part.isWhole : part.holds(line.look.person) }
                .map(cells)
        }
    }

    private mutating func turn(_ count: Int, _ id: Int64?) {
        last = id ?? last
        isOver = count < Self.size
    }
}

extension LogPages {
    // MARK: - Columns

    private static let securityColumns = [
        Bilingual(zh: "编号", en: "Number"), Bilingual(zh: "时间", en: "At"), Bilingual(zh: "事件代码", en: "Kind"),
        Bilingual(zh: "事件", en: "What"), Bilingual(zh: "人员编号", en: "Person's number"),
        Bilingual(zh: "账号", en: "Account"), Bilingual(zh: "姓名", en: "Name"),
        Bilingual(zh: "操作人编号", en: "By (number)"), Bilingual(zh: "操作人", en: "By"),
        Bilingual(zh: "会话", en: "Session"), Bilingual(zh: "令牌", en: "Token"), Bilingual(zh: "来源地址", en: "Address"),
        Bilingual(zh: "详情", en: "Detail"),
    ]

    private static let accessColumns = [
        Bilingual(zh: "编号", en: "Number"), Bilingual(zh: "时间", en: "At"), Bilingual(zh: "人员编号", en: "Person's number"),
        Bilingual(zh: "账号", en: "Account"), Bilingual(zh: "姓名", en: "Name"), Bilingual(zh: "工单", en: "Ticket"),
        Bilingual(zh: "途径", en: "Via"), Bilingual(zh: "所见字段", en: "Fields"), Bilingual(zh: "理由", en: "Reason"),
        Bilingual(zh: "请求编号", en: "Request"),
    ]

    private func cells(_ event: SecurityEvent) -> [String] {
        let configuration = part.configuration
        let title = SecurityEventKind(rawValue: event.kind)?.title(language) ?? event.kind
        var cells = ["\(event.id)", configuration.calendars.standard.shown(event.at), event.kind, title]
        cells += person(event.person)
        cells += [event.by.map { "\($0)" } ?? "", event.by.map { configuration.name(of: $0) } ?? ""]
        cells += [event.session.map { "\($0)" } ?? "", event.token.map { "\($0)" } ?? "", event.address]
        return cells + [event.detail == [:] ? "" : event.detail.canonicalText, reader, at]
    }

    private func cells(_ logged: LoggedLook) -> [String] {
        let look = logged.look
        let isEngine = look.person.rawValue == 0
        var cells = ["\(logged.id)", part.configuration.calendars.standard.shown(logged.at)]
        cells += person(isEngine ? nil : look.person)
        cells += ["\(look.ticket.rawValue)", look.via.rawValue, logged.fields.joined(separator: " "), look.reason]
        return cells + [look.request ?? "", reader, at]
    }

    /// Number, account and name.
    private func person(_ id: PersonID?) -> [String] {
        guard let id else { return ["", "", ""] }
        return ["\(id)", part.configuration.account(of: id) ?? "", part.configuration.name(of: id)]
    }
}
