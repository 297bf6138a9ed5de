import Dispatcher
import HTTPTypes
import Hummingbird
import PGStore
import Web
import Workflow

/// Who leads what where, and why: asked as it is typed where a script runs, by a button where none does.
struct DirectoryExplainPages {
    let kit: PageKit

    var all: [Endpoint] { [explain] }

    private var look: AdministrationLook { AdministrationLook(kit, .directory) }

    private var explain: Endpoint {
        .page(
            .get,
            "/admin/directory/explain",
            kit,
            id: "pageDirectoryExplain",
            parameters: [
                Parameter("category", in: .query, .words(max: 200), zh: "类别", en: "the category"),
                Parameter("place", in: .query, .words(max: 100), zh: "地点：名称或编码", en: "the place, by name or code"),
            ]
        ) { [look] call in
            let isWhole = try await call.keptPart().isWhole
            let (category, place) = (call.typed("category"), call.typed("place"))
            var model: JSONObject = [
                "category": .string(category ?? ""), "place": .string(place ?? ""), "is_whole": .bool(isWhole),
                "categories": .array(
                    call.configuration.directory.categories.filter { !$0.isEmpty }.sorted().map { .string($0) }
                ),
                "places": .array(call.places()),
            ]
            let title = look.kit.words.text("admin.directory.explain", call.language)
            func page(_ fault: Fault? = nil) async throws -> Response {
                try await call.administrationPage(look, "admin-directory-explain", title: title, model, fault: fault)
            }
            do {
                if let category, let place {
                    // Whoever types a name means the one unit that bears it.
                    let code = call.configuration.unit(called: place)?.code ?? place
                    let asked: [String: JSONValue] = ["category": .string(category), "place": .string(code)]
                    let told = try await call.ask("explainRule", asked).json
                    model["told"] = call.told(told, look)
                    // Nothing can be filed under it, whoever would lead.
                    model["is_unknown"] = .bool(!call.configuration.directory.categories.contains(category))
                    model["place_name"] = .string(call.configuration.territory.unit(code: code)?.name ?? place)
                }
                return try await page()
            } catch {
                return try await page(try Fault.known(error))
            }
        }
    }
}

extension Call {
    /// Open units below the part that whoever asks keeps, by name, as a form proposes them.
    fileprivate func places() -> [JSONValue] {
        let base = configuration.base
        return configuration.territory.all.filter { $0.closing == nil && base.contains($0.kind) }
            .sorted { $0.code < $1.code }.prefix(500).map { ["code": .string($0.code), "name": .string($0.name)] }
    }

    /// Why a unit leads, and which rules differ from what was asked in one respect.
    fileprivate func told(_ json: JSONValue, _ look: AdministrationLook) -> JSONValue {
        var members = json.object ?? [:]
        if let found = json["rule"], found != .null { members["rule"] = rule(found, look) }
        members["nobody"] = .bool(json["answer"] == "nobody")
        members["by_pair"] = .bool(json["answer"] == "pair")
        members["misses"] = .array(
            (json["near_misses"]?.array ?? []).map { miss in
                var told = miss["rule"].flatMap { rule($0, look).object } ?? [:]
                told["why"] = miss["why"] ?? .null
                return .object(told)
            }
        )
        members["some_misses"] = .bool(json["near_misses"]?.array?.isEmpty == false)
        members["some_more"] = .bool((json["more"]?.int ?? 0) > 0)
        return .object(members)
    }
}
