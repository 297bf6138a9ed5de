import HTTPTypes
import Hummingbird
import PGStore
import Web
import Workflow

/// 管理: what those who keep the system open first, with what needs doing.
struct AdministrationPages {
    let kit: PageKit

    var all: [Endpoint] {
        [home] + UnitPages(kit: kit).all + PostPages(kit: kit).all + PersonPages(kit: kit).all
            + HandOverPages(kit: kit).all + DirectoryPages(kit: kit).all + CalendarPages(kit: kit).all
            + DefinitionPages(kit: kit).all + ImportPages(kit: kit).all + DeadLetterPages(kit: kit).all
            + LogLookPages(kit: kit).all + ReorganisationPages(kit: kit).all
            + MigrationPages(kit: kit).all
    }

    private static let shownAtMost = 8

    private var home: Endpoint {
        .page(.get, "/admin", kit, id: "pageAdministration") { [kit] call in
            let seat = try await call.seat()
            var model = JSONObject()
            if let part = seat.system {
                model["empty"] = try await call.emptyPosts(of: part, atMost: Self.shownAtMost)
                model["tasks"] = .array(try await call.tasks(kit, of: part))
                if part.isWhole { model["health"] = try await call.health(kit) }
            }
            model["is_whole"] = .bool(seat.system?.isWhole ?? true)
            model["parts"] = .string(
                (seat.system?.roots ?? []).compactMap { call.configuration.territory.unit(code: $0)?.name }
                    .joined(separator: "、")
            )
            return try await call.administrationPage(AdministrationLook(kit), "admin", model)
        }
    }
}

extension Call {
    /// Posts of a part that nobody holds, or whose holders are away.
    fileprivate func emptyPosts(of part: AdministrationSeat.Part, atMost most: Int) async throws -> JSONValue {
        var posts: [JSONValue] = []
        for root in part.roots {
            posts += try await ask("listPosts", ["under": .string(root), "empty": true]).json["posts"]?.array ?? []
        }
        return [
            "posts": .array(
                posts.prefix(most).map { post in
                    var members = post.object ?? [:]
                    let code = post["unit"]?["code"]?.string ?? ""
                    members["here"] = .string("/admin/units/" + FormText.encoded(code))
                    return .object(members)
                }
            ),
            "count": .int(Int64(posts.count)),
            "is_none": .bool(posts.isEmpty), "more": posts.count > most ? .int(Int64(posts.count - most)) : .null,
        ]
    }

    /// Whether the service runs well, point by point.
    fileprivate func health(_ kit: PageKit) async throws -> JSONValue {
        let told = try await ask("isReady").json
        let checks = (told["checks"]?.array ?? []).map { check -> JSONValue in
            var members = check.object ?? [:]
            let name = check["name"]?.string ?? ""
            members["title"] = .string(Self.points[name].map { kit.words.text($0, language) } ?? name)
            return .object(members)
        }
        return ["checks": .array(checks), "is_ready": told["is_ready"] ?? false]
    }

    private static let points = [
        "database": "admin.health.database", "migrations": "admin.health.migrations", "daemon": "admin.health.daemon",
        "clock": "admin.health.clock", "attachments": "admin.health.attachments", "pictures": "admin.health.pictures",
    ]

    /// What of the whole district somebody should look at.
    fileprivate func tasks(_ kit: PageKit, of part: AdministrationSeat.Part) async throws -> [JSONValue] {
        guard part.isWhole else { return [] }
        func task(_ path: String, _ word: String, _ values: [String: String]) -> JSONValue {
            ["path": .string(path), "what": .string(kit.words.text(word, language, values))]
        }
        var tasks: [JSONValue] = []
        let findings = try await ask("checkDirectory").json["findings"]?.array?.count ?? 0
        if findings > 0 {
            tasks.append(task("/admin/directory/check", "admin.home.findings", ["count": "\(findings)"]))
        }
        let calendar = configuration.calendars.standard
        let today = calendar.local(try await now()).date
        // The notice of a year comes in the November before.
        let years = [today.year] + (today.month >= 11 ? [today.year + 1] : [])
        for year in years where !calendar.isKnown(.startOfYear(year)) {
            tasks.append(task("/admin/calendars/notice", "admin.home.calendar", ["year": "\(year)"]))
        }
        let letters = try await ask("listDeadLetters").json
        let dead = ["timers", "messages", "postings"].reduce(0) { $0 + (letters[$1]?.array?.count ?? 0) }
        if dead > 0 { tasks.append(task("/admin/dead-letters", "admin.home.dead", ["count": "\(dead)"])) }
        return tasks
    }
}
