package import Dispatcher
import Foundation
package import Outward
package import Workflow

/// A gateway for short messages or calls by HTTP, as the configuration describes it.
package struct Gateway: Channel {
    /// What it sends.
    package enum Form: String, Hashable, Sendable, CaseIterable {
        /// Short messages.
        case sms
        /// Calls.
        case voice
    }

    /// How its requests are made and its answers read.
    package let plan: GatewayPlan
    private let caller: HTTPCaller

    /// Its name.
    package var name: String { plan.name }
    /// Its limit.
    package var perMinute: Int? { plan.perMinute }
    /// Where it tells what became of what it took.
    package var awaitsReceipts: Bool { plan.delivery != nil }
    /// The usual.
    package var patience: Patience { Patience() }

    /// Makes a gateway.
    package init(_ plan: GatewayPlan, caller: HTTPCaller) {
        self.plan = plan
        self.caller = caller
    }

    /// Sends a short message, or rings.
    package func send(_ call: OutgoingCall) async -> ChannelAnswer {
        guard case .telephone(let phone) = call.address else { return .refused(words: "no telephone") }
        guard let template = plan.template(call.templates) else { return .refused(words: "no template") }
        let request = plan.request(phone: phone, template, call)
        do throws(HTTPCaller.Failure) {
            return plan.answer(try await caller.send(request))
        } catch {
            return .failed(words: error.words)
        }
    }
}

/// How a gateway is asked and how its answers are read.
package struct GatewayPlan: Hashable, Sendable {
    /// A template that was registered with the gateway.
    package struct Template: Hashable, Sendable {
        /// The gateway's number of it; empty where it takes free text.
        package let id: String
        /// Its parameters, in their order.
        package let parameters: [MessageFact]
        /// The text, where the gateway takes any: with `${number}` and the like; nil: as the engine words it.
        package let text: String?
    }

    /// A value at a place of the answer that means something.
    package struct Sign: Hashable, Sendable {
        /// Where: `data.code`.
        package let path: String
        /// Any of these.
        package let values: [String]
    }

    /// What is written into the body.
    package enum Body: Hashable, Sendable {
        /// JSON with places in its texts.
        case json(JSONValue)
        /// A form, by name.
        case form([String: String])
    }

    /// Its name.
    package let name: String
    /// What it sends.
    package let form: Gateway.Form
    /// Where requests go; secrets have their places in it.
    package let url: String
    /// The method.
    package let method: String
    /// Headers by name; secrets have their places in them.
    package let headers: [String: String]
    /// The body.
    package let body: Body
    /// Templates by what they are for: `letter`, `digest`, `duty`, `resident`, `resident/accept`.
    package let templates: [String: Template]
    /// What says that it was taken; nil: any status of 2xx.
    package let accepted: Sign?
    /// What says that it was too fast.
    package let limited: Sign?
    /// What says that it will never be taken.
    package let refused: Sign?
    /// Where the gateway's own number of the message stands.
    package let receipt: String?
    /// How it tells what became of what it took; nil: it does not.
    package let delivery: ReceiptPlan?
    /// How many a minute at the most; nil: as many as there are.
    package let perMinute: Int?
    /// How long a request may take.
    package let timeout: Duration
    /// Secrets by name.
    package let secrets: [String: String]

    /// The first of some templates that it has.
    package func template(_ names: [String]) -> Template? { names.lazy.compactMap { templates[$0] }.first }

    /// The request for a message.
    func request(phone: String, _ template: Template, _ call: OutgoingCall) -> HTTPCaller.Request {
        let filling = Filling(phone: phone, template: template, call: call, secrets: secrets)
        var request: HTTPCaller.Request
        switch body {
        case .json(let json):
            request = HTTPCaller.Request(url: filling.inAddress(url), body: filling.json(json).canonicalBytes)
            request.headers = [("content-type", "application/json; charset=utf-8")]
        case .form(let fields):
            let pairs = fields.sorted { $0.key < $1.key }.map { name, value in
                Filling.escaped(name) + "=" + Filling.escaped(filling.text(value))
            }
            request = HTTPCaller.Request(url: filling.inAddress(url), body: Array(pairs.joined(separator: "&").utf8))
            request.headers = [("content-type", "application/x-www-form-urlencoded")]
        }
        for (name, value) in headers.sorted(by: { $0.key < $1.key }) {
            request.headers.removeAll { $0.name == name.lowercased() }
            request.headers.append((name.lowercased(), filling.text(value)))
        }
        request.method = method
        request.timeout = timeout
        return request
    }

    /// What an answer means.
    func answer(_ answer: HTTPCaller.Answer) -> ChannelAnswer {
        let fields = AnswerFields(answer.body)
        let words = answer.words
        func says(_ sign: Sign?) -> Bool {
            sign.map { sign in fields[sign.path].map(sign.values.contains) ?? false } ?? false
        }
        if answer.status == 429 || says(limited) {
            return .limited(rest: .seconds(min(max(answer.retryAfter ?? 60, 1), 3_600)), words: words)
        }
        if says(refused) { return .refused(words: words) }
        guard (200..<300).contains(answer.status) else { return .failed(words: words) }
        guard accepted == nil || says(accepted) else { return .failed(words: words) }
        return .accepted(receipt: receipt.flatMap { fields[$0] }, words: words)
    }
}
