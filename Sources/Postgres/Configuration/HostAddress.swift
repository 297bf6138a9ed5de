import Glibc

/// One place where a server may be.
package struct HostAddress: Sendable, Hashable, CustomStringConvertible {
    /// A name, an address, or the folder of a unix socket; nil is libpq's default.
    package var host: String?
    /// The numeric address, when it is known already; the name is kept for TLS.
    package var address: String?
    /// The port; nil is libpq's default.
    package var port: String?

    /// Names a place.
    ///
    /// - Parameters:
    ///   - host: a name, an address, or the folder of a unix socket.
    ///   - address: the numeric address, when it is known already.
    ///   - port: the port.
    package init(host: String?, address: String? = nil, port: String? = nil) {
        self.host = host
        self.address = address
        self.port = port
    }

    /// Host and port in words.
    package var description: String {
        let place = [host, address].compactMap { $0 }.joined(separator: "/")
        return "\(place.isEmpty ? "default host" : place):\(port ?? "default port")"
    }

    /// Reads libpq's lists, separated by commas.
    static func list(host: String?, address: String?, port: String?) throws(PostgresError) -> [HostAddress] {
        let hosts = split(host)
        let addresses = split(address)
        let ports = split(port)
        let count = max(hosts.count, addresses.count, 1)
        let fits = [hosts.count, addresses.count].allSatisfy { $0 == 0 || $0 == count }
        guard fits, ports.count <= 1 || ports.count == count else {
            throw PostgresError(.configuration, "host, hostaddr and port list different numbers of places")
        }
        return (0..<count).map { index in
            HostAddress(
                host: hosts.isEmpty ? nil : hosts[index],
                address: addresses.isEmpty ? nil : addresses[index],
                port: ports.count > 1 ? ports[index] : ports.first ?? nil
            )
        }
    }

    private static func split(_ text: String?) -> [String?] {
        guard let text, !text.isEmpty else { return [] }
        return text.split(separator: ",", omittingEmptySubsequences: false).map { part in
            let word = part.drop { $0 == " " }
            return word.isEmpty ? nil : String(word)
        }
    }

    /// Whether a name must be looked up before libpq may have it: libpq itself would block.
    var needsResolution: Bool {
        guard address == nil, let host else { return false }
        return !host.hasPrefix("/") && !host.hasPrefix("@")
    }

    /// Looks the name up; blocks.
    func resolved() throws(PostgresError) -> [HostAddress] {
        var hints = addrinfo()
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        var list: UnsafeMutablePointer<addrinfo>?
        let code = getaddrinfo(host, nil, &hints, &list)
        guard code == 0 else {
            let reason = String(cString: gai_strerror(code))
            throw PostgresError(.connectFailed, "\(host ?? "") has no address: \(reason)")
        }
        defer { freeaddrinfo(list) }
        var found: [HostAddress] = []
        var next = list
        while let entry = next?.pointee {
            var name = [CChar](repeating: 0, count: Int(NI_MAXHOST))
            let length = socklen_t(name.count)
            if getnameinfo(entry.ai_addr, entry.ai_addrlen, &name, length, nil, 0, NI_NUMERICHOST) == 0 {
                let text = String(decoding: name.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
                found.append(HostAddress(host: host, address: text, port: port))
            }
            next = entry.ai_next
        }
        return found
    }
}
