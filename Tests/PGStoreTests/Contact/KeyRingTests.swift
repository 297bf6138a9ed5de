import Crypto
import Foundation
import Testing
import Workflow

@testable import PGStore

/// Rings as they are written, and what is sealed under them.
@Suite struct KeyRingTests {
    static let zeros = String(repeating: "A", count: 43) + "="
    static let ones = Data(repeating: 1, count: 32).base64EncodedString()
    static let place = SealedPlace(district: DistrictID(1), ticket: TicketID(7), field: "contact_phone")

    @Test(arguments: [
        ("", "keys_empty"), ("# k1 aes-256-gcm x", "keys_empty"), (",,", "keys_empty"), ("k1", "keys_malformed"),
        ("k1 aes-256-gcm", "keys_malformed"), ("k1 aes-256-gcm \(zeros) x", "keys_malformed"),
        ("K1 aes-256-gcm \(zeros)", "keys_bad_id"), ("键 aes-256-gcm \(zeros)", "keys_bad_id"),
        (String(repeating: "k", count: 33) + " aes-256-gcm \(zeros)", "keys_bad_id"),
        ("k1 sm4-gcm \(zeros)", "keys_unknown_suite"), ("k1 aes-256-gcm AAAA", "keys_bad_key"),
        ("k1 aes-256-gcm !", "keys_bad_key"), ("k1 aes-256-gcm \(zeros)\nk1 aes-256-gcm \(ones)", "keys_twice"),
    ])
    func `a bad ring is refused with words that hold nothing of a key`(text: String, code: String) {
        let error = #expect(throws: KeyRingError.self) { try KeyRing(text) }
        #expect(error?.code == code)
        let words = (error?.message.zh ?? "") + (error?.message.en ?? "")
        #expect(!words.isEmpty && !words.contains(Self.zeros))
    }

