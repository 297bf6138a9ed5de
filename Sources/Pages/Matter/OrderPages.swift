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
            parameters: [
                Parameter("number", in: .path, .number, zh: "编号", en: "the number"),
                Parameter(
                    "seq",
                    in: .query,
                    .integer(1...Int64(Int32.max)),
                    zh: "哪一步的督办、批示；不给则为最近的",
                    en: "the event that ordered it; the latest if not given"
                ),
            ]
        ) { [kit] call in
            let number = JSONValue.string(call.text("number") ?? "")
            let matter = try await call.ask("readMatter", ["number": number]).json
            let look = try await call.look(kit)
            let told = try await call.ask("readTimeline", ["number": number]).json["events"]?.array ?? []
            guard let order = look.order(matter, told, seq: call.number("seq").map { Int64($0) }) else {
                throw Fault(.notFound, "no_order", zh: "这件没有督办、批示", en: "nothing was ordered from above on this matter")
            }
            let title = kit.words.text("print.order", call.language, ["act": order.title])
            let asked = try await call.asked(of: matter, look)
            let model: JSONObject = [
                "matter": .object(look.matter(matter)), "order": look.event(order.event), "order_title": .string(title),
                "content": .orNull(look.content(of: matter, asked)),
                "to": .orNull(look.addressed(order.event["act"]?["name"]?.string ?? "", matter)),
                "reply": order.clock.map { look.due($0["due_at"], counting: $0["counts"]) } ?? .null,
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
    /// An order from above (督办、批示): an act that starts a clock anew within which it is to be answered.
    typealias Order = (event: JSONValue, title: String, clock: JSONValue?)

    /// The last order from above, or that of an event.
    ///
    /// - Parameters:
    ///   - matter: the matter as the API tells it.
    ///   - events: what happened, in the order of time.
    ///   - seq: the event's number; nil: the last order.
    /// - Returns: its event, what people call the act, and its clock where that runs for it; nil: nothing was ordered.
    func order(_ matter: JSONValue, _ events: [JSONValue], seq: Int64? = nil) -> Order? {
        let orders = events.filter { ordering($0, of: matter) != nil }
        let found = seq.map { seq in orders.first { $0["seq"]?.int == seq } } ?? orders.last
        guard let found, let (title, clock) = ordering(found, of: matter) else { return nil }
        let running = matter["clocks"]?.array?.first { $0["name"]?.string == clock.text }
        // A later order has started it anew: what the earlier one asked for is told in its own words.
        return (found, title, found == orders.last ? running : nil)
    }

    /// An event of the timeline, with the way to its paper where it is an order.
    func event(_ json: JSONValue, of matter: JSONValue) -> JSONValue {
        guard let (title, _) = ordering(json, of: matter), let seq = json["seq"]?.int,
            let number = matter["number"]?.string, var members = event(json).object
        else { return event(json) }
        members["paper"] = [
            "href": .string("/matters/\(number)/order?seq=\(seq)"), "title": .string(orderLink(title)),
        ]
        return .object(members)
    }

    /// What leads to the paper of an order.
    func orderLink(_ title: String) -> String { kit.words.text("print.order_link", language, ["act": title]) }

    /// What people call the act of an event, and the clock that it started anew; nil: it is no order.
    private func ordering(_ event: JSONValue, of matter: JSONValue) -> (String, ClockName)? {
        guard let rules = rules(of: matter), let name = event["act"]?["name"]?.string.flatMap({ ActionName($0) }),
            let act = rules.actions[name], act.isOrder
        else { return nil }
        return act.effects.lazy.compactMap { effect in
            guard case .restart(let clock) = effect else { return nil }
            return (act.title(language), clock)
        }.first
    }
}
