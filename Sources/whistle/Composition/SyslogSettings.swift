import Configuration
import Dispatcher
import Foundation
import Logging
import Messaging
import NIOSSL

/// Where security log and access log go as messages of syslog.
///
/// | key | variable | meaning |
/// |---|---|---|
/// | `whistle.syslog.receiver` | `WHISTLE_SYSLOG` | the receiver: `udp://`, `tcp://`, `tls://host:port` or `unix:///dev/log` |
/// | `whistle.syslog.facility` | `WHISTLE_SYSLOG_FACILITY` | audit (13), authpriv (10), local0 … local7 |
/// | `whistle.syslog.enterprise` | `WHISTLE_SYSLOG_ENTERPRISE` | the number in the name of our structured data |
/// | `whistle.syslog.ca` | `WHISTLE_SYSLOG_CA` | by `tls://`: who may answer for the receiver, PEM; the system's if not given |
/// | `whistle.syslog.certificate` | `WHISTLE_SYSLOG_CERTIFICATE` | by `tls://`: the certificate that we show, PEM |
/// | `whistle.syslog.key` | `WHISTLE_SYSLOG_KEY` | its key, PEM |
struct SyslogSettings: Sendable {
    private let words: [String: String]

    /// In a file `syslog` is a map, so the receiver has a key of its own there.
    private static let keys = [
        "syslog", "syslog.receiver", "syslog.facility", "syslog.enterprise", "syslog.ca", "syslog.certificate",
        "syslog.key",
    ]

    /// Reads what was set, which is looked at by `receiver`.
    init(_ reader: ConfigReader) {
        var words: [String: String] = [:]
        for key in Self.keys {
            let full = ConfigKey(key)
            words[key] = reader.string(forKey: full) ?? reader.int(forKey: full).map(String.init)
        }
        self.words = words
    }

    /// A receiver that makes sense.
    struct Receiver: Sendable {
        let target: SyslogTarget
        let trust: TLSConfiguration
        let origin: SyslogOrigin

        /// What sends to it.
        func messenger(_ engine: Engine, _ logger: Logger) -> SyslogMessenger {
            SyslogMessenger(engine: engine, target: target, trust: trust, origin: origin, logger: logger)
        }
    }

    /// Who takes the logs; nil: nobody does.
    ///
    /// - Throws: `Complaint` where a setting makes no sense, or a file is none.
    func receiver() throws -> Receiver? {
        guard let address = words["syslog"] ?? words["syslog.receiver"] else { return nil }
        guard let target = SyslogTarget(address) else {
            throw Settings.bad("WHISTLE_SYSLOG", address, SyslogTarget.wanted)
        }
        let word = words["syslog.facility"] ?? SyslogOrigin.Facility.audit.rawValue
        guard let facility = SyslogOrigin.Facility(rawValue: word) else {
            let known = SyslogOrigin.Facility.allCases.map(\.rawValue).joined(separator: ", ")
            throw Settings.bad("WHISTLE_SYSLOG_FACILITY", word, known)
        }
        let digits = words["syslog.enterprise"] ?? "\(SyslogOrigin.exampleEnterprise)"
        guard let enterprise = Int(digits), (1...4_294_967_295).contains(enterprise) else {
            throw Settings.bad("WHISTLE_SYSLOG_ENTERPRISE", digits, "1–4294967295")
        }
        let origin = SyslogOrigin(
            facility: facility,
            enterprise: enterprise,
            host: Self.host,
            process: Int(ProcessInfo.processInfo.processIdentifier)
        )
        return Receiver(target: target, trust: try trust(), origin: origin)
    }

    /// This machine's name as it knows it: nobody is asked for it.
    private static var host: String {
        var name = [CChar](repeating: 0, count: 256)
        guard gethostname(&name, name.count - 1) == 0 else { return "" }
        return String(decoding: name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    private func trust() throws -> TLSConfiguration {
        var trust = TLSConfiguration.makeClientConfiguration()
        trust.minimumTLSVersion = .tlsv12
        if let file = words["syslog.ca"] {
            let found = (try? NIOSSLCertificate.fromPEMFile(file)) ?? []
            guard !found.isEmpty else { throw Settings.bad("WHISTLE_SYSLOG_CA", file, "PEM") }
            trust.trustRoots = .certificates(found)
        }
        switch (words["syslog.certificate"], words["syslog.key"]) {
        case (nil, nil): break
        case (let certificate?, let key?):
            let chain = (try? NIOSSLCertificate.fromPEMFile(certificate)) ?? []
            guard !chain.isEmpty else { throw Settings.bad("WHISTLE_SYSLOG_CERTIFICATE", certificate, "PEM") }
            guard let own = try? NIOSSLPrivateKey(file: key, format: .pem) else {
                throw Settings.bad("WHISTLE_SYSLOG_KEY", key, "PEM")
            }
            trust.certificateChain = chain.map { .certificate($0) }
            trust.privateKey = .privateKey(own)
        case (let one, let other):
            throw Settings.bad(
                "WHISTLE_SYSLOG_KEY",
                one ?? other ?? "",
                "WHISTLE_SYSLOG_CERTIFICATE + WHISTLE_SYSLOG_KEY"
            )
        }
        return trust
    }
}
