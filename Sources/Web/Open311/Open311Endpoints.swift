import Dispatcher
import HTTPTypes
import Hummingbird
import PGStore
import Workflow

/// Open311 GeoReport v2: matters for other systems, in XML and JSON.
///
/// Whoever shows no key sees what the board shows; a system sees besides what it filed itself, as residents do by number and
/// code. What is restricted, against somebody, or to be kept secret is not there, whoever asks.
enum Open311Endpoints {
    static let all =
        discovery + services + definition + filing + requests + request + token + updates + update + [media]

    /// Where all of it stands.
    static let root = "/open311/v2"

    /// One endpoint in its two writings.
    ///
    /// - Parameters:
    ///   - method: the method.
    ///   - path: behind the root, without its ending.
    ///   - id: what it is called in the document, without its writing.
    ///   - summary: what it does.
    ///   - parameters: what it takes.
    ///   - pictures: what a form with pictures may hold; nil: it takes none.
    ///   - note: what its answer is.
    ///   - shape: what its answer looks like.
    ///   - refusals: with which statuses it may refuse.
    ///   - caching: how long answers may be kept; nil: not at all.
    ///   - respond: what it answers.
    /// - Returns: two endpoints.
    static func both(
        _ method: HTTPRequest.Method,
        _ path: String,
        id: String,
        summary: Bilingual,
        parameters: [Parameter],
        pictures: FormPlan? = nil,
        note: Bilingual,
        shape: Shape,
        refusals: [HTTPResponse.Status],
        caching: String? = nil,
        respond: @escaping @Sendable (Call) async throws -> OpenDocument
    ) -> [Endpoint] {
        OpenFormat.allCases.map { format in
            Endpoint(
                method,
                "\(root)/\(path).\(format.rawValue)",
                id: "open311\(id)\(format == .xml ? "XML" : "JSON")",
                tag: .open311,
                summary: summary,
                access: .anybody,
                parameters: parameters,
                pictures: pictures,
                dialect: .open311(format),
                answers: [.init(.ok, note, body: shape, mediaTypes: [format.mediaType])],
                refusals: refusals
            ) { call in
                let document = try await respond(call)
                var headers: HTTPFields = [.contentLanguage: call.language.tag]
                headers[.cacheControl] = caching
                return call.open(document, format, isDiscovery: path == "discovery", headers: headers)
            }
        }
    }

    static let jurisdiction = Parameter(
        "jurisdiction_id",
        in: .query,
        .words(max: 100),
        zh: "区的代码；只有一个，可不写",
        en: "the district's code; there is one, so it may be left out"
    )

    static let key = Parameter(
        "api_key",
        in: .query,
        .words(max: 200),
        zh: "令牌，权限为 open311；也可用 Authorization: Bearer，地址会留在日志里",
        en: "a token of the scope open311; Authorization: Bearer is better, since logs keep addresses"
    )

    static let extensions = Parameter(
        "extensions",
        in: .query,
        .flag,
        zh: "是否加上 extended_attributes",
        en: "whether extended_attributes are added"
    )
}

extension Call {
    /// An answer, held against the endpoint's description where tests run.
    func open(
        _ document: OpenDocument,
        _ format: OpenFormat,
        isDiscovery: Bool,
        headers: HTTPFields
    ) -> Response {
        #if DEBUG
            let faults = endpoint.answers.first?.body?.faults(in: document.json) ?? []
            precondition(faults.isEmpty, "\(endpoint.id) answers what its description does not say: \(faults)")
        #endif
        return format.response(document, isDiscovery: isDiscovery, headers: headers)
    }
}
