import HTTPTypes
import Hummingbird
import PGStore
import Web
import Workflow

/// Paper: 督办单, 批示件: what was last ordered from above on a matter, until when it is to be answered, and room for the answer.
struct OrderPages {
    let kit: PageKit

    var all: [Endpoint] { [sheet] }

    private var sheet: Endpoint {
        .page(
            .get,
            "/matters/{number}/order",
            kit,
            id: "pageOrderPrint",
            parameters: [Parameter("number", in: .path, .number, zh: "编号", en: "the number")]
        ) { [kit] call in
            let number = JSONValue.string(call.text("number") ?? "")
            let matter = try await call.ask("readMatter", ["number": number]).json
            let look = try await call.look(kit)
            let told = try await call.ask("readTimeline", ["number": number]).json["events"]?.array ?? []
            guard let order = look.order(matter, told) else {
                throw Fault(.notFound, "no_order", zh: "这件没有督办、批示", en: "nothing was ordered from above on this matter")
            }
            let title = kit.words.text("print.order", call.language, ["act": order.title])
            let model: JSONObject = [
                "matter": .object(look.matter(matter)), "order": look.event(order.event), "order_title": .string(title),
                "to": .orNull(look.addressed(order.event["act"]?["name"]?.string ?? "", matter)),
                "reply": order.clock.map { look.due($0["due_at"]) } ?? .null,
                "boxes": .array(Self.boxes.map { .string(kit.words.text($0, call.language)) }),
                "printed_at": look.time(.string(look.now.description)),
            ]
            return call.page(kit, "order", title: title, model)
        }
    }

    /// What is written by hand, in the order in which paper goes round.
    private static let boxes = ["print.issued", "print.answer", "print.check"]
}

extension MatterLook {
    /// The last order from above: an act that starts a clock anew within which it is to be answered.
    ///
    /// - Parameters:
    ///   - matter: the matter as the API tells it.
    ///   - events: what happened, in the order of time.
    /// - Returns: its event, what people call the act, and its clock where that runs; nil: nothing was ordered.
    func order(_ matter: JSONValue, _ events: [JSONValue]) -> (event: JSONValue, title: String, clock: JSONValue?)? {
        guard let rules = rules(of: matter) else { return nil }
        for event in events.reversed() {
            guard let name = event["act"]?["name"]?.string.flatMap({ ActionName($0) }), let act = rules.actions[name],
                act.from == .open
            else { continue }
            for case .restart(let clock) in act.effects {
                let running = matter["clocks"]?.array?.first { $0["name"]?.string == clock.text }
                return (event, act.title(language), running)
            }
        }
        return nil
    }
}
