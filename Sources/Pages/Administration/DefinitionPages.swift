import HTTPTypes
import Hummingbird
import PGStore
import Web
import Workflow

/// 流程定义: states, acts and limits in words and as a picture, and what a new version would change.
struct DefinitionPages {
    let kit: PageKit

    var all: [Endpoint] { [list, read, changeForm, change] }

    private static let name = Parameter("name", in: .path, .name, zh: "定义的名称", en: "the definition's name")
    private var look: AdministrationLook { AdministrationLook(kit, .definitions) }

    private var list: Endpoint {
        .page(.get, "/admin/definitions", kit, id: "pageDefinitions", parameters: [AdministrationLook.done]) {
            [look] call in
            let part = try await call.keptPart()
            let found = try await call.ask("listDefinitions").json["definitions"]?.array ?? []
            let lines = found.map { definition -> JSONValue in
                var members = definition.object ?? [:]
                let path = "/admin/definitions/\(definition["name"]?.string ?? "")"
                members["here"] = .string(path)
                members["versions"] = .array(
                    (definition["versions"]?.array ?? []).compactMap(\.int).reversed().map { version in
                        [
                            "number": .int(version), "path": .string("\(path)?version=\(version)"),
                            "is_latest": .bool(definition["version"]?.int == version),
                        ]
                    }
                )
                let isOld = (definition["versions"]?.array?.count ?? 0) > 1
                members["may_migrate"] = .bool(part.isWhole && isOld)
                return .object(members)
            }
            let model: JSONObject = ["definitions": .array(lines), "is_whole": .bool(part.isWhole)]
            return try await call.administrationPage(look, "admin-definitions", model)
        }
    }

    private var read: Endpoint {
        .page(
            .get,
            "/admin/definitions/{name}",
            kit,
            id: "pageDefinition",
            parameters: [
                Self.name, Parameter("version", in: .query, .integer(1...1_000_000), zh: "第几版", en: "which version"),
            ]
        ) { [look] call in
            _ = try await call.keptPart()
            let name = call.text("name") ?? ""
            var values: [String: JSONValue] = ["name": .string(name)]
            if let version = call.number("version") { values["version"] = .int(Int64(version)) }
            let told = try await call.ask("tellDefinition", values).json
            var model = told.object ?? [:]
            model["states"] = .array(
                (told["states"]?.array ?? []).map { state in
                    var members = state.object ?? [:]
                    members["has_ways"] = .bool(state["ways"]?.array?.isEmpty == false)
                    members["stays"] = call.listed(state["stays"])
                    members["has_clocks"] = .bool(state["clocks"]?.array?.isEmpty == false)
                    return .object(members)
                }
            )
            model["everywhere"] = call.listed(told["everywhere"])
            model["clocks"] = .array(
                (told["clocks"]?.array ?? []).map { clock in
                    var members = clock.object ?? [:]
                    for list in ["steps", "pauses"] { members[list] = call.listed(clock[list]) }
                    let shares = (clock["warnings"]?.array ?? []).compactMap(\.int).map { JSONValue.string("\($0)%") }
                    members["warnings"] = call.listed(.array(shares))
                    return .object(members)
                }
            )
            model["picture"] = .string("/api/v1/definitions/\(name)/graph.svg?version=\(told["version"]?.int ?? 1)")
            return try await call.administrationPage(look, "admin-definition", title: told["title"]?.string, model)
        }
    }

    private var changeForm: Endpoint {
        .page(.get, "/admin/definitions/change", kit, id: "pageDefinitionChange") { [look] call in
            try await call.definitionChangePage(look, [:])
        }
    }

    private var change: Endpoint {
        .page(
            .post,
            "/admin/definitions/change",
            kit,
            id: "pageDefinitionChangeSent",
            parameters: [
                Parameter("text", in: .form, .words(max: 1 << 24), zh: "定义的文本", en: "the definition's text"),
                Parameter("publish", in: .form, .flag, zh: "已看过，发布", en: "it was looked at: publish it"),
                FormKey.parameter,
            ],
            takesSheet: true
        ) { [look] call in
            try await call.withSheet(admitting: { try await call.requireWhole() }) { call in
                try await call.takeDefinition(look)
            }
        }
    }
}

extension Call {
    /// Tells what the definition that was sent would change, or publishes it.
    fileprivate func takeDefinition(_ look: AdministrationLook) async throws -> Response {
        var sent = SheetText()
        do {
            try await readDocument("text", into: &sent)
            let isTrial = !flag("publish")
            let values: [String: JSONValue] = isTrial ? ["dry_run": true] : sentKey
            let told = try await ask("publishDefinition", values, body: ["lines": sent.lines]).json
            guard isTrial else { return seeOther("/admin/definitions?done=published") }
            var members = told.object ?? [:]
            members["has_same_rules"] = .bool(told["changes"]?.array?.isEmpty == true && told["version"] != 0)
            members["is_first"] = .bool(told["version"] == 0)
            return try await definitionChangePage(look, ["told": .object(members)], sent)
        } catch {
            return try await definitionChangePage(look, [:], sent, fault: try Fault.known(error))
        }
    }

    fileprivate func definitionChangePage(
        _ look: AdministrationLook,
        _ model: JSONObject,
        _ sent: SheetText = SheetText(),
        fault: Fault? = nil
    ) async throws -> Response {
        try await requireWhole()
        let model = model.merging(sent.model) { $1 }.merging(["definition_text": .string(sent.text)]) { $1 }
        let title = look.kit.words.text("admin.definition.change", language)
        return try await administrationPage(look, "admin-definition-change", title: title, model, fault: fault)
    }

    /// Words in one text.
    func listed(_ words: JSONValue?) -> JSONValue {
        .string((words?.array ?? []).compactMap(\.string).joined(separator: language == .zh ? "、" : ", "))
    }

    /// Refuses whoever keeps a part of the district only.
    ///
    /// - Throws: `Fault` with `not_administrator`.
    func requireWhole() async throws {
        guard try await keptPart().isWhole else {
            throw Fault(
                .forbidden,
                "not_administrator",
                zh: "这是全区系统管理员的事",
                en: "this is for the district's system administrator"
            )
        }
    }
}
