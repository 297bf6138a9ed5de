import Dispatcher
import HTTPTypes
import Hummingbird
import PGStore
import Web
import Workflow

/// 移交: from whom to whom, looked at first, then carried out, then told.
struct HandOverPages {
    let kit: PageKit

    var all: [Endpoint] { [form, send] }

    private var look: AdministrationLook { AdministrationLook(kit, .people) }

    private var form: Endpoint {
        .page(
            .get,
            "/admin/people/{account}/hand-over",
            kit,
            id: "pageHandOver",
            parameters: [PersonPages.account]
        ) { [look] call in try await call.handOverPage(look) }
    }

    private var send: Endpoint {
        .page(
            .post,
            "/admin/people/{account}/hand-over",
            kit,
            id: "pageHandOverSent",
            parameters: [
                PersonPages.account, Parameter("to", in: .form, .words(max: 200), zh: "接任人账号", en: "to whom"),
                Parameter("post", in: .form, .words(max: 200), zh: "哪个岗位", en: "which post"),
                Parameter("on", in: .form, .words(max: 10), zh: "接任之日", en: "the successor's first day"),
                Parameter("carry_out", in: .form, .flag, zh: "已看过清单，移交", en: "the list was seen: carry it out"),
                FormKey.parameter,
            ]
        ) { [look] call in
            do {
                return try await call.handOverPage(look, inventory: try await call.handOver())
            } catch {
                return try await call.handOverPage(look, fault: try Fault.known(error))
            }
        }
    }
}

extension Call {
    /// Tries what was sent, or carries it out.
    fileprivate func handOver() async throws -> JSONValue {
        let person = try await keptPerson()
        var body: JSONObject = ["from": person["account"] ?? .null, "to": .string(typed("to") ?? "")]
        // A post is chosen as `unit role`.
        // A unit's code may have blanks, a role's name has none; what cannot be read must not hand over all posts.
        if let post = typed("post") {
            guard let blank = post.lastIndex(of: " ") else {
                throw Fault(.unprocessableContent, "unknown_post", zh: "没有这个岗位：\(post)", en: "no such post: \(post)")
            }
            body["unit"] = .string(String(post[..<blank]))
            body["role"] = .string(String(post[post.index(after: blank)...]))
        }
        if let day = typed("on") { body["on"] = .string(day) }
        let isTrial = !flag("carry_out")
        // A trial and the real thing are two requests, under two keys.
        let values: [String: JSONValue] = isTrial ? ["dry_run": true] : sentKey
        return try await ask("handOverPosts", values, body: .object(body)).json
    }

    fileprivate func handOverPage(
        _ look: AdministrationLook,
        inventory: JSONValue? = nil,
        fault: Fault? = nil
    ) async throws -> Response {
        let person = try await keptPerson()
        let present = (person["tenures"]?.array ?? []).filter { $0["state"] != "past" }
        let account = person["account"]?.string ?? ""
        let to = typed("to") ?? ""
        var model: JSONObject = [
            "person": person, "here": .string("/admin/people/" + FormText.encoded(account)),
            "people": .array(try await proposedPeople().filter { $0["account"]?.string != account }),
            "to": .string(to), "to_name": .string(configuration.people[to]?.name ?? to),
            "on": .string(text("on") ?? ""), "post": .string(text("post") ?? ""),
            "posts": .array(
                present.map { tenure in
                    let name = "\(tenure["unit"]?["code"]?.string ?? "") \(tenure["role"]?["name"]?.string ?? "")"
                    return [
                        "name": .string(name), "unit": tenure["unit"]?["name"] ?? .null,
                        "role": tenure["role"]?["title"] ?? .null, "is_chosen": .bool(name == text("post")),
                    ]
                }
            ),
        ]
        if let inventory { model["inventory"] = told(inventory) }
        let title = look.kit.words.text("admin.hand_over.title", language)
        return try await administrationPage(look, "admin-hand-over", title: title, model, fault: fault)
    }

    /// The list of what changes hands, in words.
    private func told(_ inventory: JSONValue) -> JSONValue {
        var members = inventory.object ?? [:]
        let posts = inventory["posts"]?.array ?? []
        members["posts"] = .array(
            posts.map { post in
                let role = post["role"]?.string.flatMap { RoleName($0) }
                return [
                    "unit": post["unit"]?["name"] ?? .null,
                    "role": .string(role.map { configuration.peopleNames.role($0)(language) } ?? ""),
                ]
            }
        )
        members["no_posts"] = .bool(posts.isEmpty)
        let stays = (inventory["stays"]?.object ?? [:]).map { $0.value.int ?? 0 }.reduce(0, +)
        members["stay_count"] = .int(stays)
        members["some_stay"] = .bool(stays > 0)
        members["codes"] = .string(
            (inventory["stays"]?.object ?? [:]).map { "\($0.key) \($0.value.int ?? 0)" }.joined(separator: "、")
        )
        members["is_future"] = .bool(inventory["has_come"] == false)
        return .object(members)
    }
}
