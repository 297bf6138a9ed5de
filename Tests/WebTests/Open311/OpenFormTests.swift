import TestSupport
import Testing
import Workflow

@testable import Web

/// Forms of names and values, as anybody may send them.
@Suite struct OpenFormTests {
    private static let attribute = Parameter(
        "attribute",
        in: .form,
        .map(.list(.words(max: 20), max: 3), max: 2),
        zh: "",
        en: ""
    )

    @Test(arguments: [
        ("attribute[a]=1", #"{"a":["1"]}"#), ("attribute[a][]=1&attribute[a][]=2", #"{"a":["1","2"]}"#),
        ("attribute%5Ba%5D=1&attribute[b]=", #"{"a":["1"],"b":[""]}"#),
        ("attribute[a]=1&attribute[a][]=2", #"{"a":["1","2"]}"#),
        ("attribute[%E6%B0%B4]=x+y", #"{"水":["x y"]}"#),
    ])
    func `answers are lists by their codes`(form: String, wanted: String) throws {
        #expect(try Self.attribute.value(keyedIn: QueryText(form))?.canonicalText == wanted)
    }

    @Test func `none is none, and another name is another's`() throws {
        #expect(try Self.attribute.value(keyedIn: QueryText("")) == nil)
        #expect(try Self.attribute.value(keyedIn: QueryText("attributes[a]=1&attribute=2")) == nil)
    }

    @Test(arguments: [
        "attribute[=1", "attribute[]=1", "attribute[a=1", "attribute[a]]=1", "attribute[a][b]=1", "attribute[a][=1",
        "attribute[a]=1&attribute[b]=1&attribute[c]=1", "attribute[a]=1&attribute[a]=1&attribute[a]=1&attribute[a]=1",
        "attribute[a]=123456789012345678901", "attribute[a]=%00",
    ])
    func `what is not written so is refused`(form: String) {
        #expect(throws: ShapeFaults.self) { try Self.attribute.value(keyedIn: QueryText(form)) }
    }

    @Test func `whatever comes, it is read or refused, and keys hold no brackets`() {
        var generator = SystemRandomNumberGenerator()
        let parts = [
            "attribute", "[", "]", "[]", "=", "&", "%5B", "%", "%C3", "a", "水", "+", ";", "\u{0}", "attribute[a]",
        ]
        for _ in 0..<(2_000 * PropertyRuns.factor) {
            let count = Int.random(in: 0...14, using: &generator)
            let form = (0..<count).compactMap { _ in parts.randomElement(using: &generator) }.joined()
            let value = try? Self.attribute.value(keyedIn: QueryText(form))
            for (key, texts) in value?.object ?? [:] {
                #expect(!key.isEmpty && !key.contains("]") && texts.array?.isEmpty == false, "\(form)")
            }
        }
    }
}
