import HTTPTypes
import Hummingbird
import PGStore
import Web
import Workflow

/// 一起办: ticked matters get the same act at once, after a look at what that means for each, and with a result for each.
struct TogetherPages {
    let kit: PageKit

    var all: [Endpoint] { [choice, form, act, choiceLeft, formLeft, actLeft] }

    /// As many as a page of a list has, and as many as the API takes at once.
    private static let most = 100

    private static let ticked = Parameter(
        "number",
        in: .form,
        .list(.number, max: most),
        zh: "勾选的编号",
        en: "the numbers that are ticked"
    )
    private static let act = Parameter("act", in: .form, .name, zh: "动作", en: "the act")
    private static let seen = Parameter(
        "seen",
        in: .form,
        .map(.list(.words(max: 10), max: 1), max: most),
        zh: "各件看到的版本",
        en: "the version of each that was seen"
    )

    private var choice: Endpoint {
        .page(.post, "/together", kit, id: "pageTogether", parameters: [Self.ticked]) { [kit] call in
            try await call.choicePage(kit)
        }
    }

    private var form: Endpoint {
        .page(
            .post,
            "/together/act",
            kit,
            id: "pageTogetherAct",
            parameters: [Self.ticked, Self.act]
        ) { [kit] call in
            try await call.togetherPage(kit, typed: [:])
        }
    }

    private var act: Endpoint {
        .page(
            .post,
            "/together/done",
            kit,
            id: "pageTogetherDone",
            parameters: [Self.ticked, Self.act, Self.seen] + ActForm.parameters.filter { $0.name != "seq" }
        ) { [kit] call in
            do {
                return try await call.togetherDone(kit)
            } catch {
                return try await call.togetherPage(kit, typed: call.keyed(ActForm.field), fault: try Fault.known(error))
            }
        }
    }

    /// Whoever comes to these by an address, as after choosing a language, begins anew.
    private var choiceLeft: Endpoint { left("/together", id: "pageTogetherLeft") }
    private var formLeft: Endpoint { left("/together/act", id: "pageTogetherActLeft") }
    private var actLeft: Endpoint { left("/together/done", id: "pageTogetherDoneLeft") }

    private func left(_ path: String, id: String) -> Endpoint {
        .page(.get, path, kit, id: id) { call in call.seeOther("/work") }
    }
}

extension Call {
    /// The matters that are ticked, in their order, each once; those that are not theirs to see are left out.
    private func ticked() async throws -> [JSONValue] {
        var (matters, seen): ([JSONValue], Set<String>) = ([], [])
        for number in texts("number") where seen.insert(number).inserted {
            do {
                matters.append(try await ask("readMatter", ["number": .string(number)]).json)
            } catch let fault as Fault where fault.status == .notFound {
                continue
            }
        }
        return matters
    }

    /// Which acts there are, and for how many of the ticked ones.
    fileprivate func choicePage(_ kit: PageKit) async throws -> Response {
        let look = try await look(kit)
        let matters = try await ticked()
        var acts: [(name: String, title: String, count: Int64)] = []
        // Those that move a matter on come first, as on its own page.
        let shown = matters.map { look.matter($0) }
        for action in ["actions", "other_actions"].flatMap({ part in shown.flatMap { $0[part]?.array ?? [] } }) {
            let (name, title) = (action["name"]?.string ?? "", action["title"]?.string ?? "")
            if let place = acts.firstIndex(where: { $0.name == name && $0.title == title }) {
                acts[place].count += 1
            } else {
                acts.append((name, title, 1))
            }
        }
        let numbers = matters.compactMap { $0["number"]?.string }
        let print = numbers.map { "number=\(FormText.encoded($0))" }.joined(separator: "&")
        let model: JSONObject = [
            "lines": .array(matters.map { look.line($0) }), "is_empty": .bool(matters.isEmpty),
            "numbers": .array(numbers.map { .string($0) }),
            "acts": .array(
                acts.map { act in
                    [
                        "name": .string(act.name), "title": .string(act.title), "count": .int(act.count),
                        "is_all": .bool(act.count == Int64(matters.count)),
                    ]
                }
            ),
            "count": .int(Int64(matters.count)), "print": .string("/print?\(print)"),
        ]
        return page(kit, "together", title: kit.words.text("together.title", language), model)
    }

    /// The form of an act for all of them, and what it means for each.
    fileprivate func togetherPage(
        _ kit: PageKit,
        typed: [String: [String]],
        fault: Fault? = nil
    ) async throws -> Response {
        let look = try await look(kit)
        let (act, matters) = (text("act") ?? "", try await ticked())
        let rows = matters.map { matter -> JSONValue in
            var line = look.line(matter).object ?? [:]
            line["may"] = .bool(action(act, of: matter) != nil)
            return .object(line)
        }
        let first = matters.lazy.compactMap { self.action(act, of: $0) }.first
        let title = matters.first.map { look.title(ofAct: act, $0) }?.string ?? act
        let (able, unable) = (rows.filter { $0["may"] == true }, rows.filter { $0["may"] == false })
        var model: JSONObject = [
            "act": .string(act), "act_title": .string(title), "able": .array(able), "unable": .array(unable),
            "has_unable": .bool(!unable.isEmpty), "is_empty": .bool(able.isEmpty),
            "count": .int(Int64(able.count)),
            "inputs": .array(ActForm(self, first).inputs(typed)), "key": .string(formKey(after: fault)),
        ]
        if let fault { model["problem"] = .string(fault.message(language)) }
        return page(kit, "together-act", title: title, model, status: fault?.status ?? .ok)
    }

    /// Does it, and shows what came of each.
    fileprivate func togetherDone(_ kit: PageKit) async throws -> Response {
        let look = try await look(kit)
        let act = text("act") ?? ""
        let (seen, numbers, typed) = (keyed("seen"), Array(Set(texts("number"))).sorted(), keyed(ActForm.field))
        var items: [JSONValue] = []
        for number in numbers {
            // What they can no longer see is sent all the same: the answer says so, and the others keep their places.
            let matter = try? await ask("readMatter", ["number": .string(number)]).json
            let form = ActForm(self, matter.flatMap { action(act, of: $0) ?? look.form(ofAct: act, $0) })
            var item: JSONObject = [
                "number": .string(number), "act": .string(act), "fields": .object(form.fields(typed)),
            ]
            if let version = seen[number]?.first.flatMap({ Int64($0) }) { item["seq"] = .int(version) }
            items.append(.object(item))
        }
        let results = try await ask("actOnMany", sentKey, body: ["items": .array(items)]).json["results"]?.array ?? []
        var rows: [JSONValue] = []
        for result in results {
            let number = result["number"] ?? .null
            var row: JSONObject = ["number": number, "is_done": .bool(result["problem"]?.object == nil)]
            row["why"] = result["problem"]?["detail"] ?? .null
            // Perhaps it is no longer theirs to see.
            if let matter = try? await ask("readMatter", ["number": number]).json {
                row = look.headed(matter).merging(row) { $1 }
            }
            rows.append(.object(row))
        }
        let done = rows.count { $0["is_done"] == true }
        let title = kit.words.text("together.result", language)
        let model: JSONObject = [
            "rows": .array(rows), "count": .int(Int64(done)), "failed": .int(Int64(rows.count - done)),
            "has_failed": .bool(done < rows.count),
        ]
        return page(kit, "together-done", title: title, model)
    }

    /// An act that may be done on a matter now, as the API tells it.
    private func action(_ name: String, of matter: JSONValue) -> JSONValue? {
        matter["actions"]?.array?.first { $0["name"]?.string == name }
    }
}
