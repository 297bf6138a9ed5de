import Foundation
import Shipped
import Testing
import Web
import Workflow
import Mustache

@testable import Pages

/// Templates, words and files, as they ship.
@Suite struct PageKitTests {
    private static let folder = Shipped.folder.appending(path: "pages")

    private static func templates() throws -> [String: String] {
        let folder = folder.appending(path: "templates")
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
        return try Dictionary(
            uniqueKeysWithValues: names.map {
                (String($0.dropLast(9)), try String(contentsOf: folder.appending(path: $0), encoding: .utf8))
            }
        )
    }

    private static func paths(_ value: JSONValue, _ path: String = "") -> Set<String> {
        guard let members = value.object else { return [path] }
        return members.reduce(into: []) { found, member in
            found.formUnion(paths(member.value, path.isEmpty ? member.key : "\(path).\(member.key)"))
        }
    }

    private static func words(_ language: Language) throws -> JSONValue {
        let file = folder.appending(path: "words/\(language.rawValue).yaml")
        return try JSONValue(yaml: String(contentsOf: file, encoding: .utf8))
    }

    @Test func `both languages say the same things`() throws {
        #expect(Self.paths(try Self.words(.zh)) == Self.paths(try Self.words(.en)))
    }

    @Test func `what a template says is in the catalogues, and what it takes in is there`() throws {
        let known = Self.paths(try Self.words(.zh))
        let templates = try Self.templates()
        for (name, text) in templates {
            for match in text.matches(of: /\{\{t\.([a-z_.]+)\}\}/) {
                #expect(known.contains(String(match.1)), "\(name): \(match.1)")
            }
            for match in text.matches(of: /\{\{[>\x3c]\s*([a-z-]+)\}\}/) {
                #expect(templates[String(match.1)] != nil, "\(name): \(match.1)")
            }
            // What people typed is never written as it is.
            #expect(!text.contains("{{{") && !text.contains("{{&"), "\(name)")
            #expect(!text.contains("<script>") && !text.contains(" style=") && !text.contains(" onclick="), "\(name)")
        }
    }

    @Test func `every text is used`() throws {
        let templates = try Self.templates().values.joined()
        let sources = try Self.sources()
        for path in Self.paths(try Self.words(.zh)) {
            // These are looked up by what the API calls them.
            let isLookedUp = [
                "lamp.", "urgency.", "desk.none.", "map.kinds.", "resident.state.", "resident.offer.", "resident.step.",
                "admin.calendar.names.", "contact.reasons.", "time.", "keeping.via.", "keeping.log.",
                "keeping.logged.",
            ].contains { path.hasPrefix($0) }
            #expect(isLookedUp || templates.contains("{{t.\(path)}}") || sources.contains("\"\(path)\""), "\(path)")
        }
    }

    private static func sources() throws -> String {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent().appending(path: "Sources/Pages")
        let files =
            FileManager.default.enumerator(at: root, includingPropertiesForKeys: nil)?.allObjects as? [URL] ?? []
        return try files.filter { $0.pathExtension == "swift" }
            .map { try String(contentsOf: $0, encoding: .utf8) }.joined()
    }

    @Test func `a folder without what Debian brings is refused with words`() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "pages-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        try FileManager.default.copyItem(at: Self.folder, to: folder)
        try FileManager.default.removeItem(at: folder.appending(path: "vendor/bootstrap.min.css"))
        #expect(throws: PageKitError(file: "vendor/bootstrap.min.css", why: "missing: run dev/setup, then build again"))
        {
            try PageKit(folder: folder)
        }
        try "{{#open}}".write(to: folder.appending(path: "templates/work.mustache"), atomically: true, encoding: .utf8)
        #expect(throws: PageKitError.self) { try PageKit(folder: folder) }
    }

    @Test func `a name that is null does not take the one further outside`() throws {
        let kit = try PageKit()
        let shown = JSONValue.object([
            "title": "outer", "lines": [["title": .null], ["title": ""], ["title": "inner"]],
        ]).shown
        var library = kit.templates
        try library.register("{{#lines}}[{{#title}}{{title}}{{/title}}{{^title}}-{{/title}}]{{/lines}}", named: "t")
        #expect(library.render(shown, withTemplate: "t") == "[-][-][inner]")
    }

    @Test(arguments: [nil, "", "work", "//other.example", "/\\other.example", "https://other.example", "/a\nb", "/a b"])
    func `nobody is led to another site`(_ path: String?) {
        #expect(FormText.local(path) == "/")
    }

    @Test func `paths of this site are kept`() {
        #expect(FormText.local("/work?list=mine&after=1") == "/work?list=mine&after=1")
        #expect(FormText.encoded("/a b?c=网格&d") == "%2Fa%20b%3Fc%3D%E7%BD%91%E6%A0%BC%26d")
    }
}
