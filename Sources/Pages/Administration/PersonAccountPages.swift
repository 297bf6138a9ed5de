import HTTPTypes
import Hummingbird
import PGStore
import Web
import Workflow

/// What is done for the account of somebody below: a slip for a first password, locking, ending sessions.
struct PersonAccountPages {
    let kit: PageKit

    var all: [Endpoint] {
        [
            slip, act("lock", "lockAccount", done: "locked", id: "pageAccountLock"),
            act("unlock", "unlockAccount", done: "unlocked", id: "pageAccountUnlock"),
            act("sessions", "endSessionsOf", done: "sessions", id: "pageAccountSessions"),
        ]
    }

    private static let parameters = [PersonPages.account, FormKey.parameter]

    private var slip: Endpoint {
        .page(.post, "/admin/people/{account}/slip", kit, id: "pageAccountSlip", parameters: Self.parameters) {
            [kit] call in
            let person = try await call.keptPerson()
            let account = person["account"]?.string ?? ""
            // Under no key: what is shown once would be shown to nobody the second time.
            let slip = try await call.ask("makeSlip", ["account": .string(account)]).json
            let times = try await call.look(kit)
            return try await call.administrationPage(
                AdministrationLook(kit, .people),
                "admin-slip",
                title: kit.words.text("admin.slip.title", call.language),
                [
                    "person": person, "slip": slip["slip"] ?? .null, "until": times.time(slip["until"]),
                    "here": .string("/admin/people/" + FormText.encoded(account)),
                ]
            )
        }
    }

    /// A button that does one thing and leads back.
    private func act(_ name: String, _ endpoint: String, done: String, id: String) -> Endpoint {
        .page(.post, "/admin/people/{account}/\(name)", kit, id: id, parameters: Self.parameters) { call in
            let account = try await call.keptPerson()["account"]?.string ?? ""
            // All buttons of a page bear its one key: each does its own thing once.
            let key = call.sentKey(for: "-\(name)")
            _ = try await call.ask(endpoint, ["account": JSONValue.string(account)].merging(key) { $1 })
            return call.seeOther("/admin/people/\(FormText.encoded(account))?done=\(done)")
        }
    }
}
