import HTTPTypes
import Hummingbird
import NIOCore
import Web
import Workflow

/// Where browsers fetch style sheets, scripts and pictures.
struct AssetPages {
    let kit: PageKit

    var all: [Endpoint] {
        [
            .page(
                .get,
                "/assets/{version}/{name}",
                kit,
                id: "pageAsset",
                access: .open,
                parameters: [
                    Parameter("version", in: .path, .text(max: 40), zh: "版本", en: "what is in them"),
                    Parameter("name", in: .path, .text(max: 100), zh: "文件", en: "the file"),
                ]
            ) { [kit] call in
                guard let asset = kit.assets[call.text("name") ?? ""] else {
                    throw Fault.noSuchFile
                }
                // An old page may still ask by an old path: it gets what there is, and asks again next time.
                let isCurrent = kit.assets.path == "/assets/\(call.text("version") ?? "")"
                var headers: HTTPFields = [
                    .contentType: asset.mediaType,
                    .cacheControl: isCurrent ? "public, max-age=31536000, immutable" : "no-cache",
                ]
                var bytes = asset.bytes
                if let smaller = asset.gzip, call.head.headerFields[.acceptEncoding]?.contains("gzip") == true {
                    headers[.contentEncoding] = "gzip"
                    bytes = smaller
                }
                headers[.vary] = "Accept-Encoding"
                return Response(status: .ok, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
            }
        ]
    }
}

extension Fault {
    /// No file for browsers is called so.
    static let noSuchFile = Fault(.notFound, "no_such_file", zh: "没有这个文件", en: "there is no such file")
}
