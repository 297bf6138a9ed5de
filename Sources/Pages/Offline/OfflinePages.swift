import HTTPTypes
import Hummingbird
import NIOCore
import Web
import Workflow

/// What a phone needs to do without a network: the worker that stands between pages and it, and the page of what waits.
struct OfflinePages {
    let kit: PageKit

    var all: [Endpoint] { [worker, outbox] }

    /// It stands at the root, since it may look after no page above its own path; browsers look for a new one themselves.
    private var worker: Endpoint {
        .page(.get, "/service-worker.js", kit, id: "pageServiceWorker", access: .open) { [kit] _ in
            guard let asset = kit.assets["service-worker.js"] else { throw Fault.noSuchFile }
            var text = ByteBuffer(string: "const assets = \"\(kit.assets.path)\";\n")
            text.writeBytes(asset.bytes)
            let headers: HTTPFields = [
                .contentType: asset.mediaType, .cacheControl: "no-cache",
                .contentSecurityPolicy: "default-src 'none'; script-src 'self'; connect-src 'self'",
            ]
            return Response(status: .ok, headers: headers, body: ResponseBody(byteBuffer: text))
        }
    }

    /// The same for everybody: what waits stands on the phone alone, and is put in by a script.
    private var outbox: Endpoint {
        .page(.get, "/outbox", kit, id: "pageOutbox", access: .anybody) { [kit] call in
            call.page(kit, "outbox", title: kit.words.text("outbox.title", call.language), [:])
        }
    }
}
