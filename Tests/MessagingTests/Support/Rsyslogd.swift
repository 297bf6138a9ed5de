import Foundation
import Glibc
import TestSupport

/// rsyslogd on loopback: takes messages in all four ways and writes down what it has read of each, a line a message.
struct Rsyslogd: Sendable {
    /// Where it listens.
    let udp: Int
    let tcp: Int
    let tls: Int
    let socket: String
    /// What it shows, and what answers for it.
    let certificate: String
    private let output: String

    private static let program = "/usr/sbin/rsyslogd"

    /// Whether it is there, with TLS: `dev/setup` installs both.
    static var isThere: Bool {
        let modules = ["/usr/lib/x86_64-linux-gnu/rsyslog", "/usr/lib/aarch64-linux-gnu/rsyslog", "/usr/lib/rsyslog"]
        return FileManager.default.isExecutableFile(atPath: program)
            && modules.contains { FileManager.default.fileExists(atPath: $0 + "/lmnsd_gtls.so") }
    }

    /// What it read of a message.
    struct Read: Hashable, Sendable {
        let priority: Int
        let time: String
        let host: String
        let program: String
        let process: String
        let kind: String
        /// Structured data as JSON.
        let data: String
        let text: String
    }

    /// What it has read so far.
    var messages: [Read] {
        let text = (try? String(contentsOfFile: output, encoding: .utf8)) ?? ""
        return text.split(separator: "\n").compactMap { line in
            let cells = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
            guard cells.count == 8, let priority = Int(cells[0]) else { return nil }
            return Read(
                priority: priority,
                time: cells[1],
                host: cells[2],
                program: cells[3],
                process: cells[4],
                kind: cells[5],
                data: cells[6],
                text: cells[7]
            )
        }
    }

    /// Runs it for the length of a closure.
    static func with(_ body: (Rsyslogd) async throws -> Void) async throws {
        try await Program.withCertificate { folder, certificate, key in
            let daemon = Rsyslogd(
                udp: try freePort(SOCK_DGRAM),
                tcp: try freePort(SOCK_STREAM),
                tls: try freePort(SOCK_STREAM),
                socket: folder + "/log",
                certificate: certificate,
                output: folder + "/out"
            )
            let file = folder + "/rsyslog.conf"
            try daemon.configuration(folder, key).write(toFile: file, atomically: true, encoding: .utf8)
            try await Program.with(program, ["-n", "-i", folder + "/pid", "-f", file]) { process in
                try await eventually("rsyslogd listens") {
                    FileManager.default.fileExists(atPath: daemon.socket) || !process.isRunning
                }
                guard process.isRunning else { throw Program.Failed(description: "rsyslogd does not run") }
                try await body(daemon)
            }
        }
    }

    private func configuration(_ folder: String, _ key: String) -> String {
        """
        global(workDirectory="\(folder)" maxMessageSize="8k" defaultNetstreamDriver="gtls"
            defaultNetstreamDriverCAFile="\(certificate)" defaultNetstreamDriverCertFile="\(certificate)"
            defaultNetstreamDriverKeyFile="\(key)")
        module(load="mmpstrucdata")
        module(load="imudp")
        module(load="imptcp")
        module(load="imtcp" streamDriver.name="gtls" streamDriver.mode="1" streamDriver.authMode="anon")
        module(load="imuxsock" sysSock.use="off")
        input(type="imudp" address="127.0.0.1" port="\(udp)")
        input(type="imptcp" address="127.0.0.1" port="\(tcp)")
        input(type="imtcp" address="127.0.0.1" port="\(tls)")
        input(type="imuxsock" socket="\(socket)" useSpecialParser="off" parseHostname="on" ignoreTimestamp="off")
        template(name="line" type="string"
            string="%pri%\\t%timereported:::date-rfc3339%\\t%hostname%\\t%app-name%\\t%procid%\\t%msgid%\\t%$!all-json%\\t%msg%\\n")
        action(type="mmpstrucdata")
        action(type="omfile" file="\(output)" template="line")

        """
    }

    /// A port that nobody has now.
    private static func freePort(_ kind: __socket_type) throws -> Int {
        let descriptor = Glibc.socket(AF_INET, Int32(kind.rawValue), 0)
        defer { close(descriptor) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = in_addr_t(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isBound = withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, length) == 0 && getsockname(descriptor, $0, &length) == 0
            }
        }
        guard isBound else { throw Program.Failed(description: "no free port") }
        return Int(in_port_t(bigEndian: address.sin_port))
    }
}
