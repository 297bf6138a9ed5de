import Dispatcher
import HTTPTypes
import Hummingbird
import PGStore
import Tabular
import Web
import Workflow

/// Sheets of units, people, absences and rosters: pasted, looked at, and only then taken.
struct ImportPages {
    let kit: PageKit

    var all: [Endpoint] { [form, send] }

    private static let kind = Parameter(
        "kind",
        in: .path,
        .word(SheetOfPart.allCases.map(\.rawValue)),
        zh: "哪种表",
        en: "the kind of sheet"
    )

    private var form: Endpoint {
        .page(.get, "/admin/import/{kind}", kit, id: "pageImport", parameters: [Self.kind]) { [kit] call in
            try await call.importPage(kit, [:])
        }
    }

    private var send: Endpoint {
        .page(
            .post,
            "/admin/import/{kind}",
            kit,
            id: "pageImportSent",
            parameters: [
                Self.kind,
                Parameter("sheet", in: .form, .words(max: 1 << 24), zh: "表，含表头", en: "the sheet, with headings"),
                Parameter("adopt", in: .form, .flag, zh: "已看过，导入", en: "it was looked at: take it"),
                FormKey.parameter,
            ],
            takesSheet: true
        ) { [kit] call in
            try await call.withSheet(admitting: { _ = try await call.keptPart() }) { call in
                try await call.takeImport(kit)
            }
        }
    }
}

/// Sheets that an administrator of a part can import.
private enum SheetOfPart: String, CaseIterable {
    /// Territory and departments.
    case units
    /// People, a row a post.
    case people
    /// Who is away.
    case absences
    /// Duty rosters.
    case duties

    var kind: ImportKind {
        switch self {
        case .units: .units
        case .people: .people
        case .absences: .absences
        case .duties: .duties
        }
    }

    var endpoint: String {
        switch self {
        case .units: "importUnits"
        case .people: "importPeople"
        case .absences: "importAbsences"
        case .duties: "importDuties"
        }
    }

    var title: String {
        switch self {
        case .units: "admin.import.units"
        case .people: "admin.import.people"
        case .absences: "admin.import.absences"
        case .duties: "admin.import.duties"
        }
    }

    /// From where people come to it, and where they go back to.
    var way: AdministrationWay {
        switch self {
        case .units, .duties: .units
        case .people, .absences: .people
        }
    }
}

extension Call {
    fileprivate var sheetOfPart: SheetOfPart { text("kind").flatMap { SheetOfPart(rawValue: $0) } ?? .units }

    /// Looks at what was sent, or takes it.
    fileprivate func takeImport(_ kit: PageKit) async throws -> Response {
        var sent = SheetText()
        do {
            let sheet = sheetOfPart
            try await readSheet("sheet", of: sheet.kind, into: &sent)
            let rows = try await rows(sent.text)
            guard flag("adopt") else {
                let answer = try await ask(sheet.endpoint, ["dry_run": true], body: ["rows": rows]).json
                return try await importPage(kit, ["checked": checked(answer)], sent)
            }
            _ = try await ask(sheet.endpoint, sentKey, body: ["rows": rows])
            return seeOther(sheet.way.path + "?done=adopted")
        } catch {
            return try await importPage(kit, [:], sent, fault: try Fault.known(error))
        }
    }

    fileprivate func importPage(
        _ kit: PageKit,
        _ model: JSONObject,
        _ sent: SheetText = SheetText(),
        fault: Fault? = nil
    ) async throws -> Response {
        _ = try await keptPart()
        let sheet = sheetOfPart
        let columns = configuration.machine(latest: "issue").map { sheet.kind.fields($0.definition) } ?? []
        let shown = columns.map { column -> JSONValue in
            [
                "heading": .string(language == .zh ? column.heading : column.name),
                "is_required": .bool(column.isRequired),
                // Notes on columns are written for templates, in Chinese.
                "note": .orNull(language == .zh && !column.note.isEmpty ? column.note : nil),
                "example": .orNull(column.example.isEmpty ? nil : column.example),
            ]
        }
        let model = model.merging(sent.model) { $1 }.merging([
            "sheet": .string(sent.text), "columns": .array(shown), "kind": .string(sheet.rawValue),
            "back": .string(sheet.way.path), "back_title": .string(kit.words.text(sheet.way.title, language)),
        ]) { $1 }
        let look = AdministrationLook(kit, sheet.way)
        return try await administrationPage(
            look,
            "admin-import",
            title: kit.words.text(sheet.title, language),
            model,
            fault: fault
        )
    }
}
