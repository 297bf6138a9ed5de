import Foundation
import Shipped
import Testing
import Workflow

/// Drawings of the shipped definition, compared with files; `WHISTLE_GOLDEN=write` writes them anew.
@Suite struct GraphTests {
    @Test(arguments: Language.allCases) func `Mermaid comes out as kept`(language: Language) throws {
        let text = try Shipped.definition("issue").mermaid(language)
        #expect(text == (try Golden.text("issue.\(language.rawValue).mmd", made: text)))
    }

    @Test(arguments: Language.allCases) func `DOT comes out as kept`(language: Language) throws {
        let text = try Shipped.definition("issue").graphviz(language)
        #expect(text == (try Golden.text("issue.\(language.rawValue).dot", made: text)))
    }

    @Test func `the picture in docs is the one of the definition`() throws {
        let text = try Shipped.definition("issue").mermaid()
        let file = Golden.repository.appending(path: "docs/issue.mmd")
        if Golden.isWriting { try text.write(to: file, atomically: true, encoding: .utf8) }
        #expect(try String(contentsOf: file, encoding: .utf8) == text, "WHISTLE_GOLDEN=write writes it anew")
    }

    @Test func `titles cannot break out of their labels`() throws {
        let title: JSONValue = ["zh": "\"];<b>&{x}\\\n:#`", "en": "x"]
        let document = try Document.issue.setting("states.reported.title", to: title)
        let definition = try WorkflowDefinition(document: document)
        let mermaid = definition.mermaid()
        #expect(mermaid.contains(##"state "#34;]#59;#60;b#62;#38;#123;x#125;#92; #58;#35;#96;" as S_reported"##))
        let lines = try Shipped.definition("issue").mermaid().split(separator: "\n").count
        #expect(mermaid.split(separator: "\n").count == lines)
        let dot = definition.graphviz()
        #expect(dot.contains(#"<b>&quot;];&lt;b&gt;&amp;{x}\ :#`</b>"#))
        let acts = try Document.issue.setting("actions.hand_in.title", to: title)
        #expect(try WorkflowDefinition(document: acts).graphviz().contains(#"label=" \"];<b>&{x}\\ :#` ""#))
    }

    @Test func `an expiry that moves a ticket is drawn apart from the same act by hand`() throws {
        let dot = try Shipped.definition("issue").graphviz(.en)
        #expect(dot.contains(##""dispatched" -> "signed" [label=" Sign (at expiry) " color="#d9822b""##))
        #expect(dot.contains(#""handled" -> "awaiting_callback" [label=" Verify "]"#))
        #expect(!dot.contains("\" Urge"), "acts of every state stand in the heading once")
    }
}

enum Golden {
    static let repository = URL(filePath: #filePath).appending(path: "../../../..").standardized
    static let isWriting = ProcessInfo.processInfo.environment["WHISTLE_GOLDEN"] == "write"

    static func text(_ name: String, made: String) throws -> String {
        if isWriting {
            let source = repository.appending(path: "Tests/WorkflowTests/Definition/Golden/\(name)")
            try made.write(to: source, atomically: true, encoding: .utf8)
            return made
        }
        let folder = try #require(Bundle.module.url(forResource: "Golden", withExtension: nil))
        return try String(contentsOf: folder.appending(path: name), encoding: .utf8)
    }
}
