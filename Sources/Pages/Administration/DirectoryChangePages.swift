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
            return try await call.changePage(look, text, ["revision": .orNull(answer.headers[.eTag])])
        }
    }

    private var send: Endpoint {
        .page(
            .post,
            "/admin/directory/change",
            kit,
            id: "pageDirectoryChangeSent",
            parameters: [
                Parameter("sheet", in: .form, .words(max: 1_000_000), zh: "目录，含表头", en: "the directory, with headings"),
                Parameter(
                    "step",
                    in: .form,
                    .word(["try", "check", "adopt"]),
                    zh: "试算、检查或采用",
                    en: "try, check or take it"
                ),
                Parameter("revision", in: .form, .words(max: 20), zh: "看到的版本", en: "the revision that was seen"),
                Parameter("open", in: .form, .flag, zh: "只算未办结的", en: "open ones only"), FormKey.parameter,
            ]
        ) { [look] call in
            let text = call.text("sheet") ?? ""
            var model: JSONObject = [
                "revision": .string(call.text("revision") ?? ""), "open": .bool(call.flag("open")),
            ]
            do {
                let rows = try PastedRows.read(text)
                switch call.text("step") {
                case "adopt":
                    var values = call.sentKey
                    if let revision = call.typed("revision") { values["If-Match"] = .string(revision) }
                    _ = try await call.ask("importDirectory", values, body: ["rows": rows])
                    return call.seeOther("/admin/directory?done=adopted")
                case "check":
                    let answer = try await call.ask("importDirectory", ["dry_run": true], body: ["rows": rows]).json
                    model["checked"] = call.checked(answer)
                default:
                    let body: JSONValue = ["rows": rows, "open": .bool(call.flag("open"))]
                    model["tried"] = call.tried(try await call.ask("simulateDirectory", body: body).json)
                }
                return try await call.changePage(look, text, model)
            } catch {
                return try await call.changePage(look, text, model, fault: try Fault.known(error))
            }
        }
    }
}

extension Call {
    fileprivate func changePage(
        _ look: AdministrationLook,
        _ text: String,
        _ model: JSONObject,
        fault: Fault? = nil
    ) async throws -> Response {
        try await requireWhole()
        let title = look.kit.words.text("admin.directory.change", language)
        let model = model.merging(["sheet": .string(text)]) { $1 }
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
