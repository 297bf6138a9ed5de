/// Where lines of the logs go, and by which way.
///
/// `udp://host:port` (RFC 5426), `tcp://host:port` (RFC 6587, octets counted), `tls://host:port` (RFC 5425) or
/// `unix:///dev/log`.
package struct SyslogTarget: Hashable, Sendable {
    /// A way to a receiver.
    package enum Way: Hashable, Sendable {
        /// A datagram each: what is lost on its way is lost.
        case udp(host: String, port: Int)
        /// One stream.
        case tcp(host: String, port: Int)
        /// One stream, sealed; the receiver shows a certificate.
        case tls(host: String, port: Int)
        /// A datagram each to a receiver on this machine.
        case unix(path: String)
    }

    /// The way.
    package let way: Way

    /// What is written where a receiver is wanted.
    package static let wanted = "udp://host:port, tcp://host:port, tls://host:port, unix:///dev/log"

    /// Reads an address; nil where it is none.
    package init?(_ text: String) {
        guard let colon = text.firstRange(of: "://") else { return nil }
        let (scheme, rest) = (text[..<colon.lowerBound], text[colon.upperBound...])
        if scheme == "unix" {
            // Longer ones do not fit into the address of a socket.
            guard rest.hasPrefix("/"), (2...107).contains(rest.utf8.count), !rest.utf8.contains(0) else { return nil }
            way = .unix(path: String(rest))
            return
        }
        guard let (host, port) = Self.address(rest) else { return nil }
        switch scheme {
        case "udp": way = .udp(host: host, port: port)
        case "tcp": way = .tcp(host: host, port: port)
        case "tls": way = .tls(host: host, port: port)
        default: return nil
        }
    }

    /// Host and port; brackets around an address of version 6 fall off.
    private static func address(_ text: Substring) -> (String, Int)? {
        guard let colon = text.lastIndex(of: ":") else { return nil }
        let (name, digits) = (text[..<colon], text[text.index(after: colon)...])
        guard !digits.isEmpty, digits.allSatisfy({ ("0"..."9").contains($0) }), let port = Int(digits),
            (1...65_535).contains(port)
        else { return nil }
        let isSix = name.hasPrefix("[") && name.hasSuffix("]")
        let host = isSix ? name.dropFirst().dropLast() : name
        let known = Set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._" + (isSix ? ":%" : ""))
        guard !host.isEmpty, host.allSatisfy(known.contains) else { return nil }
        return (String(host), port)
    }
}
