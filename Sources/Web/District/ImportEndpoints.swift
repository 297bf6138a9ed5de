import Dispatcher
import HTTPTypes
import Hummingbird
import PGStore
import Tabular
import Workflow

/// Changing what a district is made of: rows as an import of a sheet takes them, within what the administrator administers.
///
/// By the importer that the command line uses: all rows or none, in one transaction, which the security log has. The same rows again
/// change nothing, so whoever had no answer sends them again.
enum ImportEndpoints {
    static let all = ImportKind.allCases.filter { $0 != .matters }.map(endpoint)

    private static func endpoint(_ kind: ImportKind) -> Endpoint {
        Endpoint(
            .post,
            "/api/v1/imports/\(kind.rawValue)",
            id: "import" + kind.rawValue.prefix(1).uppercased() + kind.rawValue.dropFirst(),
            tag: kind.tag,
            summary: Bilingual(
                zh: "导入\(kind.title.zh)：\(kind.isOfWhole ? "全区" : "辖内的")系统管理员；全部行或一行都不导入",
                en: """
                    Import \(kind.title.en): the \(kind.isOfWhole ? "district's" : "part's") system administrator's; all \
                    rows or none
                    """
            ),
            access: .scope(kind.scope),
            // Clocks that run are reckoned anew by new calendars.
            parameters: [trial, revision] + (kind == .calendars ? AdjustedMatters.portion : []),
            body: kind.body,
            takesRows: true,
            answers: [
                .init(
                    .ok,
                    Bilingual(
                        zh: "结果；试行时（dry_run）同样，但不留下任何改动",
                        en: "what it came to; the same of a trial, which leaves nothing"
                    ),
                    body: outcome,
                    headers: [.eTag]
                )
            ],
            refusals: [.forbidden, .preconditionFailed, .unprocessableContent, .serviceUnavailable]
        ) { call in
            let options = try await call.importOptions()
            let importer = Importer(engine: call.engine, district: call.configuration.id)
            let report = try await SheetRows.reading(call.body["rows"]) { rows in
                do {
                    return try await importer.run(kind, rows, options: options)
                } catch let error as ImportError {
                    throw Fault(error)
                }
            }
            guard !report.isRefused else { throw Fault.badRows(report) }
            return call.json(
                told(report, isTrial: options.isTrial, call.language),
                // What a trial says of the revision is not so.
                headers: options.isTrial ? [:] : [.eTag: "\"\(report.revision)\""]
            )
        }
    }

    private static func told(_ report: ImportReport, isTrial: Bool, _ language: Language) -> JSONValue {
        [
            "rows": .int(Int64(report.rows)), "loaded": .int(Int64(report.loaded)),
            "already_there": .int(Int64(report.alreadyThere)), "is_trial": .bool(isTrial),
            "revision": .int(report.revision),
            "unknown_columns": .array(report.unknownColumns.map { .string($0) }),
            "findings": .array(
                report.findings.map { problem in
                    [
                        "code": .string(problem.code), "path": .string(problem.path),
                        "text": .string(problem.message(language)),
                    ]
                }
            ),
            "matters": report.recomputed?.json(language) ?? .null,
        ]
    }

    /// Whether all is taken back in the end.
    static let trial = Parameter(
        "dry_run",
        in: .query,
        .flag,
        zh: "试行：检查并说明，不改动",
        en: "a trial: checked and told, and left as it is"
    )

    /// The revision that was seen.
    static let revision = Parameter(
        "If-Match",
        in: .header,
        .text(Shape.TextRule(max: 12, form: .version)),
        zh: "您看到的配置版本（ETag）；已变化则拒绝",
        en: "the configuration's revision that you have seen (ETag); refused where it moved on"
    )

    private static let count = Shape.integer(0...1_000_000_000)
    private static let outcome = Shape.object([
        .init("rows", count), .init("loaded", count.noted(zh: "新的或有变的", en: "new ones and changed ones")),
        .init("already_there", count), .init("is_trial", .flag), .init("revision", .integer(0...Int64.max)),
        .init("unknown_columns", .list(.words(max: 4_000), max: 100)),
        .init(
            "findings",
            .list(
                .object([
                    .init("code", .text(max: 100)), .init("path", .words(max: 2_000)),
                    .init("text", .words(max: 10_000)),
                ]),
                max: 1_000_000
            )
        ),
        .init(
            "matters",
            AdjustedMatters.shape.orNull.noted(
                zh: "日历：在办的时限重算得怎样；其他与试行时为 null",
                en: "calendars: what became of the clocks that run; null of all else, and of a trial"
            )
        ),
    ]).called("ImportOutcome")
}

extension ImportKind {
    /// Whether it is of the whole district: no part of it can be told from the rest.
    fileprivate var isOfWhole: Bool {
        switch self {
        case .calendars, .directory, .categories, .platforms, .matters: true
        case .units, .people, .absences, .duties: false
        }
    }

    fileprivate var body: Shape {
        isOfDocuments
            ? .object([.init("rows", SheetRows.documents)]).called("Documents")
            : .object([.init("rows", SheetRows.shape)]).called("Rows")
    }

    fileprivate var scope: TokenScope {
        switch self {
        case .people, .absences, .duties: .writePeople
        case .units, .calendars, .directory, .categories, .platforms, .matters: .writeConfiguration
        }
    }

    fileprivate var tag: Endpoint.Tag {
        switch self {
        case .units, .people, .absences, .duties: .units
        case .calendars: .calendars
        case .directory, .categories: .directory
        case .platforms: .platforms
        case .matters: .matters
        }
    }
}

extension Fault {
    /// An import that cannot begin.
    init(_ error: ImportError) {
        let status: HTTPResponse.Status =
            switch error {
            case .stale: .preconditionFailed
            case .unknownAccount, .unknownCalendar, .unknownDefinition: .unprocessableContent
            }
        self.init(status, error.code, error.message)
    }
}

extension Call {
    /// What whoever asks may write of the configuration.
    ///
    /// - Throws: `Fault` with `not_administrator`.
    func authority() async throws -> ConfigurationAuthority {
        let role: RoleName = "system_administrator"
        let part = try await part(of: [role])
        guard part.reachesOthers else { throw Fault.notAdministrator }
        return ConfigurationAuthority(units: part.units, isWhole: part.isWhole, role: role)
    }

    /// Who writes, and what they have seen.
    func writer() throws(Fault) -> ConfigurationWriter {
        let seen = text("If-Match").flatMap { Shape.TextRule.Form.version($0) }.map { Int64($0) }
        return ConfigurationWriter(person: try person().identity.person, address: address, revision: seen)
    }

    fileprivate func importOptions() async throws -> ImportOptions {
        let caller = try person()
        var options = ImportOptions()
        options.isAllOrNothing = true
        options.fileKind = .json
        options.mostNamed = 100
        options.authority = try await authority()
        options.account = caller.identity.account
        options.isTrial = flag("dry_run")
        options.writer = try writer()
        options.portion = portion
        return options
    }
}
