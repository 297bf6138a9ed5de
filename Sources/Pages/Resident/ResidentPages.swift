import Dispatcher
import Foundation
import HTTPTypes
import Hummingbird
import NIOCore
import PGStore
import Web
import Workflow

/// What residents see: a page behind a building's QR code, and their own matter by number and code.
struct ResidentPages {
    let kit: PageKit

    var all: [Endpoint] { [form, formOfPlace, file, statusForm, status, act, picture] }

    private static let opening = [
        Parameter("number", in: .form, .words(max: 32), zh: "编号", en: "the number"),
        Parameter("code", in: .form, .words(max: 40), zh: "查询码", en: "the code"),
    ]

    private var form: Endpoint {
        .page(.get, "/r", kit, id: "pageResident", access: .anybody) { [kit] call in
            try await call.residentPage(kit, [:])
        }
    }

    private var formOfPlace: Endpoint {
        .page(
            .get,
            "/r/at/{place}",
            kit,
            id: "pageResidentAt",
            access: .anybody,
            parameters: [Parameter("place", in: .path, .text(max: 100), zh: "单位编码", en: "a unit's code")]
        ) { [kit] call in
            try await call.residentPage(kit, ["place": .string(call.text("place") ?? "")])
        }
    }

    private var file: Endpoint {
        .page(
            .post,
            "/r",
            kit,
            id: "pageResidentSent",
            access: .anybody,
            parameters: [
                FormKey.parameter,
                Parameter("category", in: .form, .words(max: 200), zh: "类别", en: "category"),
                Parameter("text", in: .form, .words(max: 3_500), zh: "什么事", en: "what it is"),
                Parameter("place", in: .form, .words(max: 100), zh: "单位编码", en: "a unit's code"),
                Parameter("address", in: .form, .words(max: 200), zh: "地址", en: "address"),
                Parameter("name", in: .form, .words(max: 50), zh: "称呼", en: "name"),
                Parameter("phone", in: .form, .words(max: 30), zh: "电话", en: "telephone"),
                Parameter("confidential", in: .form, .flag, zh: "要求保密", en: "to be kept secret"),
                Parameter("challenge", in: .form, .words(max: 100), zh: "验证码编号", en: "the challenge"),
                Parameter("answer", in: .form, .words(max: 20), zh: "验证码", en: "its answer"),
                Parameter("form", in: .form, .words(max: 10), zh: "哪种验证题", en: "which kind of challenge it is"),
                Parameter("other", in: .form, .words(max: 10), zh: "换一种验证题", en: "which kind is wanted instead"),
            ],
            takesFiles: true
        ) { [kit] call in
            try await call.withPictures(admitting: { try call.admitOwnFiles() }) { call, files in
                do {
                    // Another kind of challenge is asked for: all else stays as it was typed, files in the browser included.
                    guard call.text("other") == nil else { throw ResidentRefusal.challengeNeeded }
                    guard call.typed("category") != nil else { throw Fault.categoryToChoose }
                    return try await call.fileOwn(kit, files)
                } catch {
                    let fault = try (error as? ResidentRefusal).map { Fault($0) } ?? Fault.known(error)
                    var typed = call.ownTyped
                    typed["key"] = .string(call.formKey(after: fault))
                    typed["problem"] = .string(fault.message(call.language))
                    typed["is_suspected"] = .bool(fault.code == "challenge_needed" || fault.code == "challenge_failed")
                    return try await call.residentPage(kit, typed, status: fault.status)
                }
            }
        }
    }

    private var statusForm: Endpoint {
        .page(.get, "/r/status", kit, id: "pageOwnStatus", access: .anybody) { [kit] call in
            call.page(kit, "resident-status", title: kit.words.text("resident.status", call.language), [:])
        }
    }

    private var status: Endpoint {
        .page(.post, "/r/status", kit, id: "pageOwnStatusSent", access: .anybody, parameters: Self.opening) {
            [kit] call in
            try await call.ownPage(kit)
        }
    }

