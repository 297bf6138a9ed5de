import TestSupport
import Testing
import Workflow

@Suite struct JSONParsingTests {
    static let allowed: [(String, JSONValue)] = [
        ("null", JSONValue.null), (" \t\r\n true ", true), ("false", false), ("0", 0), ("-0", 0), ("-1", -1),
        ("9223372036854775807", 9_223_372_036_854_775_807), ("-9223372036854775808", .int(.min)), ("\"\"", ""),
        ("[]", []), ("{}", [:]), ("[ ]", []), ("{ }", [:]), ("[1,[2,[]]]", [1, [2, []]]),
        (#"{"a":{"b":[null,false]}}"#, ["a": ["b": [.null, false]]]), (#"{"":0}"#, ["": 0]),
        (#""\"\\\/\b\f\n\r\t""#, .string("\"\\/\u{8}\u{c}\n\r\t")), (#""诉求\u8bc9\u6C42""#, "诉求诉求"),
        (#""\ud83d\ude00""#, "😀"), ("\"😀\u{7f}\u{2028}\"", "😀\u{7f}\u{2028}"), (#""\u0000x""#, "\0x"),
    ]

    @Test(arguments: allowed)
    func `what RFC 8259 allows is read`(text: String, value: JSONValue) throws {
        #expect(try JSONValue(parsing: text) == value)
    }

    static let forbidden: [(String, String, Int)] = [
        ("", "json_ends_early", 0), ("  ", "json_ends_early", 2), ("[", "json_ends_early", 1),
        ("[1", "json_ends_early", 2), ("[1,", "json_ends_early", 3), ("[1,]", "json_unexpected", 3),
        ("[,1]", "json_unexpected", 1), ("[1 2]", "json_unexpected", 3), ("{", "json_ends_early", 1),
        (#"{"a""#, "json_ends_early", 4), (#"{"a":"#, "json_ends_early", 5), (#"{"a":1,}"#, "json_unexpected", 7),
        (#"{"a" 1}"#, "json_unexpected", 5), ("{a:1}", "json_unexpected", 1), ("{1:1}", "json_unexpected", 1),
        ("tru", "json_ends_early", 3), ("trux", "json_unexpected", 3), ("True", "json_unexpected", 0),
        ("nulll", "json_unexpected", 4), ("1 1", "json_unexpected", 2), ("-", "json_ends_early", 1),
        ("-a", "json_unexpected", 1), ("+1", "json_unexpected", 0), ("01", "json_unexpected", 2),
        (".5", "json_unexpected", 0), ("1.0", "json_number_not_whole", 1), ("1e3", "json_number_not_whole", 1),
        ("9223372036854775808", "json_number_not_whole", 19), ("NaN", "json_unexpected", 0),
        ("\"", "json_ends_early", 1), ("\"\n\"", "json_unexpected", 1), (#""\x""#, "json_unexpected", 3),
        (#""\u12""#, "json_ends_early", 3), (#""\u12g4""#, "json_bad_text", 3), (#""\ud83d""#, "json_bad_text", 7),
        (#""\ud83dx""#, "json_bad_text", 7), (#""\ud83d\n""#, "json_bad_text", 8),
        (#""\ud83d\u0041""#, "json_bad_text", 13), (#""\ude00""#, "json_bad_text", 7), ("'a'", "json_unexpected", 0),
        ("[1]//", "json_unexpected", 3), ("\u{feff}1", "json_unexpected", 0), ("\u{a0}1", "json_unexpected", 0),
        (#"{"a":1,"a":1}"#, "json_key_twice", 12), (#"{"a":1,"\u0061":2}"#, "json_key_twice", 17),
    ]

    @Test(arguments: forbidden)
    func `what it does not allow is refused, with the place`(text: String, code: String, offset: Int) {
        #expect(fault { try JSONValue(parsing: text) } == "\(code) at byte \(offset)")
    }

    @Test(arguments: [
        [0x22, 0xFF, 0x22], [0x22, 0xC0, 0x80, 0x22], [0x22, 0xED, 0xA0, 0x80, 0x22], [0x22, 0xE8, 0xAF, 0x22],
    ])
    func `bytes that are not UTF-8 are no text`(bytes: [UInt8]) {
        #expect(fault { try JSONValue(parsing: bytes) }?.hasPrefix("json_bad_text") == true)
    }

    @Test func `64 levels are read, one more is refused, and a million do not harm`() {
        func nested(_ levels: Int) -> String {
            String(repeating: "[", count: levels) + String(repeating: "]", count: levels)
        }
        #expect(fault { try JSONValue(parsing: nested(64)) } == nil)
        #expect(fault { try JSONValue(parsing: nested(65)) } == "json_too_deep at byte 64")
        #expect(
            fault { try JSONValue(parsing: String(repeating: "[", count: 1_000_000)) }?.hasPrefix("json_too") == true
        )
        let objects = String(repeating: #"{"a":"#, count: 1_000)
        #expect(fault { try JSONValue(parsing: objects) } == "json_too_deep at byte 320")
    }

    @Test(arguments: PropertyRuns.seeds(0...19)) func `random bytes are read or refused`(seed: Int) {
        var random = Seeded(UInt64(seed))
        let signs = Array(#"{}[]",:\u0123456789abcdeftrunls.-+ "#.utf8) + [0, 0x1F, 0x80, 0xE8, 0xFF]
        for _ in 0..<2_000 {
            let bytes = (0..<Int.random(in: 0...24, using: &random)).map { _ in
                signs.randomElement(using: &random) ?? 0
            }
            guard let value = try? JSONValue(parsing: bytes) else { continue }
            #expect((try? JSONValue(parsing: value.canonicalBytes)) == value)
        }
    }

    private func fault(_ body: () throws -> JSONValue) -> String? {
        do {
            _ = try body()
            return nil
        } catch {
            return (error as? JSONError)?.description
        }
    }
}

/// Whole numbers as others spell them.
@Suite struct JSONNumberSpellingTests {
    @Test(
        arguments: [
            ("1.0", 1), ("-177.000", -177), ("1e2", 100), ("1.50e1", 15), ("12000e-3", 12), ("0.0", 0), ("-0.0e9", 0),
            ("0e-999", 0), ("9223372036854775807.0", .max), ("-9223372036854775808.0", .min),
            ("1E+18", 1_000_000_000_000_000_000),
        ] as [(String, Int64)]
    )
    func `what is whole is read, however it is spelt`(_ text: String, _ number: Int64) throws {
        #expect(try JSONValue(parsing: Array(text.utf8), numbers: .any) == .int(number))
    }

    @Test(arguments: [
        "1.5", "1e-1", "1e19", "9223372036854775808.0", "1e1000", "1.", "1e", "1e+", ".5", "1.0e", "01.0",
    ])
    func `what is not whole, or no number, is refused`(_ text: String) {
        #expect(throws: JSONError.self) { try JSONValue(parsing: Array(text.utf8), numbers: .any) }
    }

    @Test func `what this program writes has one spelling`() {
        for text in ["1.0", "1e0", "100E-2"] {
            #expect(throws: JSONError.self) { try JSONValue(parsing: text) }
        }
    }
}
