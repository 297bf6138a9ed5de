import Dispatcher
import HTTPTypes
import PGStore
import Workflow

extension Open311Endpoints {
    static let discovery = both(
        .get,
        "discovery",
        id: "Discovery",
        summary: Bilingual(zh: "在哪里、以何种格式提供什么", en: "What is served where, and in which formats"),
        parameters: [],
        note: Bilingual(zh: "服务发现", en: "service discovery"),
        shape: OpenShapes.discovery,
        refusals: []
    ) { call in
        let url = call.base + root
        let endpoint: [OpenDocument.Member] = [
            .init("specification", "http://wiki.open311.org/GeoReport_v2"), .init("url", url),
            .init("changeset", changeset), .init("type", "production"),
            .init("formats", .list("format", OpenFormat.allCases.map { .text($0.mediaType) })),
        ]
        return OpenDocument(
            root: "discovery",
            content: .members([
                .init("changeset", changeset), .init("contact", call.configuration.name),
                .init(
                    "key_service",
                    Bilingual(
                        zh: "向\(call.configuration.name)的系统管理员申请令牌（权限 open311）",
                        en: "the system administrators of \(call.configuration.name) give tokens (scope open311)"
                    )(call.language)
                ),
                .init("endpoints", .list("endpoint", [.members(endpoint)])),
            ])
        )
    }

    /// When what is described here was last another.
    private static let changeset = "2026-11-22T00:00:00Z"

    static let services = both(
        .get,
        "services",
        id: "Services",
        summary: Bilingual(zh: "对外开放的类别", en: "The categories that are open to others"),
        parameters: [jurisdiction],
        note: Bilingual(zh: "服务清单", en: "the services"),
        shape: OpenShapes.services,
        refusals: [.notFound, .tooManyRequests],
        caching: "public, max-age=60"
    ) { call in
        _ = try await call.openReader()
        let open = call.configuration.openServices
        return OpenDocument(
            root: "services",
            content: .list("service", open.map { OpenService(entry: $0, language: call.language).node })
        )
    }

    static let definition = both(
        .get,
        "services/{service_code}",
        id: "Definition",
        summary: Bilingual(zh: "一个类别要问的问题", en: "The questions of a category"),
        parameters: [
            Parameter("service_code", in: .path, .words(max: 200), zh: "类别的代码", en: "the category's code"),
            jurisdiction,
        ],
        note: Bilingual(zh: "问题", en: "the questions"),
        shape: OpenShapes.definition,
        refusals: [.notFound, .tooManyRequests],
        caching: "public, max-age=60"
    ) { call in
        _ = try await call.openReader()
        let code = call.text("service_code") ?? ""
        guard let entry = call.configuration.openServices.first(where: { $0.code == code }) else {
            throw Fault.unknownService(code)
        }
        return OpenService(entry: entry, language: call.language).definition
    }
}

extension DistrictConfiguration {
    /// Categories that are open, as far as the directory still knows them.
    fileprivate var openServices: [CategoryEntry] {
        categories.open.filter { directory.categories.contains($0.category) }
    }
}

extension Call {
    /// How the caller reached the service, without a stroke at its end.
    package var base: String {
        let scheme = parts.cookie.isSecure ? "https" : "http"
        let host = head.authority ?? ""
        let isPlain = host.utf8.allSatisfy { byte in
            (0x61...0x7A).contains(byte | 0x20) || (0x30...0x39).contains(byte) || ".-:[]_".utf8.contains(byte)
        }
        // What is no host is not handed on to whoever reads this.
        return isPlain && !host.isEmpty ? "\(scheme)://\(host)" : ""
    }
}
