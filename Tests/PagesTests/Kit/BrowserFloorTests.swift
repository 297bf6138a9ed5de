import Foundation
import Testing

/// Nothing of ours needs a browser newer than Chromium 86, which stands on government desks and in WeChat's and 政务微信's own ones.
///
/// Each rule names a feature with the version that brought it (as caniuse and MDN tell) and a sample that it must catch.
@Suite struct BrowserFloorTests {
    /// A feature that Chromium 86 lacks.
    struct Newer: Sendable, CustomTestStringConvertible {
        let pattern: String
        let since: Int
        let sample: String

        init(_ pattern: String, _ since: Int, _ sample: String) {
            (self.pattern, self.since, self.sample) = (pattern, since, sample)
        }

        var testDescription: String { sample }

        func isIn(_ text: String) throws -> Bool { try text.contains(Regex(pattern)) }
    }

    static let styles = [
        Newer(#":has\("#, 105, "li:has(input)"), Newer(#":(is|where)\("#, 88, ":is(h1, h2)"),
        Newer(#":(autofill|user-valid|user-invalid|modal|popover-open|open)\b"#, 96, "input:autofill"),
        Newer(#":dir\("#, 120, ":dir(rtl)"), Newer(#"@(layer|container|scope|starting-style)\b"#, 99, "@layer base"),
        Newer(#"(?m)^\s*&"#, 112, "  & a { }"), Newer(#"[{;]\s*&"#, 112, "a { &:hover { } }"),
        Newer(
            #"\b(inset|aspect-ratio|accent-color|scrollbar-gutter|text-wrap|overflow-clip-margin)\s*:"#,
            87,
            "inset: 0"
        ),
        Newer(#"\b(margin|padding|inset)-(inline|block)\s*:"#, 87, "margin-inline: auto"),
        Newer(#"[{;]\s*(translate|rotate|scale|zoom)\s*:"#, 104, "a { rotate: 3deg; }"),
        Newer(#"overflow(-[xy])?\s*:\s*clip"#, 90, "overflow: clip"),
        Newer(#"\d(dvh|svh|lvh|dvw|svw|lvw|cqw|cqh|lh|rlh)\b"#, 108, "height: 100dvh"),
        Newer(
            #"\b(color-mix|oklch|oklab|lch|lab|hwb|light-dark|round|mod|rem|sin|cos)\("#,
            101,
            "color-mix(in srgb, red, blue)"
        ),
        Newer(#"@media[^{]*[<>]"#, 104, "@media (width >= 600px)"),
        Newer(#"\b(subgrid|masonry)\b"#, 117, "grid-template-rows: subgrid"),
        Newer(#"image-set\("#, 113, "image-set(url(a) 1x)"),
        Newer(#"forced-colors"#, 89, "@media (forced-colors: active)"),
    ]

    static let scripts = [
        Newer(#"\.at\("#, 92, "list.at(-1)"), Newer(#"Object\.(hasOwn|groupBy)\b"#, 93, "Object.hasOwn(a, b)"),
        Newer(#"\bstructuredClone\("#, 98, "structuredClone(x)"),
        Newer(
            #"\.(findLast|findLastIndex|toSorted|toReversed|toSpliced|isWellFormed|toWellFormed)\("#,
            97,
            "a.findLast(f)"
        ),
        Newer(#"Promise\.(withResolvers|try)\b"#, 119, "Promise.withResolvers()"),
        Newer(#"Array\.fromAsync|Map\.groupBy"#, 121, "Array.fromAsync(x)"),
        // At a module's outermost level; what stands further in is within a function here.
        Newer(#"(?m)^(await |(const|let|var) [^\n]*= await |[\w.]+ = await )"#, 89, "const x = await fetch(y)"),
        Newer(#"static\s*\{"#, 94, "class A { static { } }"), Newer(#"#\w+ in "#, 91, "#x in this"),
        Newer(#"AbortSignal\.(timeout|any)"#, 103, "AbortSignal.timeout(9)"),
        Newer(#"crypto\.randomUUID"#, 92, "crypto.randomUUID()"), Newer(#"URL\.canParse"#, 120, "URL.canParse(x)"),
        Newer(#"\bcause\s*:"#, 93, "new Error('x', { cause: y })"), Newer(#"\.showPicker\("#, 99, "input.showPicker()"),
        Newer(#"Intl\.(Segmenter|DurationFormat)"#, 87, "new Intl.Segmenter()"),
        Newer(#"Response\.json\("#, 105, "Response.json({})"),
        Newer(#"\b(with|assert)\s*\{\s*type"#, 91, "import x from 'y' with { type: 'json' }"),
        Newer(#"import\.meta\.resolve"#, 105, "import.meta.resolve('x')"),
        Newer(#"/[a-z]*v[a-z]*\.(test|exec)"#, 112, "/a/v.test(x)"),
        Newer(
            #"\.(setHTML|setHTMLUnsafe|checkVisibility|togglePopover|showPopover|startViewTransition)\("#,
            105,
            "e.showPopover()"
        ),
        Newer(#"scheduler\.|navigation\.|navigator\.userAgentData"#, 90, "scheduler.postTask(f)"),
    ]

    static let templates = [
        Newer(#"<(search|selectlist|model)\b"#, 118, "<search>"),
        Newer(#"\s(popover|popovertarget|inert)[=\s>]"#, 102, "<p inert>"),
        Newer(#"\b(fetchpriority|shadowrootmode|blocking|closedby)="#, 101, "<img fetchpriority=\"high\">"),
        Newer(#"<script[^>]*type=.importmap"#, 89, "<script type=\"importmap\">"),
    ]

    private static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().appending(path: "share/pages")

    @Test(arguments: [("assets", "css"), ("assets", "js"), ("templates", "mustache")])
    func `nothing of ours is newer than Chromium 86`(_ place: String, _ ending: String) throws {
        let rules = ["css": Self.styles, "js": Self.scripts, "mustache": Self.templates][ending] ?? []
        let folder = Self.folder.appending(path: place)
        let files = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
            .filter { $0.pathExtension == ending }
        #expect(!files.isEmpty)
        for file in files {
            let text = Self.bare(try String(contentsOf: file, encoding: .utf8))
            for rule in rules {
                #expect(try !rule.isIn(text), "\(file.lastPathComponent): \(rule.sample) came with \(rule.since)")
            }
        }
    }

    @Test(arguments: styles + scripts + templates)
    func `each rule finds what it is about`(_ rule: Newer) throws {
        #expect(try rule.isIn(rule.sample) && rule.since > 86)
        #expect(
            try !rule.isIn(
                Self.bare("/* \(rule.sample) */ a { top: 0; margin: 0 auto; }\nconst b = list.map(f);\n<p>x</p>")
            )
        )
    }

    /// Without comments: they may name what is not used.
    private static func bare(_ text: String) -> String {
        text.replacing(/\/\*(?s:.*?)\*\//, with: " ").replacing(/(?m)^\s*\/\/.*$/, with: " ")
    }
}
