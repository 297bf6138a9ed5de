import Dispatcher
import HTTPTypes
import Hummingbird
import PGStore
import Web
import Workflow

/// Giving a post to somebody, and ending it, with dates.
struct PostPages {
    let kit: PageKit

    var all: [Endpoint] { [giveForm, give, endForm, end] }

    private var look: AdministrationLook { AdministrationLook(kit, .units) }
    private static let date = Shape.words(max: 10)

    private static let sent = [
        Parameter("account", in: .form, .words(max: 100), zh: "账号", en: "the account"),
        Parameter("name", in: .form, .words(max: 50), zh: "姓名", en: "the name"),
        Parameter("role", in: .form, .words(max: 64), zh: "角色", en: "the role"),
        Parameter("since", in: .form, date, zh: "任职起", en: "the first day"),
        Parameter("until", in: .form, date, zh: "任职止", en: "the last day"),
        Parameter("substitute", in: .form, .words(max: 100), zh: "代岗人账号", en: "who stands in, an account"),
        Parameter("part_time", in: .form, .flag, zh: "兼职", en: "beside other work"),
        FormKey.parameter,
    ]

    private var giveForm: Endpoint {
        .page(
            .get,
            "/admin/units/{code}/post",
            kit,
            id: "pagePost",
            parameters: [
                UnitPages.code, Parameter("role", in: .query, .name, zh: "角色", en: "the role"),
                Parameter("account", in: .query, .words(max: 100), zh: "账号", en: "the account"),
            ]
        ) { [look] call in try await call.givePage(look) }
    }

    private var give: Endpoint {
        .page(.post, "/admin/units/{code}/post", kit, id: "pagePostSent", parameters: [UnitPages.code] + Self.sent) {
            [look] call in
            let unit = try await call.keptUnit()
            var row: JSONObject = ["单位编码": .string(unit.code)]
            for (field, heading) in [
                ("account", "账号"), ("role", "岗位"), ("since", "任职起"), ("until", "任职止"), ("substitute", "代岗人"),
            ] {
                if let text = call.typed(field) { row[heading] = .string(text) }
            }
            if call.flag("part_time") { row["兼职"] = "是" }
            // Who is known keeps their name; who is new needs one.
            let known = call.typed("account").flatMap { call.configuration.people[$0]?.name }
            if let name = known ?? call.typed("name") { row["姓名"] = .string(name) }
            do {
                let answer = try await call.ask("importPeople", call.sentKey, body: ["rows": [.object(row)]]).json
                guard answer["loaded"] != 0 else {
                    throw Fault(
                        .conflict,
                        "already_there",
                        zh: "此人已任此岗，没有改动",
                        en: "they hold it already; nothing was changed"
                    )
                }
                return call.seeOther("/admin/units/\(FormText.encoded(unit.code))?done=given")
            } catch {
                return try await call.givePage(look, fault: try Fault.known(error))
            }
        }
    }

    private var endForm: Endpoint {
        .page(
            .get,
            "/admin/units/{code}/post/end",
            kit,
            id: "pagePostEnd",
            parameters: [
                UnitPages.code, Parameter("account", in: .query, .words(max: 100), zh: "账号", en: "the account"),
                Parameter("role", in: .query, .name, zh: "角色", en: "the role"),
                Parameter("since", in: .query, Self.date, zh: "任职起", en: "the first day"),
            ]
        ) { [look] call in try await call.endPage(look) }
    }

    private var end: Endpoint {
        .page(
            .post,
            "/admin/units/{code}/post/end",
            kit,
            id: "pagePostEndSent",
            parameters: [UnitPages.code] + Self.sent
        ) { [look] call in
            let unit = try await call.keptUnit()
            let account = call.typed("account") ?? ""
            do {
                guard let until = call.typed("until") else {
                    throw Fault(.unprocessableContent, "missing", zh: "请填任职的最后一天", en: "say which day is the last")
                }
                var row: JSONObject = [
                    "账号": .string(account), "姓名": .string(call.configuration.people[account]?.name ?? ""),
                    "岗位": .string(call.typed("role") ?? ""), "单位编码": .string(unit.code), "任职止": .string(until),
                ]
                if let since = call.typed("since") { row["任职起"] = .string(since) }
                _ = try await call.ask("importPeople", call.sentKey, body: ["rows": [.object(row)]])
                return call.seeOther("/admin/units/\(FormText.encoded(unit.code))?done=ended")
            } catch {
                return try await call.endPage(look, fault: try Fault.known(error))
            }
        }
    }
}

extension Call {
    fileprivate func givePage(_ look: AdministrationLook, fault: Fault? = nil) async throws -> Response {
        let unit = try await keptUnit()
        let roles = try await ask("listRoles").json["roles"]?.array ?? []
        let model: JSONObject = [
            "unit_name": .string(unit.name), "unit_path": .string("/admin/units/\(FormText.encoded(unit.code))"),
            "code": .string(FormText.encoded(unit.code)),
            "roles": .array(
                roles.map { role in
                    var members = role.object ?? [:]
                    members["is_chosen"] = .bool(role["name"]?.string == text("role"))
                    return .object(members)
                }
            ),
            "people": .array(try await proposedPeople()), "account": .string(text("account") ?? ""),
            "name": .string(text("name") ?? ""), "since": .string(text("since") ?? ""),
            "until": .string(text("until") ?? ""), "substitute": .string(text("substitute") ?? ""),
            "part_time": .bool(flag("part_time")),
        ]
        return try await administrationPage(
            look,
            "admin-post",
            title: look.kit.words.text("admin.post.give", language),
            model,
            fault: fault
        )
    }

    fileprivate func endPage(_ look: AdministrationLook, fault: Fault? = nil) async throws -> Response {
        let unit = try await keptUnit()
        let account = text("account") ?? ""
        let role = text("role").flatMap { RoleName($0) }
        let today = configuration.calendars.standard.local(try await now()).date
        let model: JSONObject = [
            "unit_name": .string(unit.name), "unit_path": .string("/admin/units/\(FormText.encoded(unit.code))"),
            "code": .string(FormText.encoded(unit.code)), "account": .string(account),
            "name": .string(configuration.people[account]?.name ?? account), "role": .string(text("role") ?? ""),
            "role_title": .string(role.map { configuration.peopleNames.role($0)(language) } ?? ""),
            "since": .string(text("since") ?? ""), "until": .string(text("until") ?? "\(today)"),
            "hand_over_path": .string("/admin/people/\(FormText.encoded(account))/hand-over"),
        ]
        return try await administrationPage(
            look,
            "admin-post-end",
            title: look.kit.words.text("admin.post.end", language),
            model,
            fault: fault
        )
    }

    /// People whom a form proposes: those of the part, by account.
    func proposedPeople() async throws -> [JSONValue] {
        let part = try await keptPart()
        var people: [JSONValue] = []
        if part.isWhole {
            people = try await ask("listPeople").json["people"]?.array ?? []
        } else {
            for root in part.roots {
                people += try await ask("listPeople", ["under": .string(root)]).json["people"]?.array ?? []
            }
        }
        return Array(people.prefix(500))
    }
}
