import HTTPTypes
import Hummingbird
import PGStore
import Web
import Workflow

/// Whom to reach about a matter: asked for with a reason, since each look is written down (查阅记录).
struct ContactPages {
    let kit: PageKit

    var all: [Endpoint] { [form, look] }

    private static let number = Parameter("number", in: .path, .number, zh: "编号", en: "the number")
    /// Why one usually looks.
    fileprivate static let reasons = ["first", "scene", "back", "other"]

    private var form: Endpoint {
        .page(.get, "/matters/{number}/contact", kit, id: "pageContact", parameters: [Self.number]) { [kit] call in
            try await call.contactPage(kit, [:])
        }
    }

    private var look: Endpoint {
        .page(
            .post,
            "/matters/{number}/contact",
            kit,
            id: "pageContactShown",
            parameters: [
                Self.number, Parameter("reason", in: .form, .words(max: 20), zh: "为何查看", en: "why"),
                Parameter("note", in: .form, .words(max: 150), zh: "补充说明", en: "more about it"),
            ]
        ) { [kit] call in
            do {
                guard let chosen = ContactPages.reasons.first(where: { $0 == call.text("reason") }) else {
                    let problem: JSONObject = ["problem": .string(kit.words.text("contact.lead", call.language))]
                    return try await call.contactPage(kit, problem, status: .unprocessableContent)
                }
                let words = [
                    kit.words.text("contact.reasons.\(chosen)", call.language),
                    FormText.trimmed(call.text("note") ?? ""),
                ]
                let reason = words.filter { !$0.isEmpty }.joined(separator: "：")
                let number = JSONValue.string(call.text("number") ?? "")
                var shown =
                    try await call.ask("readContact", ["number": number, "reason": .string(reason)]).json.object ?? [:]
                let isEmpty = ["name", "phone", "address"].allSatisfy { shown[$0]?.string == nil }
                shown["is_empty"] = .bool(isEmpty)
                let look = try await call.look(kit)
                let calls = (shown["calls"]?.array ?? []).map { told -> JSONValue in
                    var members = told.object ?? [:]
                    members["time"] = look.time(told["at"])
                    return .object(members)
                }
                shown["log"] = .array(calls)
                shown["has_log"] = .bool(!calls.isEmpty)
                if shown["sight"] == "full", let phone = shown["phone"]?.string {
                    shown["dial"] = .orNull(Self.dialled(phone))
                }
                return try await call.contactPage(
                    kit,
                    ["contact": .object(shown), "is_masked": .bool(shown["sight"] == "masked")]
                )
            } catch {
                let fault = try Fault.known(error)
                let problem: JSONObject = ["problem": .string(fault.message(call.language))]
                return try await call.contactPage(kit, problem, status: fault.status)
            }
        }
    }

    /// What a telephone dials; nil where what was written is none.
    private static func dialled(_ phone: String) -> String? {
        let kept = phone.unicodeScalars.filter { $0 == "+" || ("0"..."9").contains($0) }
        return kept.count >= 5 && kept.count <= 20 ? String(String.UnicodeScalarView(kept)) : nil
    }
}

extension Call {
    fileprivate func contactPage(
        _ kit: PageKit,
        _ more: JSONObject,
        status: HTTPResponse.Status = .ok
    ) async throws -> Response {
        let number = text("number") ?? ""
        let matter = try await ask("readMatter", ["number": .string(number)]).json
        let look = try await look(kit)
        let shown = look.matter(matter)
        var model = more
        model["matter"] = .object(shown)
        model["reasons"] = .array(
            ContactPages.reasons.map { name in
                [
                    "name": .string(name), "title": .string(kit.words.text("contact.reasons.\(name)", language)),
                    "is_chosen": .bool(name == text("reason")),
                ]
            }
        )
        model["note"] = .orNull(text("note"))
        let title = kit.words.text("contact.title", language)
        return page(kit, "contact", title: title, model, status: status)
    }
}
