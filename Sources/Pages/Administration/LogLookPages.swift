import HTTPTypes
import Hummingbird
import PGStore
import Web
import Workflow

/// Both logs: who saw whose contact in full, and who came in.
struct LogLookPages {
    let kit: PageKit

    var all: [Endpoint] { [access, security] }

    private static let linesAPage: Int64 = 50
    private static let before = Parameter(
        "before",
        in: .query,
        .integer(1...Int64.max),
        zh: "此号之前的",
        en: "those before it"
    )

    private var access: Endpoint {
        .page(
            .get,
            "/admin/access-log",
            kit,
            id: "pageAccessLog",
            parameters: [
                Parameter("ticket", in: .query, .words(max: 32), zh: "编号", en: "the matter's number"),
                Parameter("since", in: .query, .words(max: 10), zh: "不早于哪天", en: "not before this day"), Self.before,
            ]
        ) { [kit] call in
            let look = AdministrationLook(kit, .accessLog)
            _ = try await call.seat(.accessLog)
            var values: [String: JSONValue] = ["limit": .int(Self.linesAPage)]
            var model: JSONObject = [
                "ticket": .string(call.typed("ticket") ?? ""), "since": .string(call.typed("since") ?? ""),
            ]
            do {
                if let ticket = call.typed("ticket") { values["ticket"] = .string(ticket) }
                let since = try call.since()
                if let since { values["since"] = .string(since) }
                if let before = call.number("before") { values["before"] = .int(Int64(before)) }
                let looks = try await call.ask("readAccessLog", values).json["looks"]?.array ?? []
                let times = try await call.look(kit)
                model["lines"] = .array(looks.map { call.line(ofLook: $0, times, kit) })
                model["is_empty"] = .bool(looks.isEmpty)
                model["next"] = looks.count == Int(Self.linesAPage) ? call.next(looks, "access-log") : .null
                model["export"] = .string(since.map { "?since=\(FormText.encoded($0))" } ?? "")
                return try await call.administrationPage(look, "admin-access-log", model)
            } catch {
                return try await call.administrationPage(look, "admin-access-log", model, fault: try Fault.known(error))
            }
        }
    }

    private var security: Endpoint {
        .page(.get, "/admin/security-log", kit, id: "pageSecurityLog", parameters: [Self.before]) { [kit] call in
            let look = AdministrationLook(kit, .securityLog)
            let ways = try await call.seat(.securityLog).ways
            var values: [String: JSONValue] = ["limit": .int(Self.linesAPage)]
            if let before = call.number("before") { values["before"] = .int(Int64(before)) }
            let events = try await call.ask("readSecurityLog", values).json["events"]?.array ?? []
            let times = try await call.look(kit)
            let details = LogDetail(kit: kit, configuration: call.configuration, language: call.language)
            let lines = events.map { event -> JSONValue in
                var members = event.object ?? [:]
                members["at"] = times.time(event["at"])
                // Whoever did it to themselves is not named twice.
                if event["by"] == event["person"] { members["by"] = .null }
                members["detail"] = .string(details.text(event["detail"]))
                return .object(members)
            }
            let model: JSONObject = [
                "lines": .array(lines), "is_empty": .bool(lines.isEmpty),
                "next": events.count == Int(Self.linesAPage) ? call.next(events, "security-log") : .null,
                // Only the audit administrator takes it out.
                "may_export": .bool(ways.contains(.accessLog)),
            ]
            return try await call.administrationPage(look, "admin-security-log", model)
        }
    }
}

extension Call {
    /// The beginning of the day from which on lines are wanted.
    fileprivate func since() throws(Fault) -> String? {
        guard let text = typed("since") else { return nil }
        guard let day = LocalDate(text), let period = configuration.calendars.standard.day(day) else {
            throw Fault(
                .unprocessableContent,
                "bad_date",
                zh: "“\(text)”不是日期，应如 2026-02-14",
                en: "“\(text)” is no date"
            )
        }
        return period.from.description
    }

    fileprivate func line(ofLook json: JSONValue, _ times: MatterLook, _ kit: PageKit) -> JSONValue {
        var members = json.object ?? [:]
        members["at"] = times.time(json["at"])
        let machine = configuration.machine(latest: "issue")
        let fields = (json["fields"]?.array ?? []).compactMap(\.string).map { field in
            FieldName(field).flatMap { machine?.definition.fields[$0]?.title(language) } ?? field
        }
        members["fields"] = .orNull(listedNames(fields))
        let via = json["via"]?.string ?? ""
        members["via"] = .string(kit.words.known("keeping.via.\(via)", language) ?? via)
        return .object(members)
    }

    /// Where the next page begins, with what narrows it.
    fileprivate func next(_ lines: [JSONValue], _ name: String) -> JSONValue {
        guard let last = lines.last?["id"]?.int else { return .null }
        let kept = ["ticket", "since"].compactMap { name in typed(name).map { "&\(name)=\(FormText.encoded($0))" } }
        return .string("/admin/\(name)?before=\(last)\(kept.joined())")
    }
}
