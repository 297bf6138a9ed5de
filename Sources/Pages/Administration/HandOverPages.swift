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
            parameters: Self.sent
        ) { [look] call in
            do {
                let inventory = try await call.handOver()
                let work = call.goingOn(inventory, Self.sent, behind: call.sums["left"]?.int)
                return try await call.handOverPage(look, inventory: inventory, going: work)
            } catch {
                // What broke off in the middle goes on from there.
                let work = call.text("sums").flatMap { _ in call.goingOn(call.sums, Self.sent) }
                return try await call.handOverPage(look, going: work, fault: try Fault.known(error))
            }
        }
    }

    private static let sent =
        [
            PersonPages.account, Parameter("to", in: .form, .words(max: 200), zh: "接任人账号", en: "to whom"),
            Parameter("post", in: .form, .words(max: 200), zh: "哪个岗位", en: "which post"),
            Parameter("on", in: .form, .words(max: 10), zh: "接任之日", en: "the successor's first day"),
            Parameter("carry_out", in: .form, .flag, zh: "已看过清单，移交", en: "the list was seen: carry it out"),
            FormKey.parameter,
        ] + LongWork.parameters
}

extension Call {
    /// Tries what was sent, or carries it out.
    fileprivate func handOver() async throws -> JSONValue {
        let person = try await keptPerson()
        var body: JSONObject = ["from": person["account"] ?? .null, "to": .string(accountTyped("to") ?? "")]
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
        var values: [String: JSONValue] = isTrial ? ["dry_run": true] : sentKey
        if !isTrial { values["at_most"] = .int(Int64(portionAtMost)) }
        let told = try await ask("handOverPosts", values, body: .object(body)).json
        guard !isTrial, let first = sums.object, !first.isEmpty else { return told }
        // What the first portion found is what there was; later ones know what is left, and what stays.
        return .object(
            first.merging((told.object ?? [:]).filter { ["left", "stays", "reasons"].contains($0.key) }) { $1 }
        )
    }

    /// How far it has come, where something is left; what has changed hands is the giver's no more.
    ///
    /// - Parameters:
    ///   - inventory: the list, with what is left.
    ///   - sent: what the form may hold.
    ///   - before: what the portion before left: where that is no less now, it ends. Nil: none went before.
    /// - Returns: the work; nil: it ends here.
    fileprivate func goingOn(_ inventory: JSONValue, _ sent: [Parameter], behind before: Int64? = nil) -> LongWork? {
        guard let left = inventory["left"]?.int, left > 0, before.map({ left < $0 }) ?? true else { return nil }
        let total = inventory["matters"]?.int ?? left
        // Past midnight it is still the day on which it began.
        let fields = sentAgain(sent).filter { $0.name != "on" } + [("on", inventory["day"]?.string ?? "")]
        let account = FormText.encoded(text("account") ?? "")
        return LongWork(
            path: "/admin/people/\(account)/hand-over",
            done: max(total - left, 0),
            total: total,
            fields: fields + [("sums", inventory.canonicalText)]
        )
    }

    fileprivate func handOverPage(
        _ look: AdministrationLook,
        inventory: JSONValue? = nil,
        going work: LongWork? = nil,
        fault: Fault? = nil
    ) async throws -> Response {
        let person = try await keptPerson()
        let present = (person["tenures"]?.array ?? []).filter { $0["state"] != "past" }
        let account = person["account"]?.string ?? ""
        let to = accountTyped("to") ?? ""
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
        if let work { (model["going"], model["is_moving"]) = (work.json, true) }
        if let inventory, work == nil { model["inventory"] = told(inventory, look.kit) }
        let title = look.kit.words.text("admin.hand_over.title", language)
        return try await administrationPage(look, "admin-hand-over", title: title, model, fault: fault)
    }

    /// The list of what changes hands, in words.
    private func told(_ inventory: JSONValue, _ kit: PageKit) -> JSONValue {
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
        members["why"] = .array(
            (inventory["stays"]?.object ?? [:]).map { code, count in
                ["why": inventory["reasons"]?[code] ?? .string(code), "count": count, "code": .string(code)]
            }
        )
        members["some_left"] = .bool((inventory["left"]?.int ?? 0) > 0)
        members["is_future"] = .bool(inventory["has_come"] == false)
        return .object(members)
    }
}
