import Dispatcher
import HTTPTypes
import Hummingbird
import PGStore
import Workflow

extension AdministrationEndpoints {
    /// Both logs as sheets of both kinds.
    static let logSheets = [
        sheet(.access, "access-log", "exportAccessLog", isWorkbook: false),
        sheet(.access, "access-log", "exportAccessLogAsWorkbook", isWorkbook: true),
        sheet(.security, "security-log", "exportSecurityLog", isWorkbook: false),
        sheet(.security, "security-log", "exportSecurityLogAsWorkbook", isWorkbook: true),
    ]

    private static func sheet(_ source: LogSource, _ name: String, _ id: String, isWorkbook: Bool) -> Endpoint {
        let kind = isWorkbook ? "xlsx" : "csv"
        return Endpoint(
            .get,
            "/api/v1/\(name).\(kind)",
            id: id,
            tag: .administration,
            summary: Bilingual(
                zh: "\(source.title.zh)，导出为 \(kind.uppercased())；只限审计管理员，导出本身记入安全日志",
                en:
                    "The \(source.title.en) as \(kind.uppercased()); the audit administrator's alone, and written down itself"
            ),
            access: .scope(.administration),
            parameters: [
                Parameter("since", in: .query, .instant, zh: "不早于此时", en: "not before this"),
                Parameter("until", in: .query, .instant, zh: "早于此时", en: "before this"),
            ],
            answers: [
                .init(
                    .ok,
                    ExportEndpoints.sheet,
                    body: .anything,
                    mediaTypes: [isWorkbook ? Call.xlsx : "text/csv"]
                )
            ],
            refusals: ExportEndpoints.refusals
        ) { call in
            let seat = try call.parts.exports.take()
            let pages = try await call.log(source, as: kind)
            guard isWorkbook else { return try await call.csv(seat, pages) }
            return try await call.workbook(seat, pages, instead: "/api/v1/\(name).csv")
        }
    }
}

extension Call {
    /// A log that is to be taken out by who may.
    ///
    /// - Throws: `Fault` with `not_auditor`.
    fileprivate func log(_ source: LogSource, as format: String) async throws -> LogPages {
        let part = try await part(of: ["audit_administrator"])
        guard part.reachesOthers else {
            throw Fault(.forbidden, "not_auditor", zh: "这是审计管理员的事", en: "this is for the audit administrator")
        }
        let since = text("since").flatMap { Instant(rfc3339: $0) } ?? Instant(microseconds: 0)
        let until = text("until").flatMap { Instant(rfc3339: $0) } ?? Self.never
        let time = since..<max(since, until)
        try await engine.note(taking: source, as: format, by: part.own, from: address, in: configuration.id)
        return LogPages(
            source,
            of: part,
            in: time,
            engine: engine,
            language: language,
            reader: configuration.name(of: part.own),
            at: configuration.calendars.standard.shown(try await now())
        )
    }

    /// Later than any line; what PostgreSQL can hold.
    private static let never = Instant(seconds: 253_402_300_799)
}