    @Test func `the first key seals, all open, and lines may stand between commas`() throws {
        let old = try KeyRing("k1 aes-256-gcm \(Self.zeros)")
        let new = try KeyRing("k2 aes-256-gcm \(Self.ones),k1 aes-256-gcm \(Self.zeros)")
        #expect(new.ids == ["k2", "k1"] && new.sealingID == "k2")
        #expect(try new.open(old.seal("13800005678", at: Self.place), at: Self.place) == "13800005678")
        #expect(throws: StoreError.sealed(.unknownKey("k2"))) {
            try old.open(new.seal("13800005678", at: Self.place), at: Self.place)
        }
    }

    @Test func `a new line makes a ring, and no two are the same`() throws {
        let lines = try (0..<3).map { try KeyRing.makeLine(id: "k\($0)") }
        #expect(try KeyRing(lines.joined(separator: "\n")).ids == ["k0", "k1", "k2"])
        #expect(Set(lines.map { $0.split(separator: " ").last }).count == 3)
    }

    @Test func `nothing prints a key`() throws {
        let ring = try KeyRing("k1 aes-256-gcm \(Self.ones)")
        var dumped = ""
        dump(ring, to: &dumped)
        for text in ["\(ring)", String(reflecting: ring), String(describing: ring), dumped] {
            #expect(text.contains("KeyRing(k1)") && !text.contains("AQEB") && !text.contains("1, 1"))
        }
    }

    @Test(arguments: ["", "张三", "13800005678", String(repeating: "长", count: 500)])
    func `a text comes back, and is never sealed alike`(text: String) throws {
        let ring = try KeyRing("k1 aes-256-gcm \(Self.ones)")
        let (one, other) = (try ring.seal(text, at: Self.place), try ring.seal(text, at: Self.place))
        #expect(one != other && one.count == text.utf8.count + 28 + 5)
        #expect(one.starts(with: [1, AES256GCM.number, 2] + Array("k1".utf8)))
        #expect(try ring.open(one, at: Self.place) == text)
    }

    @Test(arguments: [
        SealedPlace(district: DistrictID(2), ticket: TicketID(7), field: "contact_phone"),
        SealedPlace(district: DistrictID(1), ticket: TicketID(8), field: "contact_phone"),
        SealedPlace(district: DistrictID(1), ticket: TicketID(7), field: "contact_name"),
    ])
    func `moved elsewhere it does not open`(elsewhere: SealedPlace) throws {
        let ring = try KeyRing("k1 aes-256-gcm \(Self.ones)")
        let sealed = try ring.seal("13800005678", at: Self.place)
        #expect(throws: StoreError.sealed(.damaged)) { try ring.open(sealed, at: elsewhere) }
    }

    @Test func `no changed byte and no shorter text opens`() throws {
        let ring = try KeyRing("k1 aes-256-gcm \(Self.ones)")
        let sealed = try ring.seal("13800005678", at: Self.place)
        for index in sealed.indices {
            var changed = sealed
            changed[index] ^= 1
            #expect(throws: StoreError.self) { try ring.open(changed, at: Self.place) }
            #expect(throws: StoreError.self) { try ring.open(Array(sealed[..<index]), at: Self.place) }
        }
        var suite = sealed
        suite[1] = 9
        #expect(throws: StoreError.sealed(.unknownSuite(9))) { try ring.open(suite, at: Self.place) }
    }

    @Test func `a telephone is found however it is written, in its district only, under old keys too`() throws {
        let old = try KeyRing("k1 aes-256-gcm \(Self.zeros)")
        let new = try KeyRing("k2 aes-256-gcm \(Self.ones)\nk1 aes-256-gcm \(Self.zeros)")
        let district = DistrictID(1)
        let index = try #require(old.index(of: "13800005678", in: district))
        for written in ["138 0000 5678", "+86 138-0000-5678", "１３８００００５６７８", "0086 13800005678", "8613800005678"] {
            #expect(old.index(of: written, in: district) == index)
            #expect(new.indexes(of: written, in: district).contains(index))
        }
        #expect(old.index(of: "13800005679", in: district) != index)
        #expect(old.index(of: "13800005678", in: DistrictID(2)) != index)
        #expect(new.index(of: "13800005678", in: district) != index)
        #expect(old.index(of: "无", in: district) == nil)
    }
}

/// Another suite beside the one that the program comes with, as a 国密 suite will be.
@Suite struct SealSuiteTests {
    struct ChaCha: SealSuite {
        static let name = "chacha20-poly1305"
        static let number: UInt8 = 200
        static let keyLength = 32
        let key: SymmetricKey

        init(key: [UInt8]) { self.key = SymmetricKey(data: key) }

        func seal(_ plain: [UInt8], with data: [UInt8]) throws -> [UInt8] {
            Array(try ChaChaPoly.seal(plain, using: key, authenticating: data).combined)
        }

        func open(_ sealed: ArraySlice<UInt8>, with data: [UInt8]) throws -> [UInt8] {
            Array(try ChaChaPoly.open(ChaChaPoly.SealedBox(combined: sealed), using: key, authenticating: data))
        }
    }

    @Test func `two suites stand in one ring, and each opens its own`() throws {
        let suites = SealSuites([AES256GCM.self, ChaCha.self])
        let text = "k2 chacha20-poly1305 \(KeyRingTests.ones)\nk1 aes-256-gcm \(KeyRingTests.zeros)"
        let ring = try KeyRing(text, suites: suites)
        let old = try KeyRing("k1 aes-256-gcm \(KeyRingTests.zeros)", suites: suites)
        let sealed = try ring.seal("张三", at: KeyRingTests.place)
        #expect(sealed[1] == 200)
        #expect(try ring.open(sealed, at: KeyRingTests.place) == "张三")
        #expect(try ring.open(old.seal("李四", at: KeyRingTests.place), at: KeyRingTests.place) == "李四")
    }
}
