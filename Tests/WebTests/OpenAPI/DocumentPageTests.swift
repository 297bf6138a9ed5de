import Crypto
import Foundation
import FoundationXML
import NIOHTTP1
import TestSupport
import Testing
import Web
import Workflow

/// The page that shows the document: whole, well-formed, in both languages, and alone.
@Suite struct DocumentPageTests {
    /// What an XML reader finds.
    private final class Found: NSObject, XMLParserDelegate {
        var ids: [String] = []
        var targets: [String] = []
        var elements: Set<String> = []
        var style = ""
        private var isStyle = false

        func parser(
            _ parser: XMLParser,
            didStartElement element: String,
            namespaceURI: String?,
            qualifiedName: String?,
            attributes: [String: String] = [:]
        ) {
            elements.insert(element)
            isStyle = element == "style"
            if let id = attributes["id"] { ids.append(id) }
            if let target = attributes["href"] { targets.append(target) }
            // Nothing that runs, and nothing from elsewhere.
            for (key, value) in attributes where key != "xmlns" {
                #expect(!key.hasPrefix("on") && key != "style" && key != "src", "\(key)")
                #expect(!value.contains("//"), "\(value)")
            }
        }

        func parser(_ parser: XMLParser, didEndElement: String, namespaceURI: String?, qualifiedName: String?) {
            isStyle = false
        }

        func parser(_ parser: XMLParser, foundCharacters text: String) {
            if isStyle { style += text }
        }
    }

    private static func read(_ html: String) throws -> Found {
        let found = Found()
        let parser = XMLParser(data: Data(html.utf8))
        parser.delegate = found
        #expect(parser.parse(), "\(String(describing: parser.parserError)) at \(parser.lineNumber)")
        return found
    }

    @Test(arguments: Language.allCases)
    func `every endpoint and every shape is on it, and every link leads somewhere`(_ language: Language) throws {
        let found = try Self.read(Endpoints.page(language))
        #expect(Set(Endpoints.all.map(\.id)).isSubset(of: found.ids))
        let named = Endpoints.document(language)["components"]?["schemas"]?.object ?? [:]
        #expect(named.count > 20)
        for name in named.map(\.key) {
            #expect(found.ids.contains("shape-\(name)"), "\(name)")
        }
        #expect(Set(found.ids).count == found.ids.count)
        for target in found.targets where target.hasPrefix("#") {
            #expect(found.ids.contains(String(target.dropFirst())), "\(target)")
        }
        #expect(found.elements.isDisjoint(with: ["script", "iframe", "img", "link", "form", "object"]))
    }

    @Test func `it is served with a policy that allows its own style sheet and nothing else`() async throws {
        try await WebDistrict.with { web in
            let answer = try await web.send(.GET, "/docs?language=en", as: nil)
            #expect(answer.status == 200 && answer.header("Content-Type") == "text/html; charset=utf-8")
            let html = answer.text
            let style = try Self.read(html).style
            let hash = Data(SHA256.hash(data: Data(style.utf8))).base64EncodedString()
            let policy = try #require(answer.header("Content-Security-Policy"))
            #expect(policy.contains("default-src 'none'") && policy.contains("style-src 'sha256-\(hash)'"))
            #expect(!policy.contains("unsafe"))
            #expect(html.contains("lang=\"en\""))
            #expect(try await web.send(.GET, "/docs?language=zh", as: nil).text.contains("lang=\"zh-CN\""))
            #expect(try await web.send(.GET, "/docs?language=fr", as: nil).status == 400)
        }
    }
}
