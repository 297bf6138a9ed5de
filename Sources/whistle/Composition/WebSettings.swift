import CityIdentity
import Configuration
import Dispatcher
import Foundation
import Logging
import NIOCore
import NIOSSL
import Pages
import Web
import Workflow

/// How the engine is put on HTTP.
///
/// | key | variable | meaning |
/// |---|---|---|
/// | `whistle.listen` | `WHISTLE_LISTEN` | where to listen: `host:port` |
/// | `whistle.tls.certificate` | `WHISTLE_TLS_CERTIFICATE` | a file with the certificate and its chain, PEM |
/// | `whistle.tls.key` | `WHISTLE_TLS_KEY` | a file with its key, PEM |
/// | `whistle.secure` | `WHISTLE_SECURE` | whether people come by HTTPS, to a proxy before us |
/// | `whistle.proxies` | `WHISTLE_PROXIES` | addresses or networks of proxies whose word is taken, by commas |
/// | `whistle.rate.person` | `WHISTLE_RATE_PERSON` | requests a second that a person may make for long; 0: any number |
/// | `whistle.rate.token` | `WHISTLE_RATE_TOKEN` | requests a second by one token |
/// | `whistle.rate.address` | `WHISTLE_RATE_ADDRESS` | requests a second from an address by nobody who is known |
/// | `whistle.map.…` | `WHISTLE_MAP_…` | the ground of the map: see `MapSettings` |
struct WebSettings: Sendable {
    let host: String
    let port: Int
    private let tls: TLSConfiguration?
    private let isSecure: Bool
    private let proxies: TrustedProxies
    private let clients: ClientLimits
    private let accounts: AccountSettings
    private let tiles: MapTiles?

    static let usual = "127.0.0.1:8080"

    /// Reads them; a flag goes before them.
    init(_ reader: ConfigReader, listen flag: String?) throws {
        let listen = flag ?? reader.string(forKey: "listen") ?? Self.usual
        guard let (host, port) = Self.address(listen) else {
            throw Settings.bad("WHISTLE_LISTEN", listen, "host:port")
        }
        self.host = host
        self.port = port
        tls = try Self.certificate(reader)
        isSecure = try Settings.flag(reader, "secure") ?? false || tls != nil
        let words = (reader.string(forKey: "proxies") ?? "").split(separator: ",").map {
            $0.trimmingCharacters(in: .whitespaces)
        }
        guard let proxies = TrustedProxies(words) else {
            throw Settings.bad("WHISTLE_PROXIES", words.joined(separator: ","), "127.0.0.1, 10.0.0.0/8")
        }
        self.proxies = proxies
        clients = try Self.clients(reader)
        accounts = try AccountSettings(reader)
        tiles = try MapSettings.tiles(reader)
    }

    /// How fast clients may ask; many at once are let through, as with the usual limits.
    private static func clients(_ reader: ConfigReader) throws -> ClientLimits {
        func rate(_ key: String, _ usual: TokenBuckets.Rate?) throws -> TokenBuckets.Rate? {
            guard let count = try Settings.count(reader, "rate.\(key)", 0...1_000_000) else { return usual }
            let burst = usual.map { Double($0.burst) * $0.seconds } ?? 1
            return count == 0 ? nil : .init(burst: max(1, Int(burst * Double(count))), seconds: 1 / Double(count))
        }
        var limits = ClientLimits()
        limits.person = try rate("person", limits.person)
        limits.token = try rate("token", limits.token)
        limits.address = try rate("address", limits.address)
        return limits
    }

    /// What people type into a browser.
    func address(_ port: Int) -> String {
        "\(tls == nil ? "http" : "https")://\(host.contains(":") ? "[\(host)]" : host):\(port)"
    }

    /// The service upon an engine, whose services run.
    func service(
        _ engine: Engine,
        district: DistrictID,
        attachments: AttachmentDesk,
        providers: ProviderDesk?,
        receipts: [String: ReceiptPlan],
        logger: Logger,
        onListening: @escaping @Sendable (Int) async -> Void
    ) throws -> WebService {
        let accounts = Accounts(
            pool: engine.pool,
            policy: self.accounts.policy,
            sealer: engine.keys.map { SecretSealer($0) },
            logger: logger
        )
        var limits = ServiceLimits()
        limits.clients = clients
        let parts = ServiceParts(
            engine: engine,
            accounts: accounts,
            district: district,
            isSecure: isSecure,
            proxies: proxies,
            limits: limits,
            attachments: attachments,
            providers: providers,
            receipts: receipts
        )
        return try WebService(
            parts,
            pages: PageEndpoints.all(try PageKit(tiles: tiles)),
            host: host,
            port: port,
            tls: tls,
            logger: logger,
            onListening: onListening
        )
    }

    /// The port behind the last colon; brackets around an address of version 6 fall off.
    private static func address(_ text: String) -> (String, Int)? {
        guard let colon = text.lastIndex(of: ":"), let port = Int(text[text.index(after: colon)...]),
            (0...65_535).contains(port)
        else { return nil }
        let host = text[..<colon].trimmingCharacters(in: CharacterSet(charactersIn: "[]"))
        return host.isEmpty ? nil : (host, port)
    }

    private static func certificate(_ reader: ConfigReader) throws -> TLSConfiguration? {
        let files = (reader.string(forKey: "tls.certificate"), reader.string(forKey: "tls.key"))
        switch files {
        case (nil, nil): return nil
        case (let certificate?, let key?):
            do {
                return .makeServerConfiguration(
                    certificateChain: try NIOSSLCertificate.fromPEMFile(certificate).map { .certificate($0) },
                    privateKey: .privateKey(try NIOSSLPrivateKey(file: key, format: .pem))
                )
            } catch {
                throw Settings.bad("WHISTLE_TLS_CERTIFICATE", certificate, "PEM (\(error))")
            }
        case (let one, let other):
            throw Settings.bad("WHISTLE_TLS_KEY", one ?? other ?? "", "WHISTLE_TLS_CERTIFICATE + WHISTLE_TLS_KEY")
        }
    }
}

extension Complaint {
    /// The address cannot be listened on; nil: it is about something else.
    static func listening(_ error: any Error) -> Complaint? {
        guard let error = error as? IOError, [EADDRINUSE, EADDRNOTAVAIL, EACCES].contains(error.errnoCode) else {
            return nil
        }
        let why = String(cString: strerror(error.errnoCode))
        return Complaint(
            "cannot_listen",
            zh: "不能在该地址监听：\(why)；用 WHISTLE_LISTEN 换一个",
            en: "that address cannot be listened on: \(why); choose another by WHISTLE_LISTEN",
            exit: ExitCodes.tryAgain
        )
    }
}
