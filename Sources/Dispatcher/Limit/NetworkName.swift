import Foundation

/// Whom an address counts as: one of version 4 for itself; of version 6 a customer has 2^64, so the first half counts.
package enum NetworkName {
    /// The name under which an address is counted.
    ///
    /// - Parameter address: as the service knows it; empty where there is none.
    /// - Returns: the address, or its network of 64 bits; what cannot be read counts as one.
    package static func of(_ address: String) -> String {
        // A zone (`fe80::1%eth0`) is this machine's own business.
        let plain = String(address.prefix { $0 != "%" })
        var bytes = [UInt8](repeating: 0, count: 16)
        if inet_pton(AF_INET, plain, &bytes) == 1 { return plain }
        guard inet_pton(AF_INET6, plain, &bytes) == 1 else { return "-" }
        if bytes.prefix(10).allSatisfy({ $0 == 0 }), bytes[10] == 0xFF, bytes[11] == 0xFF {
            return bytes.suffix(4).map(String.init).joined(separator: ".")
        }
        return bytes.prefix(8).map { String($0, radix: 16) }.joined(separator: ":") + "::/64"
    }
}
