import Dispatcher
import HTTPTypes
import Hummingbird
import PGStore
import Web
import Workflow

/// A changed directory: tried against past matters, checked, and only then taken.
struct DirectoryChangePages {
    let kit: PageKit

    var all: [Endpoint] { [form, send] }

    private var look: AdministrationLook { AdministrationLook(kit, .directory) }

    private var form: Endpoint {
        .page(.get, "/admin/directory/change", kit, id: "pageDirectoryChange") { [look] call in
            let answer = try await call.ask("listRules")
            let text = DirectoryText(answer.json["rules"]?.array ?? [], call.configuration, call.language).text
            let sent = SheetText(text: text)
            return try await call.changePage(look, sent, ["revision": .orNull(answer.headers[.eTag])])
        }
    }

    private var send: Endpoint {
        .page(
            .post,
            "/admin/directory/change",
            kit,
            id: "pageDirectoryChangeSent",
            parameters: [
                Parameter("sheet", in: .form, .words(max: 1 << 24), zh: "目录，含表头", en: "the directory, with headings"),
                Parameter(
                    "step",
                    in: .form,
                    .word(["try", "check", "adopt"]),
                    zh: "试算、检查或采用",
                    en: "try, check or take it"
                ),
                Parameter("revision", in: .form, .words(max: 20), zh: "看到的版本", en: "the revision that was seen"),
                Parameter("open", in: .form, .flag, zh: "只算未办结的", en: "open ones only"), FormKey.parameter,
            ],
            takesSheet: true
        ) { [look] call in
            try await call.withSheet(admitting: { try await call.requireWhole() }) { call in
                try await call.takeDirectory(look)
            }
        }
    }
}

extension Call {
    /// Tries what was sent, checks it or takes it.
    fileprivate func takeDirectory(_ look: AdministrationLook) async throws -> Response {
        var sent = SheetText()
        var model: JSONObject = ["revision": .string(text("revision") ?? ""), "open": .bool(flag("open"))]
        do {
            try await readSheet("sheet", of: .directory, into: &sent)
            let rows = try await rows(sent.text)
            switch text("step") {
            case "adopt":
                var values = sentKey
                if let revision = typed("revision") { values["If-Match"] = .string(revision) }
                _ = try await ask("importDirectory", values, body: ["rows": rows])
                return seeOther("/admin/directory?done=adopted")
            case "check":
                let answer = try await ask("importDirectory", ["dry_run": true], body: ["rows": rows]).json
                model["checked"] = checked(answer)
            default:
                let body: JSONValue = ["rows": rows, "open": .bool(flag("open"))]
                model["tried"] = tried(try await ask("simulateDirectory", body: body).json)
            }
            return try await changePage(look, sent, model)
        } catch {
            return try await changePage(look, sent, model, fault: try Fault.known(error))
        }
    }

    fileprivate func changePage(
        _ look: AdministrationLook,
        _ sent: SheetText,
        _ model: JSONObject,
        fault: Fault? = nil
    ) async throws -> Response {
        try await requireWhole()
        let title = look.kit.words.text("admin.directory.change", language)
        let model = model.merging(sent.model) { $1 }.merging(["sheet": .string(sent.text)]) { $1 }
        return try await administrationPage(look, "admin-directory-change", title: title, model, fault: fault)
    }

    /// What a trial import says.
    func checked(_ json: JSONValue) -> JSONValue {
        var members = json.object ?? [:]
        let findings = json["findings"]?.array ?? []
        members["findings"] = .array(Array(findings.prefix(50)))
        members["finding_count"] = .int(Int64(findings.count))
        members["is_clean"] = .bool(findings.isEmpty)
        let unknown = (json["unknown_columns"]?.array ?? []).compactMap(\.string)
        members["unknown"] = .orNull(unknown.isEmpty ? nil : unknown.joined(separator: "、"))
        return .object(members)
    }

    /// What would move from whom to whom.
    fileprivate func tried(_ json: JSONValue) -> JSONValue {
        var members = json.object ?? [:]
        members["is_same"] = .bool(json["moved"] == 0 && json["other_terms"] == 0)
        members["has_moves"] = .bool(json["moves"]?.array?.isEmpty == false)
        return .object(members)
    }
}
