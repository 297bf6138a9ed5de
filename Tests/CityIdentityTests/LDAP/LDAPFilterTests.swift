import CityIdentity
import TestSupport
import Testing

@Suite struct LDAPFilterTests {
    /// Undoes the escaping (RFC 4515 §3), by another way than it is done.
    private func meant(_ escaped: String) -> [UInt8]? {
        var bytes: [UInt8] = []
        var rest = Array(escaped.utf8)[...]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "\\") else {
                bytes.append(byte)
                continue
            }
            let digits = String(decoding: rest.prefix(2), as: UTF8.self)
            guard digits.utf8.count == 2, let value = UInt8(digits, radix: 16) else { return nil }
            bytes.append(value)
            rest = rest.dropFirst(2)
        }
        return bytes
    }

    @Test func `what means something in a filter means itself only`() {
        #expect(LDAPPlan.escaped("a*b") == "a\\2ab")
        #expect(LDAPPlan.escaped("(|(uid=*))\\\0") == "\\28\\7c\\28uid\\3d\\2a\\29\\29\\5c\\00")
        #expect(LDAPPlan.escaped("wang.li-1_2@x") == "wang.li-1_2@x")
        #expect(LDAPPlan.escaped("王") == "\\e7\\8e\\8b")
    }

    @Test func `whatever is typed comes back the same, and stays one value`() {
        var random = Mangler(3)
        for _ in 0..<5_000 {
            let count = Int.random(in: 0...24, using: &random)
            let scalars = (0..<count).compactMap { _ in
                Unicode.Scalar(UInt32.random(in: 0...0x2FFF, using: &random))
            }
            let text = String(String.UnicodeScalarView(scalars))
            let escaped = LDAPPlan.escaped(text)
            #expect(meant(escaped) == Array(text.utf8))
            #expect(!escaped.contains { "()*\0 =&|!<>~".contains($0) })
        }
    }
}
