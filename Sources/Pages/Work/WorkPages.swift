import Dispatcher
import HTTPTypes
import Hummingbird
import PGStore
import Web
import Workflow

/// 我的清单: what waits for whoever has signed in.
struct WorkPages {
    let kit: PageKit

    var all: [Endpoint] { [work] }

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
                Parameter("after_due", in: .query, .instant, zh: "其最近到期", en: "when it is due"),
            ]
        ) { [kit] call in
            // Whoever only administers has no lists: they begin where they work.
            guard call.text("list") != nil || !call.onlyAdministers else { return call.seeOther("/admin") }
            let lists = try await call.ask("listWorkLists").json["lists"]?.array ?? []
            let chosen = call.chosen(among: lists)
            var values: [String: JSONValue] = [
                "list": .string(chosen), "limit": .int(Self.linesAPage), "order": "lamp",
            ]
            let places = ["after", "after_lamp", "after_due"]
            for name in places {
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
                    "next": .orNull(page.next(places).map { "/work?list=\(chosen)&\($0)" }),
                    "is_paged": .bool(call.text("after") != nil),
                ]
            )
        }
    }
}

extension Call {
    /// Whether all posts of whoever asks are administrators'.
    fileprivate var onlyAdministers: Bool {
        guard let posts = caller?.party.posts, !posts.isEmpty else { return false }
        return posts.allSatisfy { PostBook.administrators.contains($0.role) }
    }

    /// The list that is asked for; else the first of those to be acted on that has any.
    fileprivate func chosen(among lists: [JSONValue]) -> String {
        let names = lists.compactMap { $0["name"]?.string }
        if let asked = text("list"), names.contains(asked) { return asked }
        return lists.first { ($0["count"]?.int ?? 0) > 0 }?["name"]?.string ?? names.first ?? "mine"
    }

    /// Lines of a list as pages show them.
    ///
    /// - Parameters:
    ///   - json: a page of a list.
    ///   - kit: what pages are made with.
    /// - Returns: the lines.
    /// - Throws: what the database says.
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
