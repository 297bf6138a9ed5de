import Dispatcher
import HTTPTypes
import Hummingbird
import PGStore
import Web
import Workflow

/// 派单目录: its rules, who leads what where and why, and what a check finds.
struct DirectoryPages {
    let kit: PageKit

    var all: [Endpoint] { [list, explain, check] + DirectoryChangePages(kit: kit).all }

    private var look: AdministrationLook { AdministrationLook(kit, .directory) }
    private static let shownAtMost = 200

    private var list: Endpoint {
        .page(
            .get,
            "/admin/directory",
            kit,
            id: "pageDirectory",
            parameters: [
                Parameter(
                    "words",
                    in: .query,
                    .words(max: 100),
                    zh: "类别、单位、依据中的字",
                    en: "part of a category, unit or source"
                ),
                AdministrationLook.done,
            ]
        ) { [look] call in
            let isWhole = try await call.keptPart().isWhole
            let words = call.typed("words") ?? ""
            let all = try await call.ask("listRules").json["rules"]?.array ?? []
            let found = all.filter { words.isEmpty || call.says($0, words) }
            let model: JSONObject = [
                "words": .string(words), "rules": .array(found.prefix(Self.shownAtMost).map { call.rule($0, look) }),
                "is_empty": .bool(found.isEmpty), "count": .int(Int64(found.count)),
                "is_cut": .bool(found.count > Self.shownAtMost), "is_whole": .bool(isWhole),
            ]
            return try await call.administrationPage(look, "admin-directory", model)
        }
    }

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
            _ = try await call.keptPart()
            let (category, place) = (call.typed("category"), call.typed("place"))
            var model: JSONObject = [
                "category": .string(category ?? ""), "place": .string(place ?? ""),
                "categories": .array(
                    call.configuration.directory.categories.filter { !$0.isEmpty }.sorted().map { .string($0) }
                ),
                "places": .array(call.places()),
            ]
            do {
                if let category, let place {
                    // Whoever types a name means the one unit that bears it.
                    let code = call.configuration.unit(called: place)?.code ?? place
                    let asked: [String: JSONValue] = ["category": .string(category), "place": .string(code)]
                    let told = try await call.ask("explainRule", asked).json
                    model["told"] = call.told(told, look)
                }
                return try await call.administrationPage(look, "admin-directory-explain", model)
            } catch {
                return try await call.administrationPage(
                    look,
                    "admin-directory-explain",
                    model,
                    fault: try Fault.known(error)
                )
            }
        }
    }

    private var check: Endpoint {
        .page(.get, "/admin/directory/check", kit, id: "pageDirectoryCheck") { [look] call in
            _ = try await call.keptPart()
            let review = try await call.ask("checkDirectory").json
            let findings = review["findings"]?.array ?? []
            let model: JSONObject = [
                "review": review, "findings": .array(Array(findings.prefix(Self.shownAtMost))),
                "is_clean": .bool(findings.isEmpty), "count": .int(Int64(findings.count)),
                "is_cut": .bool(findings.count > Self.shownAtMost),
            ]
            return try await call.administrationPage(look, "admin-directory-check", model)
        }
    }
}

extension Call {
    /// Whether a rule says some words somewhere.
    fileprivate func says(_ rule: JSONValue, _ words: String) -> Bool {
        let texts = [
            rule["id"]?.string, rule["category"]?.string, rule["lead"]?["name"]?.string, rule["place"]?["name"]?.string,
            rule["source"]?.string,
        ]
        return texts.contains { $0?.contains(words) ?? false }
    }

    /// A rule as people read it.
    fileprivate func rule(_ json: JSONValue, _ look: AdministrationLook) -> JSONValue {
        var members = json.object ?? [:]
        let helpers = (json["co_handlers"]?.array ?? []).compactMap { $0["name"]?.string }
        members["helpers"] = .string(helpers.joined(separator: "、"))
        members["attribute_list"] = .string(
            (json["attributes"]?.array ?? []).compactMap(\.string).joined(separator: "、")
        )
        let titles = configuration.latestMachines.reduce(into: [ClockName: ClockDefinition]()) {
            $0.merge($1.definition.directoryClocks) { $1 }
        }
        let limits = (json["limits"]?.object ?? [:]).map { member -> String in
            let title = ClockName(member.key).flatMap { titles[$0]?.title(language) } ?? member.key
            let written = member.value.string ?? ""
            return "\(title) \((try? Limit(written))?.text(language) ?? written)"
        }
        members["limit_list"] = .string(limits.joined(separator: "、"))
        let duty = Self.duties[json["duty"]?.string ?? ""] ?? "admin.directory.basic"
        members["duty"] = .string(look.kit.words.text(duty, language))
        return .object(members)
    }

    private static let duties = [
        "basic": "admin.directory.basic", "assist": "admin.directory.assist", "reclaimed": "admin.directory.reclaimed",
    ]

    /// Open units below the part that whoever asks keeps, by name, as a form proposes them.
    fileprivate func places() -> [JSONValue] {
        let base = configuration.base
        return configuration.territory.all.filter { $0.closing == nil && base.contains($0.kind) }
            .sorted { $0.code < $1.code }.prefix(500).map { ["code": .string($0.code), "name": .string($0.name)] }
    }

    /// Why a unit leads, in words and as a table.
    fileprivate func told(_ json: JSONValue, _ look: AdministrationLook) -> JSONValue {
        var members = json.object ?? [:]
        if let found = json["rule"], found != .null { members["rule"] = rule(found, look) }
        members["nobody"] = .bool(json["answer"] == "nobody")
        members["by_pair"] = .bool(json["answer"] == "pair")
        members["misses"] = .array(
            (json["near_misses"]?.array ?? []).map { miss in miss["rule"].map { rule($0, look) } ?? .null }
        )
        return .object(members)
    }
}
