internal import Crypto
import Foundation
import HTTPTypes
import Workflow

/// The API's document for people: one page without a script, a picture or another host, made of the same endpoints.
struct DocumentPage {
    let endpoints: [Endpoint]
    let language: Language
    private var shapes: ShapeWords

    /// Writes the page.
    ///
    /// - Parameters:
    ///   - endpoints: what is served.
    ///   - language: of its words.
    /// - Returns: HTML, which is well-formed XML besides.
    static func html(_ endpoints: [Endpoint], language: Language) -> String {
        var page = DocumentPage(endpoints: endpoints, language: language, shapes: ShapeWords(language: language))
        var text = "<!DOCTYPE html>\n"
        page.whole().write(to: &text)
        return text
    }

    /// What a browser may do with the page: its own style sheet, by its hash, and nothing else.
    static let policy: String = {
        let hash = SHA256.hash(data: Array("\(sheet)".utf8))
        return """
            default-src 'none'; style-src 'sha256-\(Data(hash).base64EncodedString())'; base-uri 'none'; form-action 'none'; \
            frame-ancestors 'none'
            """
    }()

    private mutating func whole() -> HTMLNode {
        let sections = Endpoint.Tag.allCases.map { tag in section(tag) }
        return .tag(
            "html",
            [("lang", language == .zh ? "zh-CN" : "en"), ("xmlns", "http://www.w3.org/1999/xhtml")],
            .tag(
                "head",
                [],
                .tag("meta", [("charset", "utf-8")]),
                .tag("meta", [("name", "viewport"), ("content", "width=device-width, initial-scale=1")]),
                .tag("title", [], .text(say("吹哨接口", "Whistle's API"))),
                .style(Self.sheet)
            ),
            .tag("body", [], .tag("nav", [], contents), .tag("main", [], head, .group(sections), glossary()))
        )
    }

    private var head: HTMLNode {
        .group([
            .tag("h1", [], .text(say("吹哨接口", "Whistle's API"))),
            .tag(
                "p",
                [],
                .text(
                    say(
                        "本页与服务由同一份定义生成。机器读的是 OpenAPI 3.1：",
                        "This page is made of what the service is made of. For machines it is OpenAPI 3.1: "
                    )
                ),
                .tag("a", [("href", "/openapi.json")], .tag("code", [], .text("/openapi.json"))),
                .text(" · "),
                .tag("a", [("href", say("/docs?language=en", "/docs?language=zh"))], .text(say("English", "中文")))
            ),
            .tag("ul", [], .group(Self.rules.map { .tag("li", [], .text($0(language))) })),
        ])
    }

    /// What holds of all endpoints.
    private static let rules = [
        Bilingual(
            zh: "登录后用会话 Cookie；程序用令牌：Authorization: Bearer …（whistle account token 发放，只显示一次）。",
            en:
                "People sign in and have a cookie; programs show a token: Authorization: Bearer … (whistle account token, shown once)."
        ),
        Bilingual(
            zh: "写入带 Idempotency-Key：同一键重发，只办一次，答复相同。",
            en:
                "Give writes an Idempotency-Key: sent again under the same key, a command is carried out once and answered alike."
        ),
        Bilingual(
            zh: "读到的 ETag 用 If-Match 带回：其间有变化则拒绝，不会盖掉别人的办理。",
            en: "Bring the ETag back as If-Match: what changed meanwhile is not written over."
        ),
        Bilingual(
            zh: "错误是问题文档（RFC 9457，application/problem+json）：code 不变，文字按 Accept-Language。看不到的即不存在（404）。",
            en:
                "Errors are problem documents (RFC 9457, application/problem+json): the code stays, the words are in the language asked for. What may not be seen is not there (404)."
        ),
        Bilingual(
            zh: "时间为 RFC 3339；列表逐页，下一页在 Link 里；对象不收未写明的成员。",
            en:
                "Times are RFC 3339; lists come page by page, the next one is in Link; objects take no members that are not named here."
        ),
    ]

    private var contents: HTMLNode {
        .group(
            Endpoint.Tag.allCases.map { tag in
                .group([
                    .tag("a", [("class", "tag"), ("href", "#\(tag.rawValue)")], .text(tag.title(language))),
                    .tag(
                        "ul",
                        [],
                        .group(
                            endpoints.filter { $0.tag == tag }.map { endpoint in
                                .tag("li", [], .tag("a", [("href", "#\(endpoint.id)")], .text(endpoint.id)))
                            }
                        )
                    ),
                ])
            }
        )
    }

    private mutating func section(_ tag: Endpoint.Tag) -> HTMLNode {
        var parts: [HTMLNode] = [.tag("h2", [("id", tag.rawValue)], .text(tag.title(language)))]
        for endpoint in endpoints where endpoint.tag == tag { parts.append(article(endpoint)) }
        return .element("section", [], parts)
    }
}

extension DocumentPage {
    // MARK: - An endpoint

