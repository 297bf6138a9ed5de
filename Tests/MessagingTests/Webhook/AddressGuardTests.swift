import Messaging
import Testing

/// Webhooks go to public addresses, and to networks that were named; to nothing that only this machine reaches.
@Suite struct AddressGuardTests {
    @Test(arguments: [
        "127.0.0.1", "127.255.255.254", "0.0.0.0", "10.1.2.3", "100.64.0.1", "169.254.169.254", "172.16.0.1",
        "172.31.255.255", "192.168.1.1", "192.0.2.1", "198.18.0.1", "198.51.100.7", "203.0.113.9", "224.0.0.1",
        "255.255.255.255", "240.0.0.1", "::1", "::", "::ffff:8.8.8.8", "fe80::1", "fc00::1", "fd12::1", "ff02::1",
        "2001:db8::1", "2002:7f00:1::", "64:ff9b::808:808", "2001::1",
    ])
    func `what is not public is refused`(_ text: String) throws {
        let bytes = try #require(AddressGuard.bytes(text))
        #expect(try #require(AddressGuard()).allows(bytes) == false)
    }

    @Test(arguments: [
        "8.8.8.8", "172.32.0.1", "172.15.255.255", "100.128.0.1", "223.5.5.5", "2400:3200::1", "2606:4700::1",
    ])
    func `what is public is allowed`(_ text: String) throws {
        let bytes = try #require(AddressGuard.bytes(text))
        #expect(try #require(AddressGuard()).allows(bytes))
    }

    @Test func `what is named is allowed, to the bit, and nothing else`() throws {
        let guardian = try #require(AddressGuard(allowing: ["10.20.0.0/15", "192.168.1.5", "fd00::/8"]))
        func allows(_ text: String) throws -> Bool { guardian.allows(try #require(AddressGuard.bytes(text))) }
        #expect(try allows("10.20.1.1") && allows("10.21.255.255") && allows("192.168.1.5") && allows("fd12::1"))
        #expect(try !allows("10.22.0.1") && !allows("192.168.1.6") && !allows("fe80::1") && !allows("127.0.0.1"))
    }

    @Test(arguments: ["10.0.0.0/33", "10.0.0/8", "ten", "10.0.0.0/", "", "10.0.0.0/8/8", "::/129"])
    func `a network that is none is refused`(_ text: String) {
        #expect(AddressGuard(allowing: [text]) == nil)
    }

    @Test func `a name is no address`() {
        #expect(AddressGuard.bytes("localhost") == nil && AddressGuard.bytes("0x7f.1") == nil)
    }
}
