import TestSupport
import Testing

@testable import Workflow

/// What is found by passing over the rest is what reading all of it finds.
@Suite struct JSONSkimmerTests {
    @Test(arguments: PropertyRuns.seeds(0...9)) func `members are those of the whole document`(seed: Int) throws {
        var random = Seeded(UInt64(seed))
        for _ in 0..<100 {
            var whole: JSONObject = [:]
            for key in ["b", "clocks", "facts", "late", "\"{[,:\\", "z"] where Bool.random(using: &random) {
                whole[key] = .random(depth: 4, using: &random)
            }
            let found = try JSONSkimmer.members(["clocks", "late"], of: JSONValue.object(whole).canonicalText)
            #expect(found["clocks"] == whole["clocks"])
            #expect(found["late"] == whole["late"])
            #expect(found.keys.allSatisfy { ["clocks", "late"].contains($0) })
        }
    }

    @Test func `spaces stand where they may`() throws {
        let text = " { \"a\" : [ 1 , { \"late\" : 0 } ] ,\n\"late\"\t: [ 2 ] } "
        #expect(try JSONSkimmer.members(["late"], of: text) == ["late": [2]])
    }

    @Test func `what comes after all that was asked for is not looked at`() throws {
        #expect(try JSONSkimmer.members(["a"], of: #"{"a":1,!"#) == ["a": 1])
    }

    static let broken = [
        ("", 0), ("{", 1), ("[1]", 0), (#"{"a""#, 4), (#"{"a":"#, 5), (#"{"a":"x"#, 7), (#"{"a":"\"#, 7),
        (#"{"a":[1"#, 7),
        (#"{"a":,"late":1}"#, 5), (#"{"a":1 "late":2}"#, 7), (#"{"late":[1,]}"#, 11), (#"{"a":],"late":1}"#, 6),
        (#"{late:1}"#, 1),
    ]

    @Test(arguments: broken) func `what is broken on the way is refused, with the place`(text: String, offset: Int) {
        #expect { try JSONSkimmer.members(["late"], of: text) } throws: { error in
            (error as? JSONError)?.offset == offset
        }
    }
}
