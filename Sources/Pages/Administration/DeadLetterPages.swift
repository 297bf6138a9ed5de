import HTTPTypes
import Hummingbird
import PGStore
import Web
import Workflow

/// 死信: what could not fire or be delivered, why, and sending it again.
struct DeadLetterPages {
    let kit: PageKit

    var all: [Endpoint] { [list, resend] }

    private var look: AdministrationLook { AdministrationLook(kit, .deadLetters) }

    /// Lines of a page, of all kinds together: a form takes no more than 256 names.
    private static let most = 200

    private var list: Endpoint {
        .page(
            .get,
            "/admin/dead-letters",
            kit,
            id: "pageDeadLetters",
            parameters: [
                Parameter("sent", in: .query, .integer(0...3_000), zh: "刚重投几条", en: "how many were just sent again"),
                Parameter("given_up", in: .query, .integer(0...3_000), zh: "放弃几条", en: "how many were given up"),
                Parameter("dropped", in: .query, .integer(0...3_000), zh: "丢弃几条", en: "how many were dropped"),
            ]
        ) { [kit, look] call in
            _ = try await call.seat(.deadLetters)
            let letters = try await call.ask("listDeadLetters").json
            let times = try await call.look(kit)
            var model = JSONObject()
            var (count, more) = (0, 0)
            for kind in DeadLetter.allCases {
                let all = letters[kind.rawValue]?.array ?? []
                let lines = all.prefix(Self.most - count).map { kind.line($0, times) }
                count += lines.count
                more += all.count - lines.count
                model[kind.rawValue] = ["lines": .array(lines), "is_empty": .bool(lines.isEmpty)]
            }
            model["count"] = .int(Int64(count))
            model["is_empty"] = .bool(count == 0)
            model["more"] = more > 0 ? .int(Int64(more)) : .null
            if let sent = call.number("sent") {
                model["done"] = .string(
                    kit.words.text(
                        "admin.dead.sent",
                        call.language,
                        ["sent": "\(sent)", "dropped": "\(call.number("dropped") ?? 0)"]
                    )
                )
            }
            if let given = call.number("given_up") {
                let told = kit.words.text("admin.dead.given_up", call.language, ["count": "\(given)"])
                model["done"] = .string(told)
            }
            model["has_messages"] = .bool(
                DeadLetter.allCases.contains { $0 != .timers && model[$0.rawValue]?["is_empty"] == false }
            )
            return try await call.administrationPage(look, "admin-dead-letters", model)
        }
    }

    private var resend: Endpoint {
        .page(
            .post,
            "/admin/dead-letters",
            kit,
            id: "pageDeadLettersSent",
            parameters: DeadLetter.allCases.map { kind in
                Parameter(
                    kind.rawValue,
                    in: .form,
                    .list(.words(max: 300), max: 1_000),
                    zh: "选中的",
                    en: "those that were chosen"
                )
            } + [
                Parameter("give_up", in: .form, .flag, zh: "放弃选中的消息", en: "give those up that were chosen"),
                FormKey.parameter,
            ]
        ) { call in
            _ = try await call.seat(.deadLetters)
            var body = JSONObject()
            for kind in DeadLetter.allCases {
                let chosen = call.texts(kind.rawValue).compactMap(kind.key)
                if !chosen.isEmpty { body[kind.rawValue] = .array(chosen) }
            }
            let isGivenUp = call.flag("give_up")
            if isGivenUp { body[DeadLetter.timers.rawValue] = nil }
            guard !body.isEmpty else { return call.seeOther("/admin/dead-letters") }
            if isGivenUp {
                let answer = try await call.ask("giveUpDeadLetters", call.sentKey, body: .object(body)).json
                let given = (answer["messages"]?.int ?? 0) + (answer["postings"]?.int ?? 0)
                return call.seeOther("/admin/dead-letters?given_up=\(given)")
            }
            let answer = try await call.ask("resendDeadLetters", call.sentKey, body: .object(body)).json
            let sent = ["timers", "messages", "postings"].reduce(0) { $0 + (answer[$1]?.int ?? 0) }
            return call.seeOther("/admin/dead-letters?sent=\(sent)&dropped=\(answer["dropped"]?.int ?? 0)")
        }
    }
}

/// Kinds of dead letter; the raw value is what the API calls their list.
enum DeadLetter: String, CaseIterable {
    /// Timers that could not fire.
    case timers
    /// Messages that could not be made.
    case messages
    /// What a channel did not take.
    case postings

    /// A line of the list, with what chooses it.
    func line(_ json: JSONValue, _ look: MatterLook) -> JSONValue {
        var members = json.object ?? [:]
        members["died_at"] = look.time(json["died_at"])
        members["due_at"] = look.time(json["due_at"])
        let clock = json["clock"]?.string.flatMap { ClockName($0) }
        let titles = look.configuration.latestMachines.lazy.compactMap { machine in
            clock.flatMap { machine.definition.clocks[$0]?.title(look.language) }
        }
        members["clock_title"] = .orNull(titles.first ?? json["clock"]?.string)
        members["step_title"] = .orNull(json["step"]?.string.flatMap { TimerStep(code: $0) }.map { words($0, look) })
        members["input"] = .string(rawValue)
        let parts = ["ticket", "clock", "step"].map { json[$0]?.string ?? "" }
        members["choice"] = self == .timers ? .string(parts.joined(separator: " ")) : .string("\(json["id"]?.int ?? 0)")
        return .object(members)
    }

    /// What a clock's step is called.
    private func words(_ step: TimerStep, _ look: MatterLook) -> String {
        let (path, number): (String, Int) =
            switch step {
            case .warning(let index): ("keeping.step.warning", index + 1)
            case .expiry: ("keeping.step.expiry", 0)
            case .rung(let index): ("keeping.step.rung", index + 1)
            }
        return look.kit.words.text(path, look.language, ["number": "\(number)"])
    }

    /// The same as the API takes it; nil where it is none.
    func key(_ choice: String) -> JSONValue? {
        guard self == .timers else { return Int64(choice).map { .int($0) } }
        let parts = choice.split(separator: " ", omittingEmptySubsequences: false).map { JSONValue.string(String($0)) }
        guard parts.count == 3 else { return nil }
        return ["ticket": parts[0], "clock": parts[1], "step": parts[2]]
    }
}
