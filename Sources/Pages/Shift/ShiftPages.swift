import HTTPTypes
import Hummingbird
import PGStore
import Web
import Workflow

/// 值班日志 and 交接班: what a desk's shifts handed to each other, and the page for two signatures.
struct ShiftPages {
    let kit: PageKit

    var all: [Endpoint] { [log, handOver, sheet] }

    private var log: Endpoint {
        .page(.get, "/shifts", kit, id: "pageShifts") { [kit] call in try await call.shiftsPage(kit) }
    }

    private var handOver: Endpoint {
        .page(
            .post,
            "/shifts",
            kit,
            id: "pageShiftHandedOver",
            parameters: [
                FormKey.parameter,
                Parameter("desk", in: .form, .text(max: 400), zh: "值班台与接班人", en: "the desk, and who comes"),
                Parameter("note", in: .form, .words(max: 2_000), zh: "交代的话", en: "what the next should know"),
            ]
        ) { [kit] call in
            let parts = (call.text("desk") ?? "").split(separator: " ", maxSplits: 1).map(String.init)
            do {
                let body: JSONValue = [
                    "unit": .string(parts.first ?? ""), "to": .string(parts.count > 1 ? parts[1] : ""),
                    "note": .string(call.text("note") ?? ""),
                ]
                let page = try await call.ask("handOverShift", call.sentKey, body: body).json
                return call.seeOther("/shifts/\(page["id"]?.int ?? 0)/print?done=true")
            } catch {
                return try await call.shiftsPage(kit, fault: try Fault.known(error))
            }
        }
    }

    private var sheet: Endpoint {
        .page(
            .get,
            "/shifts/{page}/print",
            kit,
            id: "pageShiftPrint",
            parameters: [
                Parameter("page", in: .path, .integer(1...Int64.max), zh: "页号", en: "its number"),
                Parameter("done", in: .query, .flag, zh: "刚刚交班", en: "it was handed over just now"),
            ]
        ) { [kit] call in
            let page = try await call.ask("readShiftLog", ["page": .int(Int64(call.number("page") ?? 0))]).json
            let look = try await call.look(kit)
            let model: JSONObject = [
                "page": look.shift(page), "handed_over": .bool(call.flag("done")),
                "printed_at": look.time(.string(look.now.description)),
            ]
            return call.page(kit, "shift-print", title: kit.words.text("shift.title", call.language), model)
        }
    }
}

extension Call {
    /// The log, and the form by which one hands over.
    fileprivate func shiftsPage(_ kit: PageKit, fault: Fault? = nil) async throws -> Response {
        let pages = try await ask("listShiftLog").json["pages"]?.array ?? []
        let look = try await look(kit)
        let own = Set((caller?.party.posts ?? []).map(\.unit)).sorted()
        let desks = own.compactMap { configuration.territory[$0] }.flatMap { unit in
            configuration.people.filter { _, entry in
                entry.party.person != caller?.party.person && entry.party.posts.contains { $0.unit == unit.id }
            }
            .sorted { $0.key < $1.key }.prefix(50).map { account, entry -> JSONValue in
                let value = "\(unit.code) \(account)"
                let name = entry.party.person.map { configuration.name(of: $0) } ?? account
                return [
                    "value": .string(value), "unit": .string(unit.name), "name": .string(name),
                    "is_chosen": .bool(text("desk") == value),
                ]
            }
        }
        var model: JSONObject = [
            "pages": .array(pages.map(look.shift)), "is_empty": .bool(pages.isEmpty), "desks": .array(desks),
            "has_desks": .bool(!desks.isEmpty), "note": .orNull(text("note")), "key": .string(formKey(after: fault)),
        ]
        if let fault { model["problem"] = .string(fault.message(language)) }
        let title = kit.words.text("shift.title", language)
        return page(kit, "shifts", title: title, model, status: fault?.status ?? .ok)
    }
}

extension MatterLook {
    /// A page of a log.
    fileprivate func shift(_ json: JSONValue) -> JSONValue {
        var members = json.object ?? [:]
        members["began"] = time(json["since"])
        members["handed"] = time(json["at"])
        let counts = ["open", "urgent", "overdue", "filed", "expired", "events"]
        let facts = counts.reduce(into: [String: String]()) { $0[$1] = "\(json[$1]?.int ?? 0)" }
        members["sums"] = .string(kit.words.text("shift.sums", language, facts))
        members["happened"] = .string(kit.words.text("shift.happened", language, facts))
        members["matters"] = .array(
            (json["matters"]?.array ?? []).map { matter in
                var line = matter.object ?? [:]
                line["lamp"] = lamp(matter["lamp"]?.string)
                line["title"] = .string(configuration.title(ofState: matter["state"]?.string ?? "", language))
                let about = [matter["category"], matter["place"]].compactMap { $0?.string }
                line["about"] = .orNull(about.isEmpty ? nil : about.joined(separator: " · "))
                return .object(line)
            }
        )
        return .object(members)
    }
}
