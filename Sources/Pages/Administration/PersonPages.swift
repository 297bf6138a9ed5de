import Dispatcher
import HTTPTypes
import Hummingbird
import PGStore
import Web
import Workflow

/// People of an administrator's part: finding one, their posts, absences and account.
struct PersonPages {
    let kit: PageKit

    var all: [Endpoint] { [list, read, absence] + PersonAccountPages(kit: kit).all }

    static let account = Parameter("account", in: .path, .text(max: 200), zh: "账号", en: "the account")
    private var look: AdministrationLook { AdministrationLook(kit, .people) }
    private static let shownAtMost = 100

    private var list: Endpoint {
        .page(
            .get,
            "/admin/people",
            kit,
            id: "pagePeople",
            parameters: [
                Parameter("words", in: .query, .words(max: 100), zh: "姓名或账号", en: "name or account"),
                Parameter("page", in: .query, .integer(1...10_000), zh: "第几页", en: "which page"),
                AdministrationLook.done,
            ]
        ) { [look] call in
            let part = try await call.keptPart()
            var values: [String: JSONValue] = [:]
            if let words = call.typed("words") { values["words"] = .string(words) }
            var found: [JSONValue] = []
            for root in part.isWhole ? [nil] : part.roots.map({ Optional($0) }) {
                if let root { values["under"] = .string(root) }
                found += try await call.ask("listPeople", values).json["people"]?.array ?? []
            }
            let page = call.number("page") ?? 1
            let (first, last) = ((page - 1) * Self.shownAtMost, page * Self.shownAtMost)
            let lines = found.dropFirst(first).prefix(Self.shownAtMost).map { call.line(ofPerson: $0) }
            let words = FormText.encoded(call.typed("words") ?? "")
            let model: JSONObject = [
                "words": .string(call.typed("words") ?? ""), "people": .array(Array(lines)),
                "is_empty": .bool(lines.isEmpty), "count": .int(Int64(found.count)),
                "is_cut": .bool(found.count > Self.shownAtMost),
                "before": page > 1 ? .string("/admin/people?words=\(words)&page=\(page - 1)") : .null,
                "after": last < found.count ? .string("/admin/people?words=\(words)&page=\(page + 1)") : .null,
            ]
            return try await call.administrationPage(look, "admin-people", model)
        }
    }

    private var read: Endpoint {
        .page(
            .get,
            "/admin/people/{account}",
            kit,
            id: "pagePerson",
            parameters: [Self.account, AdministrationLook.done]
        ) { [kit, look] call in try await call.personPage(kit, look) }
    }

    private var absence: Endpoint {
        .page(
            .post,
            "/admin/people/{account}/absences",
            kit,
            id: "pageAbsenceSent",
            parameters: [
                Self.account, Parameter("from", in: .form, .words(max: 30), zh: "起", en: "from"),
                Parameter("until", in: .form, .words(max: 30), zh: "止", en: "until"),
                Parameter("reason", in: .form, .words(max: 200), zh: "事由", en: "why"),
                Parameter("substitute", in: .form, .words(max: 100), zh: "代岗人账号", en: "who stands in, an account"),
                FormKey.parameter,
            ]
        ) { [kit, look] call in
            do {
                let person = try await call.keptPerson()
                let row: JSONObject = [
                    "账号": person["account"] ?? .null, "起": .string(call.typed("from") ?? ""),
                    "止": .string(call.typed("until") ?? ""), "事由": .string(call.typed("reason") ?? ""),
                ]
                // An absence that is refused leaves no substitute behind.
                let body: JSONValue = ["rows": [.object(row)]]
                if call.accountTyped("substitute") != nil {
                    _ = try await call.ask("importAbsences", ["dry_run": true], body: body)
                    try await call.name(substitute: call.accountTyped("substitute"), of: person)
                }
                _ = try await call.ask("importAbsences", call.sentKey, body: body)
                return call.seeOther("/admin/people/\(FormText.encoded(call.text("account") ?? ""))?done=absence")
            } catch {
                return try await call.personPage(kit, look, fault: try Fault.known(error))
            }
        }
    }
}

extension Call {
    /// The person of the path, where they are of the part that whoever asks keeps.
    ///
    /// - Throws: `Fault` with `not_below`; `AccountRefusal`.
    func keptPerson() async throws -> JSONValue {
        _ = try await keptPart()
        let person = try await ask("readPerson", ["account": .string(text("account") ?? "")]).json
        guard person["is_of_part"] == true else {
            throw Fault(.forbidden, "not_below", zh: "不在您的管辖之内", en: "they are not of the part that you administer")
        }
        return person
    }

