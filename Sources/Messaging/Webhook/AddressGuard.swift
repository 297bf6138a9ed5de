import Foundation

/// Says to which addresses webhooks may go: public ones, and networks that were named.
///
/// Whoever may add a webhook must not reach what only this machine reaches: loopback, private and link-local networks, the
/// metadata services of clouds. Pure: names are resolved before.
package struct AddressGuard: Hashable, Sendable {
    /// An address in bytes, 4 or 16 of them.
    package typealias Bytes = [UInt8]

    private let allowed: [Network]

    /// A network: its first bits.
    private struct Network: Hashable, Sendable {
        let address: Bytes
        let bits: Int

        init?(_ text: String) {
            let parts = text.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
            guard let first = parts.first, parts.count <= 2, let address = AddressGuard.bytes(first) else { return nil }
            let bits = parts.count == 2 ? Int(parts[1]) : address.count * 8
            guard let bits, (0...address.count * 8).contains(bits) else { return nil }
            self.address = address
            self.bits = bits
        }

        func contains(_ other: Bytes) -> Bool {
            guard other.count == address.count else { return false }
            return (0..<bits).allSatisfy { bit in
                (address[bit / 8] ^ other[bit / 8]) & (0x80 >> UInt8(bit % 8)) == 0
            }
        }
    }

    /// Networks that are no part of the public internet (RFC 6890 and its registry).
    private static let closed: [Network] = [
        "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24",
        "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24",
        "224.0.0.0/3",
        // Of what is given out (2000::/3): documentation, Teredo and the like, and those that hold an IPv4 address.
        "2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20",
    ].compactMap { Network($0) }

    private static let givenOut = Network("2000::/3")

    /// Makes a guard.
    ///
    /// - Parameter networks: addresses or networks that are allowed besides, such as `10.0.0.0/8`; nil where one is none.
    package init?(allowing networks: [String] = []) {
        let parsed = networks.map { Network($0) }
        guard parsed.allSatisfy({ $0 != nil }) else { return nil }
        allowed = parsed.compactMap(\.self)
    }

    /// Whether webhooks may go to an address.
    package func allows(_ address: Bytes) -> Bool {
        if allowed.contains(where: { $0.contains(address) }) { return true }
        if address.count == 16, Self.givenOut?.contains(address) != true { return false }
        return !Self.closed.contains { $0.contains(address) }
    }

    /// An address as it is written, in bytes; nil: it is a name.
    package static func bytes(_ text: String) -> Bytes? {
        var (four, six) = (in_addr(), in6_addr())
        if inet_pton(AF_INET, text, &four) == 1 { return withUnsafeBytes(of: &four) { Array($0) } }
        if inet_pton(AF_INET6, text, &six) == 1 { return withUnsafeBytes(of: &six) { Array($0) } }
        return nil
    }
}
