import Dispatcher
import HTTPTypes
import Hummingbird
import Mustache
import NIOCore
import PGStore
import Web
import Workflow

extension Endpoint {
    /// A page, or where a form of one is sent.
    static func page(
        _ method: HTTPRequest.Method,
        _ path: String,
        _ kit: PageKit,
        id: String,
        access: Access = .signedIn,
        parameters: [Parameter] = [],
        takesFiles: Bool = false,
        takesSheet: Bool = false,
        pairsAtMost: Int = 256,
        respond: @escaping @Sendable (Call) async throws -> Response
    ) -> Endpoint {
        Endpoint(
            method,
            path,
            id: id,
            tag: .service,
            summary: Bilingual(zh: "页面", en: "a page"),
            access: access,
            parameters: parameters,
            takesOtherParameters: true,
            pictures: takesFiles ? .valuesAndFiles : nil,
            takesSheet: takesSheet,
            pairsAtMost: pairsAtMost,
            dialect: .page { FaultPage(kit: kit, told: $0).response },
            answers: [.init(.ok, Bilingual(zh: "页面", en: "a page"), mediaTypes: ["text/html"])],
            // A form hands its own key on to what it asks.
            repetition: .command
        ) { call in
            // Also where nobody has signed in: nobody is signed in as somebody else by another site's form.
            try ForeignPage.check(call.head)
            return try await respond(call)
        }
    }
}

extension Call {
    /// A page.
    ///
    /// - Parameters:
    ///   - kit: what it is made with.
    ///   - template: its template.
    ///   - title: what the browser's tab says.
    ///   - model: what the template shows besides what all pages show.
    ///   - status: its status.
    ///   - headers: what it bears besides.
    /// - Returns: the answer.
    func page(
        _ kit: PageKit,
        _ template: String,
        title: String,
        _ model: JSONObject,
        status: HTTPResponse.Status = .ok,
        headers: HTTPFields = [:]
    ) -> Response {
        var model = model
        model["page_title"] = .string(title)
        if let caller {
            let posts = caller.party.posts.map { configuration.territory[$0.unit]?.name ?? "" }
            model["me"] = [
                "name": .string(caller.party.person.map { configuration.name(of: $0) } ?? ""),
                "units": .string(Set(posts).sorted().joined(separator: "、")),
                "has_desk": .bool(caller.party.posts.contains { DeskPages.roles.contains($0.role) }),
                "account": .string(caller.identity.account),
                // Nothing is kept on a computer that others may use, and on a phone that is not one's own.
                "keeps": secondsOnOwnPhone.map { .int(min($0, Self.keptAtMost)) } ?? .null,
                "has_wall": .bool(caller.party.posts.contains { WallPages.roles.contains($0.role) }),
                "has_map": .bool(caller.party.posts.contains { MapPages.roles.contains($0.role) }),
                "has_chart": .bool(caller.party.posts.contains { ResponsiblePages.roles.contains($0.role) }),
                "administers": .bool(caller.party.posts.contains { PostBook.administrators.contains($0.role) }),
            ]
        }
        let path = head.path ?? "/"
        return PageText(kit: kit, language: language, path: path, isAnswerToForm: head.method == .post)
            .response(template, model, status: status, headers: headers)
    }

    /// Seconds for which a phone keeps a page at the most: a week's leave.
    private static let keptAtMost: Int64 = 7 * 86_400

    /// Sends the browser on to a page, which it reads anew.
    func seeOther(_ path: String, headers: HTTPFields = [:]) -> Response {
        var headers = headers
        headers[.location] = path
        return Response(status: .seeOther, headers: headers)
    }
}

/// A page on its way out.
struct PageText {
    let kit: PageKit
    let language: Language
    /// Where it stands, with what is behind the question mark.
    let path: String
    /// Whether it answers a form: what it shows stands at no address, and a switch of language would lose it.
    let isAnswerToForm: Bool

    /// What a browser may do with a page: what comes from this host, no script or style within it.
    static let policy = """
        default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self'; \
        font-src 'self'; manifest-src 'self'; worker-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'
        """

    /// The answer of a template.
    func response(
        _ template: String,
        _ model: JSONObject,
        status: HTTPResponse.Status = .ok,
        headers: HTTPFields = [:]
    ) -> Response {
        var model = model
        model["t"] = .object(kit.words.all(language))
        model["lang"] = .string(language.tag)
        model["assets"] = .string(kit.assets.path)
        model["path"] = .string(path)
        model["may_switch"] = .bool(!isAnswerToForm)
        model["is_zh"] = .bool(language == .zh)
        guard
            let text = kit.templates.render(JSONValue.object(model).shown, withTemplate: template)
        else { preconditionFailure("no template is called \(template)") }
        var headers = headers
        headers[.contentType] = "text/html; charset=utf-8"
        headers[.contentLanguage] = language.tag
        headers[.contentSecurityPolicy] = headers[.contentSecurityPolicy] ?? Self.policy
        return Response(status: status, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(string: text)))
    }
}
