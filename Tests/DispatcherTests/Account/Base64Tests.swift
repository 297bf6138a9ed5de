import Foundation
import Testing

@testable import Dispatcher

/// Base64 as tokens, cookies and passwords' hashes are written in it.
@Suite struct Base64Tests {
    @Test(arguments: [
        "": "", "f": "Zg", "fo": "Zm8", "foo": "Zm9v", "foob": "Zm9vYg", "fooba": "Zm9vYmE", "foobar": "Zm9vYmFy",
    ])
    func `the words of RFC 4648`(_ plain: String, _ written: String) {
        #expect(Base64.bytes(written, .url) == Array(plain.utf8))
        #expect(Base64.bytes(written, .standard) == Array(plain.utf8))
        #expect(Base64.text(Array(plain.utf8), .url) == written)
    }

    @Test func `whatever is written is read again, and as Foundation reads it`() throws {
        var dice = SystemRandomNumberGenerator()
        for length in 0..<200 {
            let bytes = (0..<length).map { _ in UInt8.random(in: 0...255, using: &dice) }
            #expect(Base64.bytes(Base64.text(bytes, .url), .url) == bytes)
            let standard = Base64.text(bytes, .standard)
            #expect(Base64.bytes(standard, .standard) == bytes)
            let filled = standard + String(repeating: "=", count: (4 - standard.utf8.count % 4) % 4)
            #expect(Data(base64Encoded: filled).map(Array.init) == bytes)
        }
    }

    @Test(arguments: ["Z", "Zg==", "Zh", "Zm9", "Zm9vY", "Zm 9v", "Zm9v\n", "Zm9€", "Zg\0", "+w", "/w"])
    func `another spelling is none`(_ text: String) {
        #expect(Base64.bytes(text, .url) == nil)
    }

    @Test func `the alphabets do not mix`() {
        #expect(Base64.bytes("-_-_", .url) == [0xFB, 0xFF, 0xBF])
        #expect(Base64.bytes("+/+/", .standard) == [0xFB, 0xFF, 0xBF])
        #expect(Base64.bytes("-_-_", .standard) == nil)
    }
}
