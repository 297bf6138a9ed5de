import PGStore
import Testing
import Workflow

/// The chain's definition, fixed by values that another program computed.
///
/// Python's hashlib, with q for struct.pack('>q'):
///
///     sha256(previous + q(district) + q(ticket) + q(seq) + q(at in µs) + q(len(name)) + name + q(version)
///         + q(len(payload)) + payload)
@Suite struct EventHashTests {
    private static func event(_ seq: Int, at: Int64, _ payload: JSONValue) throws -> Event {
        try Event(
            payload: payload,
            district: DistrictID(7),
            ticket: TicketID(1_234_567_890_123),
            seq: seq,
            at: Instant(microseconds: at),
            definition: DefinitionRef(name: "issue", version: 3)
        )
    }

    private static func hex(_ bytes: [UInt8]) -> String {
        bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }

    @Test func `two events in a chain hash as another program says`() throws {
        let first = try Self.event(1, at: 1_772_413_200_000_001, ["act": "sign", "by": 4, "out": []])
        let payload = Array(#"{"act":"sign","by":4,"out":[]}"#.utf8)
        let hash = EventHash.next(after: EventHash.origin, first, payload: payload)
        #expect(Self.hex(hash) == "4e4ba85fd436662c49197ee1da7ce24472b588dd12d018e11cdf0082870e4a7b")
        let second = try Self.event(2, at: 1_772_413_200_000_002, ["act": "sign", "by": 4, "out": []])
        let next = EventHash.next(after: hash, second, payload: Array(#"{"act":"补记"}"#.utf8))
        #expect(Self.hex(next) == "3db10f22c133ba0fee2e945c64de31c1943d0246d86e11ffc25924784723e6dc")
    }

    @Test func `an event's bytes are canonical, and read back the same`() throws {
        let event = try Self.event(1, at: 0, ["out": [], "by": 4, "act": "sign"])
        #expect(String(decoding: event.payload.canonicalBytes, as: UTF8.self) == #"{"act":"sign","by":4,"out":[]}"#)
    }

    @Test func `a text's digest is salted, and as another program says`() {
        let digest = WordsDigest.digest("楼道漏水", field: "text", salt: Array(0..<16))
        #expect(digest == "5c9d0f592dbafe3fab26332bc7a9ce52e20c4c0a7e5995a823047cab6c48d134")
        #expect(WordsDigest.digest("楼道漏水", field: "title", salt: Array(0..<16)) != digest)
        #expect(WordsDigest.digest("楼道漏水", field: "text", salt: Array(1..<17)) != digest)
    }
}
