import Dispatcher
import HTTPTypes
import Hummingbird
import PGStore
import Web
import Workflow

/// 迁移: running matters move from older versions of a definition to another; tried first, then carried out.
struct MigrationPages {
    let kit: PageKit

    var all: [Endpoint] { [form, send] }

    private var look: AdministrationLook { AdministrationLook(kit, .definitions) }
    private static let path = "/admin/definitions/{name}/migrate"
    private static let name = Parameter("name", in: .path, .name, zh: "定义的名称", en: "the definition's name")
    private static let choices = Shape.map(.list(.words(max: 64), max: 1), max: 100)

    private var form: Endpoint {
        .page(.get, Self.path, kit, id: "pageMigration", parameters: [Self.name]) { [look] call in
            try await call.requireWhole()
            return try await call.migrationPage(look, try call.versions(), [:])
        }
    }

    private static let sent =
        [
            name, Parameter("from", in: .form, .list(.words(max: 7), max: 100), zh: "从哪些版本", en: "from which versions"),
            Parameter("to", in: .form, .integer(1...1_000_000), zh: "到哪一版", en: "to which version"),
            Parameter("state", in: .form, choices, zh: "状态对应", en: "which state answers to which"),
            Parameter("clock", in: .form, choices, zh: "时限怎样", en: "what becomes of clocks"),
            Parameter("limits", in: .form, .word(["keep", "recompute"]), zh: "改了的时限", en: "limits that changed"),
            Parameter("drop", in: .form, .list(.words(max: 100), max: 100), zh: "舍去什么", en: "what is forgotten"),
            Parameter("carry_out", in: .form, .flag, zh: "已看过，迁移", en: "it was looked at: carry it out"),
            FormKey.parameter,
        ] + LongWork.parameters

    private var send: Endpoint {
        .page(.post, Self.path, kit, id: "pageMigrationSent", parameters: Self.sent) { [look] call in
            try await call.requireWhole()
            let versions = try call.versions()
            do {
                return try await call.migrationPage(look, versions, try await call.migrate(versions, look, Self.sent))
            } catch {
                // What broke off in the middle goes on from there.
                let model = call.text("sums").map { _ in
                    call.goingOn(versions, Self.sent, call.sums, call.number("after"))
                }
                return try await call.migrationPage(look, versions, model ?? [:], fault: try Fault.known(error))
            }
        }
    }
}

extension Call {
    /// Looks at a portion of the matters, or moves them.
    fileprivate func migrate(
        _ versions: MigrationVersions,
        _ look: AdministrationLook,
        _ sent: [Parameter]
    ) async throws -> JSONObject {
        let isTrial = !flag("carry_out")
        // Whoever only looks takes no locks, and is faster by far.
        var values = portion(isTrial ? 10 * portionAtMost : portionAtMost)
        values.merge(isTrial ? ["dry_run": true] : sentKey) { $1 }
        let told = try await ask("migrateMatters", values, body: PlanText.body(try migration(versions))).json["matters"]
        let sums = sums.adding(told ?? [:])
        guard let told, told["last"] == nil || told["last"] == .null else {
            var so = sums.object ?? [:]
            so["left"] = told?["left"]
            // People who are told twice are one: they are counted where all is seen at once.
            so["people_told"] = nil
            return goingOn(versions, sent, .object(so), told?["last"]?.int.map { Int($0) })
        }
        var whole = sums.object ?? [:]
        if text("sums") != nil { whole["people_told"] = nil }
        let matters = matters(.object(whole), look.kit) { versions.title($0, language) }
        return [isTrial ? "trial" : "result": matters]
    }

    /// How far it has come, and what goes on.
    fileprivate func goingOn(
        _ versions: MigrationVersions,
        _ sent: [Parameter],
        _ sums: JSONValue,
        _ last: Int?
    ) -> JSONObject {
        var fields = sentAgain(sent)
        fields.append(("sums", sums.canonicalText))
        if let last { fields.append(("after", "\(last)")) }
        let done = sums["tickets"]?.int ?? 0
        let work = LongWork(
            path: "/admin/definitions/\(versions.name.text)/migrate",
            done: done,
            total: done + (sums["left"]?.int ?? 0),
            fields: fields
        )
        return ["going": work.json, "is_moving": .bool(flag("carry_out"))]
    }

