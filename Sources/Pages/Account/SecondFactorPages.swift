import Foundation
import HTTPTypes
import Hummingbird
import PGStore
import Web
import Workflow

/// The second factor (动态验证码): set up, since whoever administers must have one before anything else; and proved, by whom a
/// provider of the city's has signed in without it.
struct SecondFactorPages {
    let kit: PageKit

    var all: [Endpoint] { [form, begin, confirm, codeForm, prove] }

    private static let next = Parameter("next", in: .query, .words(max: 2_000), zh: "然后去哪里", en: "where to go then")
    private static let nextSent = Parameter("next", in: .form, .words(max: 2_000), zh: "然后去哪里", en: "where to go then")

    private var form: Endpoint {
        .page(.get, "/second-factor", kit, id: "pageSecondFactor", parameters: [Self.next]) { [kit] call in
            call.secondFactorPage(kit, [:])
        }
    }

    private var begin: Endpoint {
        .page(
            .post,
            "/second-factor",
            kit,
            id: "pageSecondFactorBegun",
            parameters: [
                Parameter("password", in: .form, .words(max: 1_000), zh: "密码", en: "password"),
                Parameter("code", in: .form, .words(max: 40), zh: "现在的动态验证码", en: "a code of the one so far"),
                Self.nextSent,
            ]
        ) { [kit] call in
            do {
                var body: JSONObject = ["password": .string(call.text("password") ?? "")]
                if let code = call.text("code"), !code.isEmpty { body["code"] = .string(code) }
                let answer = try await call.ask("beginSecondFactor", body: .object(body)).json
                let secret = answer["secret"]?.string ?? ""
                return call.secretPage(kit, secret, answer["address"]?.string ?? "")
            } catch {
                return call.secondFactorPage(kit, [:], fault: try Fault.known(error))
            }
        }
    }

    private var confirm: Endpoint {
        .page(
            .post,
            "/second-factor/code",
            kit,
            id: "pageSecondFactorConfirmed",
            parameters: [
                Parameter("code", in: .form, .words(max: 40), zh: "动态验证码", en: "a code"),
                Parameter("secret", in: .form, .words(max: 200), zh: "密钥", en: "the secret"),
                Parameter("address", in: .form, .words(max: 1_000), zh: "同一密钥的地址", en: "the same as an address"),
                Self.nextSent,
            ]
        ) { [kit] call in
            do {
                let answer = try await call.ask("confirmSecondFactor", body: ["code": .string(call.text("code") ?? "")])
                let model: JSONObject = ["codes": answer.json["recovery_codes"] ?? .array([]), "is_done": true]
                return call.secondFactorPage(kit, model)
            } catch {
                // The secret stays the same: whoever mistyped a code need not scan anew.
                let fault = try Fault.known(error)
                return call.secretPage(kit, call.text("secret") ?? "", call.text("address") ?? "", fault: fault)
            }
        }
    }
}

extension SecondFactorPages {
    // MARK: - Proving it

    private var codeForm: Endpoint {
        .page(.get, "/sign-in/code", kit, id: "pageCode", access: .halfSignedIn, parameters: [Self.next]) {
            [kit] call in
            call.codePage(kit)
        }
    }

    private var prove: Endpoint {
        .page(
            .post,
            "/sign-in/code",
            kit,
            id: "pageCodeSent",
            access: .halfSignedIn,
            parameters: [
                Parameter("code", in: .form, .words(max: 40), zh: "动态验证码", en: "a code"), Self.nextSent,
            ]
        ) { [kit] call in
            do {
                _ = try await call.ask("proveSecondFactor", body: ["code": .string(call.text("code") ?? "")])
                return call.seeOther(FormText.local(call.text("next")))
            } catch {
                return call.codePage(kit, fault: try Fault.known(error))
            }
        }
    }
}

extension Call {
    fileprivate func codePage(_ kit: PageKit, fault: Fault? = nil) -> Response {
        var model: JSONObject = ["next": .string(FormText.local(text("next")))]
        if let fault { model["problem"] = .string(fault.message(language)) }
        let title = kit.words.text("second_factor.code_title", language)
        return page(kit, "second-factor-code", title: title, model, status: fault?.status ?? .ok)
    }

    fileprivate func secretPage(_ kit: PageKit, _ secret: String, _ address: String, fault: Fault? = nil) -> Response {
        // The picture is in the page: an address with the secret in it would stand in logs.
        let svg = QRCode(address)?.svg(title: kit.words.text("second_factor.picture", language))
        let picture = svg.map { "data:image/svg+xml;base64," + Data($0.utf8).base64EncodedString() }
        let groups = stride(from: 0, to: secret.count, by: 4).map { String(secret.dropFirst($0).prefix(4)) }
        return secondFactorPage(
            kit,
            [
                "secret": .string(secret), "address": .string(address), "picture": .orNull(picture),
                "shown": .string(groups.joined(separator: " ")),
            ],
            fault: fault
        )
    }

    fileprivate func secondFactorPage(_ kit: PageKit, _ model: JSONObject, fault: Fault? = nil) -> Response {
        var model = model
        if let fault { model["problem"] = .string(fault.message(language)) }
        model["next"] = .string(FormText.local(text("next")))
        let title = kit.words.text("second_factor.title", language)
        return page(kit, "second-factor", title: title, model, status: fault?.status ?? .ok)
    }
}
