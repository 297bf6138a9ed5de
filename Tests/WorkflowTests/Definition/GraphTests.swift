import Foundation
import FoundationXML
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

    @Test(arguments: Language.allCases) func `the picture that needs no program comes out as kept`(language: Language)
        throws
    {
        let text = try Shipped.definition("issue").picture(language)
        #expect(text == (try Golden.text("issue.\(language.rawValue).svg", made: text)))
    }

    @Test func `a picture is well-formed, whatever titles say, and each state and way is in it once`() throws {
        let title: JSONValue = ["zh": "a<b>&\"'", "en": "x"]
        let document = try Document.issue.setting("states.reported.title", to: title)
        let definition = try WorkflowDefinition(document: document)
        let picture = definition.picture()
        let reader = XMLCounter()
        let parser = XMLParser(data: Data(picture.utf8))
        parser.delegate = reader
        #expect(parser.parse(), "\(String(describing: parser.parserError))")
        let told = DefinitionTelling(definition, .zh)
        #expect(told.states.count == definition.states.count)
        for state in told.states where state.title.count < 12 {
            #expect(reader.texts.contains(state.title), "\(state.name)")
        }
        // Every state that another is reached from has its arrows: one a pair, people's and the clock's together.
        let pairs = told.states.flatMap { state in Set(state.ways.map(\.to)).map { "\(state.name) \($0)" } }
        #expect(picture.matches(of: /L[0-9]+ [0-9]+V[0-9]+z/).count == Set(pairs).count)
    }

    @Test func `no dashed line lies under a solid one`() throws {
        let picture = try Shipped.definition("issue").picture()
        let lines = try picture.matches(of: /<path d="M([0-9]+) ([0-9]+)H([0-9]+)"[^>]*>/).map { line in
            let (from, to) = (try #require(Int(line.1)), try #require(Int(line.3)))
            return (y: line.2, x: min(from, to)..<max(from, to), isDashed: line.0.contains("dasharray"))
        }
        let dashed = lines.filter(\.isDashed)
        #expect(!dashed.isEmpty)
        for line in dashed {
            #expect(!lines.contains { !$0.isDashed && $0.y == line.y && $0.x.overlaps(line.x) }, "\(line)")
        }
    }

    @Test func `a definition is told in words`() throws {
        let told = DefinitionTelling(try Shipped.definition("issue"), .zh)
        let dispatched = try #require(told.states.first { $0.name == "dispatched" })
        #expect(dispatched.title == "待签收" && dispatched.responsible == "主办单位" && !dispatched.isFinal)
        #expect(dispatched.ways.contains { $0.to == "signed" && $0.isByClock && $0.acts == ["签收（到期）"] })
        #expect(dispatched.clocks.contains { $0.hasPrefix("签收时限：") })
        let sign = try #require(told.clocks.first { $0.name == "sign" })
        // As people say it, not by its code.
        #expect(sign.limit.contains("工作时间 4 小时") && !sign.steps.isEmpty, "\(sign.limit)")
        for clock in told.clocks {
            for words in [clock.limit] + clock.steps {
                #expect(words.firstMatch(of: /[0-9](s|m|h|ws|wm|wh|wd|bd|d|cd)\b/) == nil, "\(words)")
            }
        }
        let english = DefinitionTelling(try Shipped.definition("issue"), .en)
        #expect(english.clocks.first { $0.name == "sign" }?.limit.contains("4 h of working time") == true)
        #expect(told.everywhere.contains("批示"))
        #expect(told.states.filter(\.isFinal).allSatisfy { $0.responsible == nil })
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

/// The texts of a document.
private final class XMLCounter: NSObject, XMLParserDelegate {
    private(set) var texts: Set<String> = []
    private var text = ""

    func parser(
        _ parser: XMLParser,
        didStartElement name: String,
        namespaceURI: String?,
        qualifiedName: String?,
        attributes: [String: String]
    ) {
        text = ""
    }

    func parser(_ parser: XMLParser, foundCharacters string: String) { text += string }

    func parser(_ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?) {
        texts.insert(text)
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
