import AsyncHTTPClient
import CityIdentity
import Dispatcher
import Foundation
import Logging
import NIOSSL
import Outward
import PGStore
import ServiceLifecycle
import Shipped
import Workflow

/// The file of providers of identities, as settings or an argument name it.
enum ProviderFile {
    /// Reads it with the secrets of this process.
    ///
    /// - Throws: `Complaint` with all that is wrong with it, each with file, line, place and code.
    static func read(_ path: String) throws -> ProviderBook {
        guard let text = try? String(contentsOfFile: path, encoding: .utf8) else {
            throw Complaint(
                "identity_missing",
                zh: "读不到统一身份文件 \(path)",
                en: "the file of identity providers \(path) cannot be read",
                exit: ExitCodes.noInput
            )
        }
        do throws(Problems) {
            let book = try ProviderBook(yaml: text, secrets: .process)
            try checkCertificates(book, path)
            return book
        } catch {
            func lines(_ language: Language) -> String {
                error.all.map { "\(path):\($0.path)  \($0.message(language)) [\($0.code)]" }.joined(separator: "\n")
            }
            throw Complaint("bad_identity", zh: lines(.zh), en: lines(.en), exit: ExitCodes.configuration)
        }
    }
}

extension ProviderFile {
    /// Certificates that nobody can read would be missed at the first sign-in only.
    private static func checkCertificates(_ book: ProviderBook, _ path: String) throws(Problems) {
        var files: [(place: String, file: String)] = book.authorities.map { [("authorities", $0)] } ?? []
        for plan in book.providers {
            guard case .ldap(let ldap) = plan.kind, let file = ldap.authorities else { continue }
            files.append(("providers.\(plan.name).authorities", file))
        }
        let text = (try? String(contentsOfFile: path, encoding: .utf8)) ?? ""
        let lines = YAMLLines(text)
        let problems = files.filter { (try? NIOSSLCertificate.fromPEMFile($0.file).isEmpty) ?? true }.map { entry in
            Problem(
                code: "bad_certificates",
                path: "\(lines[entry.place] ?? 1): \(entry.place)",
                message: Bilingual(
                    zh: "\(entry.file) 里没有可读的 PEM 证书",
                    en: "there is no readable PEM certificate in \(entry.file)"
                )
            )
        }
        guard problems.isEmpty else { throw Problems(problems) }
    }
}

/// Asks providers for as long as the service runs.
struct ProviderFront: Service {
    /// The desk that endpoints ask.
    let desk: ProviderDesk
    private let client: HTTPClient

    /// Makes it; it must run, since it holds connections.
    ///
    /// - Throws: `Complaint` where the file of certificates is none.
    init(_ book: ProviderBook, _ engine: Engine, _ logger: Logger) throws {
        var configuration = HTTPCaller.configuration
        if let path = book.authorities {
            do {
                var tls = TLSConfiguration.makeClientConfiguration()
                tls.additionalTrustRoots = [.certificates(try NIOSSLCertificate.fromPEMFile(path))]
                configuration.tlsConfiguration = tls
            } catch {
                throw Settings.bad("authorities", path, "PEM (\(error))")
            }
        }
        client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
        desk = ProviderDesk(book, caller: HTTPCaller(client), seal: Self.seal(engine), logger: logger)
    }

    /// By the ring of keys, so that any process can end what another began; without one, each its own.
    private static func seal(_ engine: Engine) -> FlowSeal {
        guard let keys = engine.keys else { return .ofThisProcess() }
        let purpose = Array("whistle sign-in".utf8)
        return FlowSeal {
            try keys.seal($0, for: purpose)
        } open: {
            try keys.open($0, for: purpose)
        }
    }

    /// Waits until it is told to stop, and lets its connections go.
    func run() async throws {
        try? await gracefulShutdown()
        try await client.shutdown()
    }
}