    private var act: Endpoint {
        .page(
            .post,
            "/r/acts/{act}",
            kit,
            id: "pageOwnActSent",
            access: .anybody,
            parameters: [Parameter("act", in: .path, .name, zh: "动作", en: "the act")] + Self.opening
                + ActForm.parameters,
            takesFiles: true
        ) { [kit] call in
            // Number and code stand in the form: whose they are is known only once it is read.
            try await call.withPictures(admitting: { try call.admitOwnFiles() }) { call, files in
                do {
                    let act = call.text("act") ?? ""
                    var values = try call.opening
                    let matter = try await call.ask("readOwnMatter", values).json
                    // Sent once more, what was done can no longer be done; under its key it is a repeat.
                    let known = ActionName(act).flatMap { name in
                        call.configuration.latestMachines.lazy
                            .compactMap { ActionView(definition: $0.definition, language: call.language).json(name) }
                            .first
                    }
                    let form = ActForm(call, matter["acts"]?.array?.first { $0["name"]?.string == act } ?? known)
                    let fields = JSONValue.object(form.fields(call.keyed(ActForm.field)))
                    values.merge(call.sentKey) { $1 }
                    let body: JSONValue = ["act": .string(act), "fields": fields]
                    let answer = try await call.ask("actOnOwnMatter", values, body: body, files: files)
                    return try await call.ownPage(kit, done: true, sent: FilesSent(answer.json, results: "files"))
                } catch {
                    return try await call.ownPage(kit, fault: try Fault.known(error))
                }
            }
        }
    }

    private var picture: Endpoint {
        .page(
            .post,
            "/r/pictures/{attachment}",
            kit,
            id: "pageOwnPicture",
            access: .anybody,
            parameters: [
                Parameter("attachment", in: .path, .integer(1...Int64.max), zh: "附件编号", en: "the picture's number")
            ] + Self.opening
        ) { call in
            var values = try call.opening
            values["attachment"] = call.number("attachment").map { .int(Int64($0)) }
            let answer = try await call.ask("readOwnPicture", values)
            return Response(
                status: .ok,
                headers: answer.headers,
                body: ResponseBody(byteBuffer: ByteBuffer(bytes: answer.bytes))
            )
        }
    }
}

extension Call {
    // MARK: - Filing

    private func given(_ name: String) -> JSONValue? { text(name).map { .string($0) } }

    fileprivate func ownFiling(_ category: String) -> JSONValue {
        var body: JSONObject = ["category": .string(category), "text": .string(text("text") ?? "")]
        if let place = text("place") { body["place"] = .string(place) }
        if let address = text("address") { body["address"] = .string(address) }
        if flag("confidential") { body["confidential"] = true }
        var contact: JSONObject = [:]
        if let name = given("name") { contact["name"] = name }
        if let phone = given("phone") { contact["phone"] = phone }
        if contact.isEmpty { body["anonymous"] = true } else { body["contact"] = .object(contact) }
        if let token = text("challenge"), let answer = text("answer") {
            body["challenge"] = ["token": .string(token), "answer": .string(answer)]
        }
        return .object(body)
    }

    fileprivate var ownTyped: JSONObject {
        var typed: JSONObject = ["confidential": .bool(flag("confidential"))]
        for name in ["category", "text", "place", "address", "name", "phone"] { typed[name] = given(name) }
        return typed
    }

    fileprivate func fileOwn(_ kit: PageKit, _ files: ReceivedForm?) async throws -> Response {
        let answer = try await ask("fileOwnMatter", sentKey, body: ownFiling(try await ownCategory()), files: files)
        let sent = FilesSent(answer.json, results: "files")
        var model = answer.json.object ?? [:]
        model["refused"] = .array(sent.refused)
        model["is_refused"] = .bool(!sent.refused.isEmpty)
        return page(kit, "resident-filed", title: kit.words.text("resident.filed", language), model)
    }

    fileprivate func residentPage(
        _ kit: PageKit,
        _ typed: JSONObject,
        status: HTTPResponse.Status = .ok
    ) async throws -> Response {
        var model = typed
        let unit = typed["place"]?.string.flatMap { configuration.territory.unit(code: $0) }
        let categories = try await ask("listCategories").json["categories"]?.array ?? []
        let tiles = CategoryTiles(categories.compactMap(\.string), chosen: typed["category"]?.string)
        model["inputs"] = [
            .object(
                tiles.members.merging([
                    "title": .string(kit.words.text("resident.category", language)), "input": "category",
                    "is_grouped": true, "unsure": .string(CategoryTiles.unsure),
                    "is_unsure": .bool(typed["category"]?.string == CategoryTiles.unsure),
                ]) { $1 }
            )
        ]
        model["is_unknown"] = .bool(typed["place"] != nil && unit == nil)
        if let unit {
            let above = configuration.territory.chain(from: unit.id).reversed().map(\.name)
            model["place_name"] = .string(above.joined(separator: " › "))
            if showsSession { model["staff_path"] = .string("/report?place=\(FormText.encoded(unit.code))") }
        }
        if typed["is_suspected"] == true {
            let form = text("other") ?? text("form") ?? "picture"
            let isWords = form == "words"
            let challenge = try await ask("takeChallenge", ["form": .string(isWords ? "words" : "picture")]).json
            model["challenge"] = challenge
            model["is_words"] = .bool(isWords)
            model["picture"] = challenge["picture"] ?? .null
        }
        if model["key"] == nil { model["key"] = .string(FormKey.new()) }
        model["photos"] = filesInput(kit, isPublic: true)
        return page(kit, "resident", title: kit.words.text("resident.title", language), model, status: status)
    }
}

