import Dispatcher
import HTTPTypes
import Hummingbird
import PGStore
import Web
import Workflow

/// 我的清单: what waits for whoever has signed in, and searching.
struct WorkPages {
    let kit: PageKit

    var all: [Endpoint] { [work, search] }

    private static let linesAPage: Int64 = 30

    private var work: Endpoint {
        .page(
            .get,
            "/work",
            kit,
            id: "pageWork",
            parameters: [
                Parameter("list", in: .query, .name, zh: "清单", en: "the list"),
                Parameter("after", in: .query, .number, zh: "上一页最后一件", en: "the last one of the page before"),
                Parameter("after_lamp", in: .query, .word(["green", "yellow", "red"]), zh: "其灯", en: "its lamp"),
            ]
        ) { [kit] call in
            let lists = try await call.ask("listWorkLists").json["lists"]?.array ?? []
            let chosen = call.chosen(among: lists)
            var values: [String: JSONValue] = [
                "list": .string(chosen), "limit": .int(Self.linesAPage), "order": "lamp",
            ]
            for name in ["after", "after_lamp"] {
                if let value = call.text(name) { values[name] = .string(value) }
            }
            let page = try await call.ask("readWorkList", values)
            let lines = try await call.lines(page.json, kit)
            let title = lists.first { $0["name"]?.string == chosen }?["title"]?.string ?? ""
            return call.page(
                kit,
                "work",
                title: title,
                [
                    "lists": .array(lists.map { $0.marked(isChosen: $0["name"]?.string == chosen) }),
                    "list_title": .string(title), "lines": .array(lines), "is_empty": .bool(lines.isEmpty),
                    "may_tick": true,
                    "next": .orNull(
                        page.next.map {
                            "/work?list=\(chosen)&after=\($0)&after_lamp=\(page.next("after_lamp") ?? "red")"
                        }
                    ),
                    "is_paged": .bool(call.text("after") != nil),
                ]
            )
        }
    }

    private var search: Endpoint {
        .page(
            .get,
            "/search",
            kit,
            id: "pageSearch",
            parameters: [
                Parameter("words", in: .query, .words(max: 100), zh: "编号或词", en: "a number or words"),
                Parameter("closed", in: .query, .flag, zh: "也列已办结的", en: "those that have ended, too"),
                Parameter("responsible", in: .query, .words(max: 100), zh: "负责单位", en: "the unit that answers"),
                Parameter("alone", in: .query, .flag, zh: "不含其下级", en: "without what is below it"),
                Parameter("lamp", in: .query, .word(["green", "yellow", "red"]), zh: "灯", en: "the lamp"),
                Parameter("after", in: .query, .number, zh: "上一页最后一件", en: "the last one of the page before"),
            ]
        ) { [kit] call in
            let words = call.text("words") ?? ""
            // Whoever types a number means that one.
            if let number = TicketNumber(words), words.count > 4 { return call.seeOther("/matters/\(number)") }
            var values: [String: JSONValue] = [
                "limit": .int(Self.linesAPage), "closed": .bool(call.flag("closed")),
            ]
            if !words.isEmpty { values["words"] = .string(words) }
            if let after = call.text("after") { values["after"] = .string(after) }
            values.merge(call.narrowed) { $1 }
            let page = try await call.ask("listMatters", values)
            let lines = try await call.lines(page.json, kit)
            let query = "words=\(FormText.encoded(words))&closed=\(call.flag("closed"))" + call.narrowedQuery
            let found: JSONObject = [
                "words": .string(words), "closed": .bool(call.flag("closed")), "lines": .array(lines),
                "is_empty": .bool(lines.isEmpty), "may_tick": true,
                "next": .orNull(page.next.map { "/search?\(query)&after=\($0)" }),
            ]
            return call.page(
                kit,
                "search",
                title: kit.words.text("search.title", call.language),
                found.merging(call.narrowedModel(kit)) { $1 }
            )
        }
    }
}

extension Call {
    // MARK: - A list behind a number

    private var unitCode: String? { text("responsible").flatMap { $0.isEmpty ? nil : $0 } }

    /// Unit and lamp, as the API takes them.
    fileprivate var narrowed: [String: JSONValue] {
        var values: [String: JSONValue] = [:]
        if let unitCode { values["responsible"] = .string(unitCode) }
        if flag("alone") { values["alone"] = true }
        if let lamp = text("lamp") { values["lamp"] = [.string(lamp)] }
        return values
    }

    /// The same, for the next page's address.
    fileprivate var narrowedQuery: String {
        (unitCode.map { "&responsible=\(FormText.encoded($0))" } ?? "") + (flag("alone") ? "&alone=true" : "")
            + (text("lamp").map { "&lamp=\($0)" } ?? "")
    }

    /// The same, as the page shows it and as its form hands it on.
    fileprivate func narrowedModel(_ kit: PageKit) -> JSONObject {
        let unit = unitCode.flatMap { configuration.territory.unit(code: $0) }
        let look = text("lamp").map { name -> JSONValue in
            ["name": .string(name), "title": .string(kit.words.text("lamp.\(name)", language))]
        }
        return [
            "unit": unit.map { ["code": .string($0.code), "name": .string($0.name)] } ?? .null,
            "is_alone": .bool(flag("alone")), "lamp": look ?? .null, "is_narrowed": .bool(unit != nil || look != nil),
        ]
    }
}

extension Call {
    /// The list that is asked for; else the first of those to be acted on that has any.
    fileprivate func chosen(among lists: [JSONValue]) -> String {
        let names = lists.compactMap { $0["name"]?.string }
        if let asked = text("list"), names.contains(asked) { return asked }
        return lists.first { ($0["count"]?.int ?? 0) > 0 }?["name"]?.string ?? names.first ?? "mine"
    }

    /// Lines of a list as pages show them.
    func lines(_ json: JSONValue, _ kit: PageKit) async throws -> [JSONValue] {
        let look = MatterLook(kit: kit, configuration: configuration, language: language, now: try await now())
        return (json["matters"]?.array ?? []).map { look.line($0) }
    }
}

extension JSONValue {
    /// The same with a word on whether it is chosen.
    fileprivate func marked(isChosen: Bool) -> JSONValue {
        var members = object ?? [:]
        members["is_chosen"] = .bool(isChosen)
        members["is_empty"] = .bool(members["count"] == 0)
        return .object(members)
    }
}
