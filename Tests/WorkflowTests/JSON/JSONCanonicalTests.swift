import TestSupport
import Testing
import Workflow

@Suite struct JSONCanonicalTests {
    @Test(arguments: [
        (#" { "b" : [ 1 , 2 ] , "a" : null } "#, #"{"a":null,"b":[1,2]}"#), ("-0", "0"),
        (#""\u0041\u002f\u8bc9\u007f""#, "\"A/诉\u{7f}\""),
        (#""\u0000\u0008\u0009\u000a\u000b\u000c\u000d\u001F\"\\""#, #""\u0000\b\t\n\u000b\f\r\u001f\"\\""#),
        (#"{"é":1,"z":2,"Z":3,"":4,"a":5,"aa":6}"#, #"{"":4,"Z":3,"a":5,"aa":6,"z":2,"é":1}"#),
        (#"{"😀":1,"\uffff":2}"#, "{\"\u{ffff}\":2,\"😀\":1}"),
    ])
    func `one value has one spelling`(text: String, canonical: String) throws {
        #expect(try JSONValue(parsing: text).canonicalText == canonical)
    }

    @Test(arguments: PropertyRuns.seeds(0...19)) func `what is written is read back the same`(seed: Int) throws {
        var random = Seeded(UInt64(seed))
        for _ in 0..<200 {
            let value = JSONValue.random(depth: 5, using: &random)
            let bytes = value.canonicalBytes
            let copy = try JSONValue(parsing: bytes)
            #expect(copy == value)
            #expect(copy.canonicalBytes == bytes)
        }
    }
}

extension JSONValue {
    /// A value of any kind, with odd texts and the ends of the numbers.
    static func random(depth: Int, using random: inout Seeded) -> JSONValue {
        switch Int.random(in: 0...(depth > 0 ? 7 : 4), using: &random) {
        case 0: return .null
        case 1: return .bool(Bool.random(using: &random))
        case 2: return .int([Int64.min, -1, 0, 1, 1_000_001, .max].randomElement(using: &random) ?? 0)
        case 3: return .int(Int64.random(in: .min ... .max, using: &random))
        case 4: return .string(text(using: &random))
        case 5:
            return .array(
                (0..<Int.random(in: 0...4, using: &random)).map { _ in .random(depth: depth - 1, using: &random) }
            )
        default:
            var members: JSONObject = [:]
            for _ in 0..<Int.random(in: 0...4, using: &random) {
                members[text(using: &random)] = .random(depth: depth - 1, using: &random)
            }
            return .object(members)
        }
    }

    private static func text(using random: inout Seeded) -> String {
        let scalars: [Unicode.Scalar] = ["\0", "\u{1f}", "\"", "\\", "/", "a", "é", "诉", "\u{2028}", "\u{ffff}", "😀"]
        var text = ""
        for _ in 0..<Int.random(in: 0...5, using: &random) {
            text.unicodeScalars.append(scalars.randomElement(using: &random) ?? "a")
        }
        return text
    }
}
