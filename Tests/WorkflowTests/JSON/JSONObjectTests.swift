import TestSupport
import Testing
import Workflow

/// A sorted list of members is to behave as a dictionary does, and to be in order at all times.
@Suite struct JSONObjectTests {
    @Test(arguments: 0..<20)
    func `it holds what a dictionary would, in the order of its keys' bytes`(seed: Int) {
        var random = Seeded(UInt64(seed))
        var object = JSONObject()
        var dictionary: [String: JSONValue] = [:]
        let keys = ["a", "aa", "b", "é", "z", "中", "𠮷", "\u{FB00}", ""]
        for step in 0..<200 {
            let key = keys[Int.random(in: keys.indices, using: &random)]
            let value: JSONValue? = Bool.random(using: &random) ? .int(Int64(step)) : nil
            object[key] = value
            dictionary[key] = value
            #expect(object.count == dictionary.count)
            #expect(object[key] == dictionary[key])
        }
        let sorted = dictionary.keys.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
        #expect(object.keys == sorted)
        #expect(object.values == sorted.compactMap { dictionary[$0] })
        #expect(JSONObject(dictionary.map { ($0.key, $0.value) }) == object)
    }

    @Test func `of a key that comes twice the chosen value stays`() {
        #expect(JSONObject([("a", 1), ("a", 2)]) == ["a": 2])
        #expect(JSONObject([("a", 1), ("a", 2)], uniquingKeysWith: { first, _ in first }) == ["a": 1])
        var object: JSONObject = ["a": 1]
        let (again, new) = (object.insert(2, forNew: "a"), object.insert(3, forNew: "b"))
        #expect(!again)
        #expect(new)
        #expect(object == ["a": 1, "b": 3])
        #expect(object.merging(["b": 4, "c": 5]) { $1 } == ["a": 1, "b": 4, "c": 5])
    }

    @Test func `two spellings of a letter are two keys, as their bytes are two`() throws {
        let (composed, combined) = ("\u{E9}", "e\u{301}")
        let document = try JSONValue(parsing: "{\"\(combined)\":1,\"\(composed)\":2}")
        #expect(document[combined] == 1)
        #expect(document[composed] == 2)
        #expect(try JSONValue(parsing: document.canonicalText) == document)
    }
}

@Suite struct CanonicalWriterTests {
    @Test(arguments: [
        0, 1, -1, 9, 10, -10, 99, 100, 105, -999, 1_000, 1_234_567_890, Int64.max, Int64.min, Int64.min + 1,
    ])
    func `numbers are written as Swift writes them, and read back`(number: Int64) throws {
        #expect(number.canonicalText == String(number))
        #expect(try JSONValue(parsing: String(number)) == .int(number))
    }

    @Test(arguments: ["9223372036854775808", "-9223372036854775809", "99999999999999999999", "1.0", "1e3", "-", "01"])
    func `what is no whole number of 64 bits is refused`(text: String) {
        #expect(throws: JSONError.self) { try JSONValue(parsing: text) }
    }

    @Test(arguments: [
        "", "plain", "a \"word\"", "back\\slash", "\u{0}\u{1F}\n\t\r", "网格员🙂", String(repeating: "长", count: 999),
    ])
    func `a text comes back as it went out`(text: String) throws {
        #expect(try JSONValue(parsing: text.canonicalBytes) == .string(text))
    }

    @Test(arguments: 0..<10)
    func `events and tickets are written in the one canonical spelling`(seed: Int) throws {
        var lives = try RandomLives(seed: UInt64(seed))
        try lives.live(tries: 60)
        for event in lives.events {
            let bytes = event.payload.canonicalBytes
            #expect(try JSONValue(parsing: bytes).canonicalBytes == bytes)
        }
        var tickets: [TicketID: Ticket] = [:]
        for event in lives.events {
            if tickets[event.ticket] == nil {
                tickets[event.ticket] = try Ticket(first: event)
            } else {
                try tickets[event.ticket]?.apply(event)
            }
            guard let bytes = tickets[event.ticket]?.body.canonicalBytes else { continue }
            #expect(try JSONValue(parsing: bytes).canonicalBytes == bytes)
        }
    }
}
