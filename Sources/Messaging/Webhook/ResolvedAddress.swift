import Foundation
import NIOPosix

/// Looks a host's addresses up, off the threads that everybody shares.
enum ResolvedAddress {
    /// The addresses of a host, as text and in bytes.
    ///
    /// - Parameter host: a name or an address.
    /// - Returns: each once; none where the name is unknown.
    static func of(_ host: String) async -> [(text: String, bytes: AddressGuard.Bytes)] {
        if let bytes = AddressGuard.bytes(host) { return [(host, bytes)] }
        return (try? await NIOThreadPool.singleton.runIfActive { resolve(host) }) ?? []
    }

    private static func resolve(_ host: String) -> [(text: String, bytes: AddressGuard.Bytes)] {
        var hints = addrinfo()
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        var found: UnsafeMutablePointer<addrinfo>?
        guard getaddrinfo(host, nil, &hints, &found) == 0 else { return [] }
        defer { freeaddrinfo(found) }
        var addresses: [(text: String, bytes: AddressGuard.Bytes)] = []
        var next = found
        while let info = next {
            next = info.pointee.ai_next
            var text = [CChar](repeating: 0, count: Int(NI_MAXHOST))
            let length = socklen_t(text.count)
            guard
                getnameinfo(
                    info.pointee.ai_addr,
                    info.pointee.ai_addrlen,
                    &text,
                    length,
                    nil,
                    0,
                    NI_NUMERICHOST
                ) == 0
            else { continue }
            let word = String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
            guard let bytes = AddressGuard.bytes(word), !addresses.contains(where: { $0.bytes == bytes }) else {
                continue
            }
            addresses.append((word, bytes))
        }
        return addresses
    }
}