    /// What an endpoint takes in its body.
    private mutating func body(_ endpoint: Endpoint) -> [HTMLNode] {
        var parts: [HTMLNode] = []
        if let body = endpoint.body {
            parts.append(heading("请求体", "Body"))
            parts.append(shapes.words(body))
        }
        if endpoint.pictures != nil {
            parts.append(
                .tag(
                    "p",
                    [],
                    .text(
                        endpoint.body == nil
                            ? say(
                                "也可用 multipart/form-data：图片在 media 里",
                                "or multipart/form-data, with pictures in “media”"
                            )
                            : say(
                                "也可用 multipart/form-data：上面的 JSON 在 body 里，图片在 files 里",
                                "or multipart/form-data: that JSON in “body”, pictures in “files”"
                            )
                    )
                )
            )
        }
        if endpoint.takesFiles {
            parts.append(heading("请求体", "Body"))
            parts.append(
                .tag(
                    "p",
                    [],
                    .text(say("multipart/form-data，文件在 files 里", "multipart/form-data with files in “files”"))
                )
            )
        }
        return parts
    }

    private mutating func article(_ endpoint: Endpoint) -> HTMLNode {
        var parts: [HTMLNode] = [
            .tag(
                "h3",
                [],
                .tag("span", [("class", "method")], .text(endpoint.method.rawValue)),
                .text(" "),
                .tag("code", [], .text(endpoint.path))
            ),
            .tag("p", [], .text(endpoint.summary(language))),
            .tag("p", [("class", "access")], .text(endpoint.access.words(language))),
        ]
        if !endpoint.parameters.isEmpty {
            parts.append(heading("参数", "Parameters"))
            parts.append(.tag("dl", [], .group(endpoint.parameters.map { parameter($0) })))
        }
        parts += body(endpoint)
        parts.append(heading("答复", "Answers"))
        for answer in endpoint.answers {
            parts.append(
                .tag(
                    "p",
                    [],
                    .tag("b", [], .text("\(answer.status.code)")),
                    .text(" " + answer.note(language)),
                    .group(answer.headers.map { .group([.text(" · "), .tag("code", [], .text($0.canonicalName))]) }),
                    .group((answer.body == nil ? [] : answer.mediaTypes).map { .text(" · \($0)") })
                )
            )
            if let body = answer.body { parts.append(shapes.words(body)) }
        }
        let refusals = endpoint.allRefusals.map { "\($0.code)" }.joined(separator: ", ")
        parts.append(
            .tag("p", [], .text(say("拒绝：", "Refusals: ") + refusals + " · "), shapes.words(endpoint.dialect.refusal))
        )
        return .element("article", [("id", endpoint.id)], parts)
    }

    private mutating func parameter(_ parameter: Parameter) -> HTMLNode {
        .group([
            .tag(
                "dt",
                [],
                .tag("code", [], .text(parameter.name)),
                .tag(
                    "small",
                    [],
                    .text(" \(parameter.place.rawValue)" + (parameter.isRequired ? say("，必填", ", required") : ""))
                )
            ),
            .tag("dd", [], .text(parameter.note(language) + " "), shapes.words(parameter.shape)),
        ])
    }

    private func heading(_ zh: String, _ en: String) -> HTMLNode { .tag("h4", [], .text(say(zh, en))) }

    /// Shapes that have a name, each once.
    private mutating func glossary() -> HTMLNode {
        var parts: [HTMLNode] = [.tag("h2", [("id", "shapes")], .text(say("数据结构", "Shapes")))]
        var written: Set<String> = []
        // Writing one may bring up others.
        while let name = shapes.named.keys.filter({ !written.contains($0) }).min(), let shape = shapes.named[name] {
            written.insert(name)
            let words = shapes.words(shape)
            parts.append(
                .tag("article", [("id", "shape-\(name)")], .tag("h3", [], .tag("code", [], .text(name))), words)
            )
        }
        return .element("section", [], parts)
    }

    private func say(_ zh: String, _ en: String) -> String { Bilingual(zh: zh, en: en)(language) }
}

extension DocumentPage {
    /// Colours follow the reader's own choice of light or dark.
    private static let sheet: StaticString = """
        :root{color-scheme:light dark;--line:#8884;--soft:#8881}
        *{box-sizing:border-box}
        body{margin:0;font:16px/1.6 system-ui,"Noto Sans CJK SC","Microsoft YaHei",sans-serif;display:grid;grid-template-columns:17rem minmax(0,1fr)}
        nav{position:sticky;top:0;height:100vh;overflow:auto;padding:1.5rem 1rem;border-right:1px solid var(--line);font-size:.875rem}
        nav ul{list-style:none;margin:0 0 .75rem;padding-left:.75rem}
        nav .tag{font-weight:600}
        a{color:inherit;text-decoration-color:#8888}
        main{padding:1.5rem 2rem 6rem;max-width:60rem}
        article{border-top:1px solid var(--line);padding:1rem 0;scroll-margin-top:1rem}
        article:target{background:var(--soft)}
        h3{margin:.25rem 0;font-size:1.05rem}
        h4{margin:1rem 0 .25rem;font-size:.875rem}
        .method{font-weight:700}
        .access,small{opacity:.75;font-size:.875rem}
        code{font-family:ui-monospace,monospace;overflow-wrap:anywhere}
        dl,ul.shape{margin:.25rem 0;padding-left:1.25rem}
        dd{margin-left:1.25rem}
        ul.shape{list-style:none;border-left:2px solid var(--line)}
        @media(max-width:48rem){body{display:block}nav{position:static;height:auto;border:0}main{padding:1rem}}
        """
}
