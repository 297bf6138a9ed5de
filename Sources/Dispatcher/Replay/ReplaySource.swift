package import Tabular
package import Workflow

/// Reads a file of real matters into rows that can be replayed; lists the others with their reason.
package struct ReplaySource: Sendable {
    /// Which columns hold what.
    package struct Columns: Sendable {
        /// The matter's id.
        package var id = ["id", "case_enquiry_id", "编号"]
        /// When it was filed.
        package var filed = ["created_at", "open_dt", "上报时间"]
        /// When it was answered.
        package var answered = ["replied_at", "closed_dt", "办结时间"]
        /// The title.
        package var title = ["title", "case_title", "标题"]
        /// The text.
        package var text = ["text", "内容"]
        /// The type, where the file brings one.
        package var type = ["type", "类别"]
        /// The department, where the file brings one.
        package var department = ["department", "主办单位"]
        /// The file's own verdict.
        package var verdict = ["ontime"]
        /// The file's own deadline, to be followed; nil: by the directory.
        package var deadline: String?
        /// The file's own deadline, to be compared with the directory's.
        package var compared: String?

        /// The usual columns.
        package init() {}
    }

    /// Rows in the order of their filing.
    package private(set) var rows: [ReplayRow] = []
    /// Rows that cannot be used.
    package private(set) var unusable: [UnusableRow] = []
    /// The last time in the file: the replay runs up to it.
    package private(set) var end = Instant(microseconds: 0)
    /// Whether the file brings its own departments.
    package private(set) var namesDepartments = false

    /// Reads a file whole.
    ///
    /// - Parameters:
    ///   - input: the file.
    ///   - columns: which columns hold what.
    ///   - directory: whose classes the matters get.
    ///   - calendar: whose zone local times without an offset are in.
    /// - Throws: `SheetError` where the file cannot be read or lacks a column.
    package init(
        _ input: SheetInput,
        columns: Columns,
        directory: ReplayDirectory,
        calendar: WorkCalendar
    ) throws {
        let fields = Self.fields(columns)
        let reader = try RecordReader(input, options: ReadOptions(fields: fields))
        let map = try ColumnMap(reader.header, fields: fields)
        namesDepartments = map.has("department")
        let parser = RowParser(map: map, directory: directory, calendar: calendar, hasDeadline: columns.deadline != nil)
        while let element = try reader.next() {
            switch element {
            case .row(let row): take(row, parser)
            case .bad(let bad):
                unusable.append(
                    UnusableRow(
                        line: bad.number,
                        id: "",
                        code: bad.error.code,
                        reason: Bilingual(zh: bad.error.message(.zh), en: bad.error.message(.en))
                    )
                )
            }
        }
        rows.sort { ($0.filedAt, $0.line) < ($1.filedAt, $1.line) }
    }

    private mutating func take(_ row: SheetRow, _ parser: RowParser) {
        do {
            let parsed = try parser.parse(row)
            rows.append(parsed)
            end = max(end, parsed.filedAt, parsed.answeredAt ?? parsed.filedAt)
        } catch {
            unusable.append(error.row)
        }
    }

    private static func fields(_ columns: Columns) -> [FieldSpec] {
        func field(_ name: String, _ headings: [String], isRequired: Bool = false) -> FieldSpec {
            FieldSpec(name, headings: headings, isRequired: isRequired)
        }
        var fields = [
            field("id", columns.id), field("filed", columns.filed, isRequired: true),
            field("answered", columns.answered, isRequired: true), field("title", columns.title),
            field("text", columns.text), field("type", columns.type), field("department", columns.department),
            field("verdict", columns.verdict),
        ]
        if let deadline = columns.deadline { fields.append(field("deadline", [deadline], isRequired: true)) }
        if let compared = columns.compared { fields.append(field("compared", [compared], isRequired: true)) }
        return fields
    }
}

/// Reads one row.
private struct RowParser {
    let map: ColumnMap
    let directory: ReplayDirectory
    let calendar: WorkCalendar
    let hasDeadline: Bool

    struct Unusable: Error {
        let row: UnusableRow
    }

    func parse(_ row: SheetRow) throws(Unusable) -> ReplayRow {
        func unusable(_ code: String, zh: String, en: String) -> Unusable {
            Unusable(
                row: UnusableRow(
                    line: row.number,
                    id: map.cell(row, "id"),
                    code: code,
                    reason: Bilingual(zh: zh, en: en)
                )
            )
        }
        func time(_ field: String) throws(Unusable) -> Instant? {
            guard let text = map.value(row, field) else { return nil }
            guard let time = self.time(text) else {
                throw unusable("bad_time", zh: "读不懂时间“\(text)”", en: "“\(text)” is no time")
            }
            return time
        }
        guard let filed = try time("filed") else {
            throw unusable("no_filing_time", zh: "没有上报时间", en: "it was filed at no time")
        }
        let answered = try time("answered")
        if let answered, answered < filed {
            throw unusable("answered_before_filed", zh: "答复早于上报", en: "answered before it was filed")
        }
        let (title, text) = (map.cell(row, "title"), map.cell(row, "text"))
        let due = try hasDeadline ? time("deadline") ?? Self.never : nil
        guard let category = category(row, title, text) else {
            throw unusable("no_category", zh: "目录里没有它的类别", en: "the directory has no category for it")
        }
        return ReplayRow(
            line: row.number,
            id: map.cell(row, "id"),
            filedAt: filed,
            answeredAt: answered,
            category: category,
            department: map.value(row, "department"),
            due: due,
            compared: try time("compared"),
            verdict: verdict(row),
            title: String(title.prefix(100)),
            text: text.isEmpty ? (title.isEmpty ? "—" : title) : String(text.prefix(4_000))
        )
    }

    /// A row without a deadline in a file that brings deadlines has none: later than every file ends.
    static let never = Instant(seconds: 7_258_032_000)

    private func category(_ row: SheetRow, _ title: String, _ text: String) -> String? {
        if let type = map.value(row, "type") { return type }
        return directory.class(title: title, text: text)?.category
    }

    private func verdict(_ row: SheetRow) -> Bool? {
        switch map.cell(row, "verdict") {
        case "OVERDUE": true
        case "ONTIME": false
        default: nil
        }
    }

    /// ISO times, with an offset or local.
    private func time(_ text: String) -> Instant? {
        if let sign = text.dropFirst(10).lastIndex(where: { "+-".contains($0) }) {
            let parts = text[text.index(after: sign)...].split(separator: ":").compactMap { Int64($0) }
            guard parts.count == 2, let local = LocalDateTime(String(text[..<sign])) else { return nil }
            let offset = (parts[0] * 3_600 + parts[1] * 60) * (text[sign] == "-" ? -1 : 1)
            return Instant(seconds: Self.utcSeconds(local) - offset)
        }
        return LocalDateTime(text.replacing(" ", with: "T")).map { calendar.instant($0) }
    }

    private static func utcSeconds(_ local: LocalDateTime) -> Int64 {
        Int64(local.date.daysSinceEpoch) * 86_400 + Int64(local.time.seconds)
    }
}
