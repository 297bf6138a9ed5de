import HTTPTypes
import Hummingbird
import NIOCore
import Workflow

/// A fault as RFC 9457 writes it.
enum ProblemDocument {
    /// Its media type.
    static let mediaType = "application/problem+json"

    /// What it looks like.
    static let shape = Shape.object([
        .init("type", .text(max: 200).noted(zh: "问题的种类", en: "the kind of problem, as a URN of its code")),
        .init("title", .text(max: 500).noted(zh: "状态的含义", en: "what the status means")),
        .init("status", .integer(400...599)),
        .init("detail", .words(max: 20_000).noted(zh: "给人看的说明", en: "what a person reads")),
        .init("code", .text(max: 100).noted(zh: "固定代码，供程序判断", en: "a stable code: what programs look at")),
        .init("instance", .text(max: 200).noted(zh: "请求编号", en: "the request's id, as a URN")),
        .optional(
            "errors",
            .list(
                .object([
                    .init(
                        "place",
                        .words(max: ShapeFault.placeAtMost).noted(
                            zh: "JSON 指针或参数名",
                            en: "a JSON pointer, or a parameter's name"
                        )
                    ),
                    .init("code", .text(max: 100)), .init("detail", .words(max: 2_000)),
                ]),
                max: ShapeFaults.atMost
            )
        ),
    ]).called("Problem")

    /// Its members.
    static func members(_ fault: Fault, requestID: String, language: Language) -> JSONObject {
        var members: JSONObject = [
            "type": .string("urn:whistle:problem:\(fault.code)"), "title": .string(fault.status.reasonPhrase),
            "status": .int(Int64(fault.status.code)), "detail": .string(fault.message(language)),
            "code": .string(fault.code), "instance": .string("urn:whistle:request:\(requestID)"),
        ]
        if !fault.faults.isEmpty {
            members["errors"] = .array(
                fault.faults.map {
                    [
                        "place": .string($0.place), "code": .string($0.code.rawValue),
                        "detail": .string($0.wanted(language)),
                    ]
                }
            )
        }
        return members
    }

    /// The answer.
    static func response(_ fault: Fault, requestID: String, language: Language) -> Response {
        var headers = fault.headers
        headers[.contentType] = mediaType
        headers[.contentLanguage] = language.tag
        headers[.cacheControl] = "no-store"
        let bytes = JSONValue.object(members(fault, requestID: requestID, language: language)).canonicalBytes
        return Response(
            status: fault.status,
            headers: headers,
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes))
        )
    }
}
