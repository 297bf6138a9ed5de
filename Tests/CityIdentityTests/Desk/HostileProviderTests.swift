import AsyncHTTPClient
import CityIdentity
import Foundation
import NIOSSL
import Outward
import TestSupport
import Testing

/// What goes out is bounded, follows nothing, and speaks to whom it means only.
@Suite(.enabled(if: IdentityOracle.isThere, "skipped: no oidc-provider-mock under var/venv; dev/setup installs it"))
struct HostileProviderTests {
    private static func book(_ issuer: String) throws -> ProviderBook {
        let yaml = """
            address: https://whistle.example
            providers:
              city: {kind: oidc, title: {zh: 城市, en: City}, plain: true, issuer: "\(issuer)", client: whistle}
            """
        return try ProviderBook(yaml: yaml, secrets: BookSecrets(environment: [:]) { _ in .failure(.unreadable) })
    }

    private func words(_ desk: ProviderDesk) async -> String? {
        do {
            _ = try await desk.begin("city", kind: "desk", back: "/")
            return nil
        } catch .unavailable(let words) {
            return words
        } catch {
            return error.code
        }
    }

    @Test func `a provider that redirects, never ends, never answers or says something else is unavailable`()
        async throws
    {
        try await IdentityOracle.hostile { port in
            let good = TestDesk.make(try Self.book("http://127.0.0.1:\(port)/good"))
            #expect(await words(good) == nil)
            for (way, wanted) in [
                ("redirect", "status 302"), ("endless", "too long"), ("words", "no JSON"), ("other", "another issuer"),
                ("elsewhere", "does not name"),
            ] {
                let desk = TestDesk.make(try Self.book("http://127.0.0.1:\(port)/\(way)"))
                #expect(await words(desk)?.contains(wanted) == true, "\(way)")
                // A moment later it is not asked again.
                #expect(await words(desk)?.contains(wanted) == true, "\(way)")
            }
            let before = ContinuousClock.now
            #expect(await words(TestDesk.make(try Self.book("http://127.0.0.1:\(port)/silent"))) != nil)
            #expect(ContinuousClock.now - before < .seconds(30))
        }
    }

    /// A client that trusts a certificate besides the system's.
    private func trusting<Value>(_ certificate: String, _ body: (HTTPClient) async throws -> Value) async throws
        -> Value
    {
        var tls = TLSConfiguration.makeClientConfiguration()
        tls.additionalTrustRoots = [.certificates(try NIOSSLCertificate.fromPEMFile(certificate))]
        var configuration = HTTPCaller.configuration
        configuration.tlsConfiguration = tls
        let client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
        let value = try await body(client)
        try await client.shutdown()
        return value
    }

    @Test func `a certificate that nobody vouches for is not taken, and one of the file's is`() async throws {
        try await IdentityOracle.certificate { files in
            try await IdentityOracle.openID(certificate: files) { port in
                let book = try Self.book("https://127.0.0.1:\(port)")
                #expect(await words(TestDesk.make(book)) != nil)
                let found = try await trusting(files.0) { await words(TestDesk.make(book, client: $0)) }
                #expect(found == nil, "\(found ?? "")")
            }
        }
    }

    @Test func `nor is another's, whoever vouches for it`() async throws {
        try await IdentityOracle.certificate(for: "DNS:other.example") { files in
            try await IdentityOracle.openID(certificate: files) { port in
                for host in ["127.0.0.1", "localhost"] {
                    let book = try Self.book("https://\(host):\(port)")
                    let found = try await trusting(files.0) { await words(TestDesk.make(book, client: $0)) }
                    #expect(found != nil, "\(host)")
                }
            }
        }
    }
}
