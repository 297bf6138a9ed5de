import Foundation
import HTTPTypes
import NIOCore

/// Proxies whose word on where a request comes from is taken (`X-Forwarded-For`).
///
/// Read from the right: each proxy adds the address that it saw, so the last one that is no proxy of ours is the client;
/// what stands before it, the client may have written itself.
package struct TrustedProxies: Sendable {
    private let networks: [Network]

    /// None.
    package static let none = TrustedProxies(networks: [])

    private init(networks: [Network]) {
        self.networks = networks
    }

    /// Reads addresses and networks, such as `127.0.0.1`, `10.0.0.0/8`, `fd00::/8`; nil where one is neither.
    package init?(_ words: [String]) {
        let networks = words.map(Network.init)
        guard !networks.contains(where: { $0 == nil }) else { return nil }
        self.networks = networks.compactMap(\.self)
    }

    /// The address that a request comes from; empty where there is none.
    func client(_ peer: SocketAddress?, _ headers: HTTPFields) -> String {
        guard let peer = peer?.ipAddress else { return "" }
        var client = peer
        let told = headers[values: .forwardedFor].flatMap { $0.split(separator: ",") }.suffix(Self.hopsAtMost)
        for word in told.reversed() {
            guard isTrusted(client) else { break }
            let address = String(word.drop { $0 == " " }.prefix { $0 != " " })
            guard Network(address) != nil, !address.contains("/") else { break }
            client = address
        }
        return client
    }

    /// Whether what a request says of the way before us can be taken.
    func isTrusted(_ address: String) -> Bool {
        guard let bytes = Network.bytes(address) else { return false }
        return networks.contains { $0.holds(bytes) }
    }

    private static let hopsAtMost = 16
}

/// Addresses with the same beginning.
private struct Network: Hashable, Sendable {
    private let bytes: [UInt8]
    private let bits: Int

    /// Reads `address` or `address/bits`.
    init?(_ text: String) {
        let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        guard let bytes = parts.first.flatMap(Self.bytes) else { return nil }
        guard let bits = parts.count > 1 ? Int(parts[1]) : bytes.count * 8, (0...bytes.count * 8).contains(bits)
        else { return nil }
        self.bytes = bytes
        self.bits = bits
    }

    /// Whether an address lies in it.
    func holds(_ address: [UInt8]) -> Bool {
        guard address.count == bytes.count else { return false }
        let whole = bits / 8
        guard address.prefix(whole).elementsEqual(bytes.prefix(whole)) else { return false }
        guard bits % 8 > 0 else { return true }
        let mask = UInt8(truncatingIfNeeded: 0xFF00 >> (bits % 8))
        return address[whole] & mask == bytes[whole] & mask
    }

    /// The bytes of an address: 4 or 16; one of version 4 written as one of version 6 is of version 4.
    static func bytes(_ text: String) -> [UInt8]? {
        var bytes = [UInt8](repeating: 0, count: 16)
        if inet_pton(AF_INET, text, &bytes) == 1 { return Array(bytes.prefix(4)) }
        guard inet_pton(AF_INET6, text, &bytes) == 1 else { return nil }
        let isMapped = bytes.prefix(10).allSatisfy { $0 == 0 } && bytes[10] == 0xFF && bytes[11] == 0xFF
        return isMapped ? Array(bytes.suffix(4)) : bytes
    }
}
