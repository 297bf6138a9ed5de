import HTTPTypes
import NIOCore
import Testing

@testable import Web

/// Whose word on where a request comes from is taken.
@Suite struct TrustedProxiesTests {
    private func client(_ trusted: [String], _ peer: String, _ told: String...) throws -> String {
        let proxies = try #require(TrustedProxies(trusted))
        var headers: HTTPFields = [:]
        for line in told { headers.append(HTTPField(name: try #require(.init("X-Forwarded-For")), value: line)) }
        return proxies.client(try SocketAddress(ipAddress: peer, port: 1), headers)
    }

    @Test func `nobody's word is taken unless they are named`() throws {
        #expect(try client([], "203.0.113.9", "198.51.100.1") == "203.0.113.9")
        #expect(try client(["127.0.0.1"], "203.0.113.9", "198.51.100.1") == "203.0.113.9")
    }

    @Test func `the last address that is no proxy of ours is the client`() throws {
        #expect(try client(["127.0.0.1"], "127.0.0.1", "198.51.100.1") == "198.51.100.1")
        #expect(
            try client(["127.0.0.1", "10.0.0.0/8"], "127.0.0.1", "1.2.3.4, 198.51.100.1, 10.9.8.7") == "198.51.100.1"
        )
        #expect(
            try client(["127.0.0.1", "10.0.0.0/8"], "127.0.0.1", "1.2.3.4", "198.51.100.1,10.9.8.7") == "198.51.100.1"
        )
        #expect(try client(["fd00::/8", "::1"], "::1", "2001:db8::7, fd12::1") == "2001:db8::7")
        #expect(try client(["127.0.0.1"], "::ffff:127.0.0.1", "198.51.100.1") == "198.51.100.1")
    }

    @Test func `what is no address ends the way`() throws {
        #expect(try client(["127.0.0.1"], "127.0.0.1", "unknown") == "127.0.0.1")
        #expect(try client(["127.0.0.1"], "127.0.0.1", "8.8.8.8/8") == "127.0.0.1")
        #expect(try client(["0.0.0.0/0"], "127.0.0.1", "9.9.9.9, 8.8.8.8") == "9.9.9.9")
    }

    @Test(arguments: [["x"], ["10.0.0.0/33"], ["::/129"], ["10.0.0.0/-1"], [""]])
    func `what is neither address nor network is refused`(_ words: [String]) {
        #expect(TrustedProxies(words) == nil)
    }
}
