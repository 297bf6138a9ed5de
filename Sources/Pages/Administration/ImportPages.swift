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
                Parameter("sheet", in: .form, .words(max: 1_000_000), zh: "表，含表头", en: "the sheet, with headings"),
                Parameter("adopt", in: .form, .flag, zh: "已看过，导入", en: "it was looked at: take it"),
                FormKey.parameter,
            ]
        ) { [kit] call in
            do {
                let (sheet, rows) = (call.sheetOfPart, try PastedRows.read(call.text("sheet") ?? ""))
                guard call.flag("adopt") else {
                    let answer = try await call.ask(sheet.endpoint, ["dry_run": true], body: ["rows": rows]).json
                    return try await call.importPage(kit, ["checked": call.checked(answer)])
                }
                _ = try await call.ask(sheet.endpoint, call.sentKey, body: ["rows": rows])
                return call.seeOther(sheet.way.path + "?done=adopted")
            } catch {
                return try await call.importPage(kit, [:], fault: try Fault.known(error))
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

    fileprivate func importPage(_ kit: PageKit, _ model: JSONObject, fault: Fault? = nil) async throws -> Response {
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
        let model = model.merging([
            "sheet": .string(text("sheet") ?? ""), "columns": .array(shown), "kind": .string(sheet.rawValue),
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