    fileprivate func migrationPage(
        _ look: AdministrationLook,
        _ versions: MigrationVersions,
        _ model: JSONObject,
        fault: Fault? = nil
    ) async throws -> Response {
        let numbers = versions.all.keys.sorted()
        let things = versions.lostThings(language)
        let (states, clocks) = (stateFields(versions), clockFields(versions))
        let own: JSONObject = [
            "definition": .string(versions.new?.title(language) ?? versions.name.text),
            "name": .string(versions.name.text), "here": .string("/admin/definitions/\(versions.name.text)"),
            "olds": .array(
                numbers.filter { $0 != versions.to }.map { number in
                    ["number": .int(Int64(number)), "is_chosen": .bool(versions.from.contains(number))]
                }
            ),
            "is_only": .bool(numbers.count < 2), "to": .int(Int64(versions.to)),
            "from": .array(versions.from.map { .int(Int64($0)) }),
            "lost_states": .array(states), "lost_clocks": .array(clocks),
            "mapped_states": .array(states.filter { $0["choice"] != .null }),
            "mapped_clocks": .array(clocks.filter { $0["choice"] != .null }),
            "changed_clocks": .orNull(listedTitles(versions.changedClocks.values.map { $0(language) })),
            "recompute": .bool(text("limits") == "recompute"), "limits": .string(text("limits") ?? "keep"),
            "things": .array(
                things.map { thing in
                    let value = "\(thing.kind):\(thing.name)"
                    return [
                        "value": .string(value), "title": .string(thing.title), "kind": .string(thing.kind),
                        "is_chosen": .bool(texts("drop").contains(value)),
                    ]
                }
            ),
            "has_lost_states": .bool(!states.isEmpty), "has_lost_clocks": .bool(!clocks.isEmpty),
            "has_things": .bool(!things.isEmpty),
        ]
        let title = look.kit.words.text("admin.migrate.title", language)
        let shown = own.merging(model) { $1 }
        return try await administrationPage(look, "admin-migrate", title: title, shown, fault: fault)
    }

    private func listedTitles(_ titles: [String]) -> String? {
        titles.isEmpty ? nil : titles.sorted().joined(separator: language == .zh ? "、" : ", ")
    }

    /// States that the new version lacks, each with those that may answer to it.
    private func stateFields(_ versions: MigrationVersions) -> [JSONValue] {
        let chosen = keyed("state").compactMapValues(\.first)
        let living = (versions.new?.states.filter { !$0.value.isFinal } ?? [:]).sorted { $0.key < $1.key }
        return versions.lostStates.sorted { $0.key < $1.key }.map { name, title in
            [
                "field": .string(name.text), "title": .string(title(language)), "choice": .orNull(chosen[name.text]),
                "choices": .array(
                    living.map { other, state in
                        [
                            "value": .string(other.text), "caption": .string(state.title(language)),
                            "is_chosen": .bool(chosen[name.text] == other.text),
                        ]
                    }
                ),
            ]
        }
    }

    /// Clocks that the new version lacks, each with those that may go on for it.
    private func clockFields(_ versions: MigrationVersions) -> [JSONValue] {
        let chosen = keyed("clock").compactMapValues(\.first)
        let there = (versions.new?.clocks ?? [:]).sorted { $0.key < $1.key }
        return versions.lostClocks.sorted { $0.key < $1.key }.map { name, title in
            [
                "field": .string(name.text), "title": .string(title(language)), "choice": .orNull(chosen[name.text]),
                "is_dropped": .bool(chosen[name.text] == "drop"),
                "choices": .array(
                    there.map { other, clock in
                        [
                            "value": .string(other.text), "caption": .string(clock.title(language)),
                            "is_chosen": .bool(chosen[name.text] == other.text),
                        ]
                    }
                ),
            ]
        }
    }
}
