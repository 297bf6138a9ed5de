import Foundation
import Testing

@testable import Dispatcher

/// What passwords must be, and how they are kept.
@Suite struct PasswordTests {
    @Test(arguments: [
        ("九个字符的密码不行", "password_too_short"), ("ten chars!", nil), ("十个汉字也可以当密码", nil),
        ("1234567890", "password_common"), ("0987654321", "password_common"), ("abcdefghijkl", "password_common"),
        ("aaaaaaaaaabbb", "password_common"), ("QWERTYuiop", "password_common"), ("Woaini1314", "password_common"),
        ("deskdesk-desk", "password_is_account"), ("desk12345x", nil), ("DESK12345!!", nil), ("desk-12345", nil),
        ("desk!12345", nil), ("desk1234desk", "password_is_account"),
    ])
    func `a password is long and not the first that comes to mind`(_ password: String, _ code: String?) {
        let fault = PasswordRules.fault(in: password, of: "desk", length: 10)
        #expect(fault?.code == code)
    }

    @Test(arguments: ["", "12345", "1234567", "12345a", "１２３４５６", "111111", "121212", "123456", "987654"])
    func `a PIN is six digits that are no row`(_ pin: String) {
        #expect(PasswordRules.fault(inPIN: pin) != nil)
        #expect(PasswordRules.fault(inPIN: "402913") == nil)
    }

    @Test func `a hash is read back as it was written`() throws {
        let own = try PasswordHash(of: Array("pleaseletmein".utf8), cost: PasswordCost(logN: 10))
        let read = try #require(PasswordHash(own.text))
        #expect(read == own && read.cost == PasswordCost(logN: 10))
        #expect(try read.fits(Array("pleaseletmein".utf8)))
        #expect(try !read.fits(Array("pleaseletmeim".utf8)))
    }

    /// RFC 7914 §12, the third example.
    @Test func `the third example of the RFC fits`() throws {
        let salt = Base64.text(Array("SodiumChloride".utf8), .standard)
        let key: [UInt8] = [
            0x70, 0x23, 0xbd, 0xcb, 0x3a, 0xfd, 0x73, 0x48, 0x46, 0x1c, 0x06, 0xcd, 0x81, 0xfd, 0x38, 0xeb,
            0xfd, 0xa8, 0xfb, 0xba, 0x90, 0x4f, 0x8e, 0x3e, 0xa9, 0xb5, 0x43, 0xf6, 0x54, 0x5d, 0xa1, 0xf2,
            0xd5, 0x43, 0x29, 0x55, 0x61, 0x3f, 0x0f, 0xcf, 0x62, 0xd4, 0x97, 0x05, 0x24, 0x2a, 0x9a, 0xf9,
            0xe6, 0x1e, 0x85, 0xdc, 0x0d, 0x65, 0x1e, 0x40, 0xdf, 0xcf, 0x01, 0x7b, 0x45, 0x57, 0x58, 0x87,
        ]
        let hash = try #require(PasswordHash("$scrypt$ln=14,r=8,p=1$\(salt)$\(Base64.text(key, .standard))"))
        #expect(try hash.fits(Array("pleaseletmein".utf8)))
        #expect(try !hash.fits(Array("pleaseletmeIn".utf8)))
    }

    @Test(arguments: [
        "", "$", "plain", "$argon2id$v=19$m=1,t=1,p=1$AAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAA",
        "$scrypt$ln=31,r=8,p=1$AAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAA",
        "$scrypt$ln=20,r=32,p=16$AAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAA",
        "$scrypt$ln=0,r=8,p=1$AAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAA", "$scrypt$ln=4,r=8,p=1$$",
        "$scrypt$ln=4,r=8,p=1$AAAAAAAAAAAAAAAB$not base64",
    ])
    func `what is no hash, or would take all memory, is not looked at`(_ text: String) {
        #expect(PasswordHash(text) == nil)
    }

    @Test func `the same password is never stored the same`() throws {
        let hashes = try (0..<3).map { _ in try PasswordHash(of: [1], cost: PasswordCost(logN: 1)).text }
        #expect(Set(hashes).count == 3)
    }

    @Test func `typed codes are read as they are meant`() {
        let code = TypedCode.make(groups: 3)
        #expect(code.wholeMatch(of: /([a-z2-7]{4}-){2}[a-z2-7]{4}/) != nil)
        #expect(TypedCode.meant(" " + code.uppercased().replacing("-", with: " ")) == TypedCode.meant(code))
        #expect(TypedCode.meant("0O1l8B") == "oollbb")
        #expect(Set((0..<100).map { _ in TypedCode.make(groups: 3) }).count == 100)
    }
}
