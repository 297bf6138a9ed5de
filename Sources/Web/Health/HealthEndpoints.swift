import Dispatcher
import Foundation
import HTTPTypes
import Hummingbird
import NIOCore
import PGStore
import Postgres
import Workflow

/// Whether the service runs, what it counts, and the API's document.
enum HealthEndpoints {
    static let all = [alive, ready, metrics, document, page]

    static let alive = Endpoint(
        .get,
        "/healthz",
        id: "isAlive",
        tag: .service,
        summary: Bilingual(zh: "进程是否在运行", en: "Whether the process runs"),
        access: .open,
        isBrief: true,
        answers: [.init(.ok, Bilingual(zh: "在运行", en: "it runs"), body: .object([.init("status", .word(["ok"]))]))]
    ) { call in
        call.json(["status": "ok"])
    }

    static let ready = Endpoint(
        .get,
        "/readyz",
        id: "isReady",
        tag: .service,
        summary: Bilingual(
            zh: "能否服务：数据库、迁移、守护进程、时钟、附件",
            en: "Whether it can serve: database, migrations, daemon, clock, files"
        ),
        access: .open,
        answers: [
            .init(.ok, Bilingual(zh: "可以", en: "it can"), body: readiness),
            .init(
                .serviceUnavailable,
                Bilingual(zh: "不可以；哪项不行见 checks", en: "it cannot; checks say why"),
                body: readiness
            ),
        ]
    ) { call in
        let checks = try await Readiness.checks(call.engine, call.parts.attachments)
        let isReady = checks.allSatisfy { $0.isWell || !$0.isVital }
        let json = checks.map { check -> JSONValue in
            ["name": .string(check.name), "is_well": .bool(check.isWell), "found": .string(check.found(call.language))]
        }
        return call.json(
            ["is_ready": .bool(isReady), "checks": .array(json)],
            status: isReady ? .ok : .serviceUnavailable
        )
    }

    static let metrics = Endpoint(
        .get,
        "/metrics",
        id: "readMetrics",
        tag: .service,
        summary: Bilingual(zh: "指标（Prometheus 文本格式）", en: "Metrics in Prometheus' text format"),
        access: .open,
        answers: [
            .init(.ok, Bilingual(zh: "指标", en: "metrics"), body: .words(max: 10_000_000), mediaTypes: ["text/plain"])
        ]
    ) { call in
        if let health = try? await call.engine.health() {
            call.parts.metrics.look(
                at: call.engine,
                health,
                clockDifference: Readiness.clockDifference(health),
                listeners: call.parts.live.listeners
            )
        }
        return Response(
            status: .ok,
            headers: [.contentType: "text/plain; version=0.0.4; charset=utf-8"],
            body: ResponseBody(byteBuffer: ByteBuffer(string: call.parts.metrics.registry.text))
        )
    }

    static let document = Endpoint(
        .get,
        "/openapi.json",
        id: "readDocument",
        tag: .service,
        summary: Bilingual(zh: "本接口的 OpenAPI 3.1 文档", en: "This API's OpenAPI 3.1 document"),
        access: .open,
        answers: [.init(.ok, Bilingual(zh: "文档", en: "the document"), body: .anything)]
    ) { call in
        call.json(Endpoints.document(call.language), headers: [.cacheControl: "public, max-age=300"])
    }

    static let page = Endpoint(
        .get,
        "/docs",
        id: "readDocumentPage",
        tag: .service,
        summary: Bilingual(zh: "本接口的说明，供人阅读", en: "This API's document, for people"),
        access: .open,
        parameters: [
            Parameter(
                "language",
                in: .query,
                .word(["zh", "en"]),
                zh: "语言；默认按 Accept-Language",
                en: "language; by Accept-Language if not given"
            )
        ],
        answers: [
            .init(.ok, Bilingual(zh: "网页", en: "a page"), body: .words(max: 10_000_000), mediaTypes: ["text/html"])
        ]
    ) { call in
        let language = call.text("language").map { $0 == "zh" ? Language.zh : .en } ?? call.language
        return Response(
            status: .ok,
            headers: [
                .contentType: "text/html; charset=utf-8", .cacheControl: "public, max-age=300",
                .contentSecurityPolicy: DocumentPage.policy,
            ],
            body: ResponseBody(byteBuffer: ByteBuffer(string: Endpoints.page(language)))
        )
    }

    private static let readiness = Shape.object([
        .init("is_ready", .flag),
        .init(
            "checks",
            .list(
                .object([.init("name", .name), .init("is_well", .flag), .init("found", .words(max: 500))]),
                max: 20
            )
        ),
    ]).called("Readiness")
}
