import HTTPTypes
import Hummingbird
import NIOCore
import Workflow

/// In which of its two writings an answer of Open311 goes out: the ending of the address says it.
enum OpenFormat: String, Hashable, Sendable, CaseIterable {
    /// Which everybody must offer.
    case xml
    /// Which most take.
    case json

    /// Its media type.
    var mediaType: String {
        switch self {
        case .xml: "text/xml"
        case .json: "application/json"
        }
    }

    /// What the header says: of discovery the type alone, of all else the encoding, too.
    func contentType(isDiscovery: Bool) -> String { isDiscovery ? mediaType : mediaType + "; charset=utf-8" }

    /// A document's bytes.
    func bytes(of document: OpenDocument) -> [UInt8] {
        switch self {
        case .xml: Array(document.xml.utf8)
        case .json: document.jsonBytes
        }
    }

    /// An answer.
    func response(
        _ document: OpenDocument,
        status: HTTPResponse.Status = .ok,
        isDiscovery: Bool = false,
        headers: HTTPFields = [:]
    ) -> Response {
        var headers = headers
        headers[.contentType] = contentType(isDiscovery: isDiscovery)
        return Response(
            status: status,
            headers: headers,
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes(of: document)))
        )
    }
}