    /// A person in a list.
    fileprivate func line(ofPerson json: JSONValue) -> JSONValue {
        var members = json.object ?? [:]
        members["path"] = .string("/admin/people/" + FormText.encoded(json["account"]?.string ?? ""))
        let posts = (json["posts"]?.array ?? []).map { post -> String in
            let role = post["role"]?.string.flatMap { RoleName($0) }
            let title = role.map { configuration.peopleNames.role($0)(language) } ?? ""
            return "\(post["unit"]?["name"]?.string ?? "") \(title)"
        }
        members["posts"] = .string(posts.joined(separator: language == .zh ? "；" : "; "))
        return .object(members)
    }

    /// Names who stands in for somebody on all posts that they hold now.
    fileprivate func name(substitute: String?, of person: JSONValue) async throws {
        guard let substitute else { return }
        let present = (person["tenures"]?.array ?? []).filter { $0["state"] == "present" }
        let rows = present.map { tenure -> JSONValue in
            var row: JSONObject = [
                "账号": person["account"] ?? .null, "姓名": person["name"] ?? .null,
                "岗位": tenure["role"]?["name"] ?? .null, "单位编码": tenure["unit"]?["code"] ?? .null,
                "代岗人": .string(substitute),
            ]
            if let since = tenure["since"]?.string { row["任职起"] = .string(since) }
            return .object(row)
        }
        guard !rows.isEmpty else { return }
        _ = try await ask("importPeople", body: ["rows": .array(rows)])
    }

    /// The account that was typed, or that of the only person of the name that was.
    func accountTyped(_ field: String) -> String? {
        guard let typed = typed(field), configuration.people[typed] == nil else { return typed(field) }
        let named = configuration.people.filter { $0.value.name == typed }
        return named.count == 1 ? named.keys.first : typed
    }

    /// A person's page; with what was typed for an absence, and why that was refused.
    fileprivate func personPage(_ kit: PageKit, _ look: AdministrationLook, fault: Fault? = nil) async throws
        -> Response
    {
        let person = try await keptPerson()
        let posts = PostLook(call: self, kit: kit)
        let account = person["account"]?.string ?? ""
        let times = try await self.look(kit)
        let tenures = (person["tenures"]?.array ?? []).map { json -> JSONValue in
            var members = posts.tenure(json, role: json["role"], unit: json["unit"], account: account).object ?? [:]
            members["is_past"] = .bool(json["state"] == "past")
            members["is_coming"] = .bool(json["state"] == "coming")
            let unit = json["unit"]?["code"]?.string ?? ""
            members["unit_path"] = .string("/admin/units/" + FormText.encoded(unit))
            return .object(members)
        }
        let absences = (person["absences"]?.array ?? []).map { json -> JSONValue in
            var members = json.object ?? [:]
            members["from"] = times.time(json["from"])
            members["until"] = times.time(json["until"])
            return .object(members)
        }
        var model: JSONObject = [
            "person": person, "here": .string("/admin/people/" + FormText.encoded(account)),
            "tenures": .array(tenures), "no_tenures": .bool(tenures.isEmpty), "absences": .array(absences),
            "people": .array(try await proposedPeople()), "from": .string(text("from") ?? ""),
            "until": .string(text("until") ?? ""), "reason": .string(text("reason") ?? ""),
            "substitute": .string(text("substitute") ?? ""),
        ]
        model["has_left"] = .bool(!tenures.isEmpty && tenures.allSatisfy { $0["is_past"] == true })
        model["account"] = try await accountBelow(account, times)
        let name = person["name"]?.string ?? account
        return try await administrationPage(look, "admin-person", title: name, model, fault: fault)
    }

    /// How an account stands; null where it is for somebody else to keep: one's own, an administrator's of another kind.
    private func accountBelow(_ account: String, _ times: MatterLook) async throws -> JSONValue {
        let json: JSONValue
        do {
            json = try await ask("readAccount", ["account": .string(account)]).json
        } catch {
            guard try Fault.known(error).code == "not_below" else { throw error }
            return .null
        }
        var members = json.object ?? [:]
        for name in ["password_set_at", "locked_at", "slip_until"] { members[name] = times.time(json[name]) }
        let sessions = (json["sessions"]?.array ?? []).map { session -> JSONValue in
            var members = session.object ?? [:]
            members["seen_at"] = times.time(session["seen_at"])
            members["made_at"] = times.time(session["made_at"])
            let agent = session["agent"]?.string ?? ""
            // What no word is known for is still told as it came.
            members["browser"] = .string(BrowserName(agent).text ?? agent.clipped(to: 40))
            let kind = session["kind"]?.string ?? "desk"
            members["kind"] = .string(times.kit.words.text(Self.kinds[kind] ?? "admin.person.desk", language))
            return .object(members)
        }
        members["sessions"] = .array(sessions)
        members["has_sessions"] = .bool(!sessions.isEmpty)
        return .object(members)
    }

    private static let kinds = [
        "desk": "admin.person.desk", "phone": "admin.person.phone", "duty": "admin.person.duty",
    ]
}
