import Dispatcher
import HTTPTypes
import Hummingbird
import PGStore
import Web
import Workflow

/// 派单目录: its rules, who leads what where and why, and what a check finds.
struct DirectoryPages {
    let kit: PageKit

    var all: [Endpoint] {
        [list, check] + DirectoryExplainPages(kit: kit).all + DirectoryChangePages(kit: kit).all
    }

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
    func rule(_ json: JSONValue, _ look: AdministrationLook) -> JSONValue {
        var members = json.object ?? [:]
        members["helpers"] = .orNull(listedNames((json["co_handlers"]?.array ?? []).compactMap { $0["name"]?.string }))
        members["attribute_list"] = .orNull(listedNames((json["attributes"]?.array ?? []).compactMap(\.string)))
        let titles = configuration.latestMachines.reduce(into: [ClockName: ClockDefinition]()) {
            $0.merge($1.definition.directoryClocks) { $1 }
        }
        let limits = (json["limits"]?.object ?? [:]).map { member -> String in
            let title = ClockName(member.key).flatMap { titles[$0]?.title(language) } ?? member.key
            let written = member.value.string ?? ""
            return "\(title)\(language == .zh ? " " : ": ")\((try? Limit(written))?.text(language) ?? written)"
        }
        members["limit_list"] = .orNull(listedNames(limits))
        let duty = Self.duties[json["duty"]?.string ?? ""] ?? "admin.directory.basic"
        members["duty"] = .string(look.kit.words.text(duty, language))
        let proofs = (json["evidence"]?.array ?? []).compactMap {
            $0.string.flatMap(EvidenceRule.Proof.init(rawValue:))
        }
        members["where"] =
            json["place"]?["name"] ?? .string(look.kit.words.text("admin.directory.everywhere", language))
        members["proofs"] = .orNull(listedNames(proofs.map { $0.title(language) }))
        return .object(members)
    }

    private static let duties = [
        "basic": "admin.directory.basic", "assist": "admin.directory.assist", "reclaimed": "admin.directory.reclaimed",
    ]

    /// Names one behind the other, as either language writes them; nil: there are none.
    func listedNames(_ names: [String]) -> String? {
        names.isEmpty ? nil : names.joined(separator: language == .zh ? "、" : ", ")
    }
}