extension Fault {
    /// No category was ticked: what stands for not knowing one is said with it.
    fileprivate static let categoryToChoose = Fault(
        .unprocessableContent,
        "missing_need",
        zh: "请选是哪一类；拿不准就选“不清楚”",
        en: "Choose what it is about; if you cannot say, choose “I do not know”"
    )
}

extension Call {
    // MARK: - One's own matter

    /// Number and code, as the API takes them.
    fileprivate var opening: [String: JSONValue] {
        get throws {
            guard let number = text("number"), let code = text("code"), TicketNumber(number) != nil else {
                throw Fault.wrongOpening
            }
            return ["number": .string(number), "Whistle-Code": .string(code)]
        }
    }

    fileprivate func ownPage(
        _ kit: PageKit,
        done: Bool = false,
        sent: FilesSent = .none,
        fault: Fault? = nil
    ) async throws -> Response {
        let title = kit.words.text("resident.status", language)
        var model: JSONObject = [
            "number": .string(text("number") ?? ""), "code": .string(text("code") ?? ""), "done": .bool(done),
            "refused": .array(sent.refused), "is_refused": .bool(!sent.refused.isEmpty),
        ]
        if let fault { model["problem"] = .string(fault.message(language)) }
        do {
            let matter = try await ask("readOwnMatter", try opening).json
            let look = try await look(kit)
            var shown = matter.object ?? [:]
            shown["reported"] = look.time(matter["reported_at"])
            shown["closed"] = look.time(matter["closed_at"])
            let plain = ResidentWords(kit: kit, language: language)
            shown["plain_state"] = .orNull(plain.state(matter["state"]?["name"]?.string))
            shown["due"] = look.due(matter["due_at"])
            shown["awaited"] = .orNull(look.awaited(matter))
            // Said twice, one and the same moment reads like two.
            shown["step"] = matter["step_due_at"] == matter["due_at"] ? .null : look.due(matter["step_due_at"])
            shown["news"] = .array((matter["news"]?.array ?? []).reversed().map { plain.event(look.event($0)) })
            shown["acts"] = .array((matter["acts"]?.array ?? []).map { ownAct($0, kit, after: fault) })
            let pictures = try await ownPictures(matter)
            shown["own_pictures"] = .array(pictures)
            shown["has_pictures"] = .bool(!pictures.isEmpty)
            model["matter"] = .object(shown)
            return page(kit, "resident-matter", title: title, model, status: fault?.status ?? .ok)
        } catch {
            let refused = try Fault.known(error)
            model["problem"] = .string(refused.message(language))
            return page(kit, "resident-status", title: title, model, status: refused.status)
        }
    }

    /// The form of one of a resident's acts.
    private func ownAct(_ act: JSONValue, _ kit: PageKit, after fault: Fault?) -> JSONValue {
        var members = act.object ?? [:]
        let name = act["name"]?.string ?? ""
        if let title = ResidentWords(kit: kit, language: language).offer(name) { members["title"] = .string(title) }
        let isTyped = act["name"]?.string == text("act")
        members["inputs"] = .array(ActForm(self, act).inputs(isTyped ? keyed(ActForm.field) : [:]))
        members["is_open"] = .bool(isTyped && fault != nil)
        members["key"] = .string(isTyped ? formKey(after: fault) : FormKey.new())
        // What ends the matter shows nothing any more; what says more of it may be shown.
        let says = (act["fields"]?.array ?? []).contains { $0["name"]?.string == "text" }
        members["photos"] = says ? filesInput(kit, id: "files-\(act["name"]?.string ?? "")", isPublic: true) : .null
        return .object(members)
    }

    /// The pictures that a resident sent: the small ones stand in the page, since an address with their code would be in logs.
    private func ownPictures(_ matter: JSONValue) async throws -> [JSONValue] {
        var shown: [JSONValue] = []
        for picture in matter["pictures"]?.array ?? [] {
            var values = try opening
            values["attachment"] = picture["id"] ?? .null
            let type = picture["media_type"]?.string ?? ""
            var members = picture.object ?? [:]
            // One that is not to be had now, or no more of them this second, hides neither the others nor the matter.
            members["small"] = .orNull(
                (try? await ask("readOwnThumbnail", values)).map {
                    "data:\(type);base64,\(Data($0.bytes).base64EncodedString())"
                }
            )
            shown.append(.object(members))
        }
        return shown
    }
}
