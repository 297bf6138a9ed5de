import Foundation

/// Real providers of identities on loopback: an OpenID provider, a CAS server, and a browser to sign in with.
package enum IdentityOracle {
    private static let folder = "Tests/CityIdentityTests/Oracle/"

    /// Whether they are there.
    package static var isThere: Bool {
        PythonOracle.has("oidc-provider-mock") && PythonOracle.has("django-cas-server")
    }

    /// An OpenID provider that insists on PKCE.
    ///
    /// - Parameters:
    ///   - certificate: certificate and key, PEM, where it speaks HTTPS; nil: HTTP.
    ///   - body: given the port.
    /// - Returns: what the closure returns.
    /// - Throws: `PythonOracle.Failed` where it does not run, or what the closure throws.
    package static func openID<Value>(
        certificate: (String, String)? = nil,
        _ body: (Int) async throws -> Value
    ) async throws -> Value {
        let files = certificate.map { [$0.0, $0.1] } ?? []
        return try await PythonOracle.serving(folder + "oidc_provider.py", files, body)
    }

    /// A server that means no good: below `/redirect`, `/endless`, `/silent`, `/words` and `/other` it answers so.
    package static func hostile<Value>(_ body: (Int) async throws -> Value) async throws -> Value {
        try await PythonOracle.serving(folder + "hostile_provider.py", [], body)
    }

    /// Makes a certificate of its own, for the length of a closure.
    ///
    /// - Parameters:
    ///   - name: for whom.
    ///   - body: given certificate and key.
    /// - Returns: what the closure returns.
    /// - Throws: `PythonOracle.Failed` where it cannot be made, or what the closure throws.
    package static func certificate<Value>(
        for name: String = "IP:127.0.0.1",
        _ body: ((String, String)) async throws -> Value
    ) async throws -> Value {
        let place = FileManager.default.temporaryDirectory.appending(path: "certificate-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: place) }
        let files = (place.appending(path: "cert.pem").path, place.appending(path: "key.pem").path)
        _ = try await PythonOracle.output(
            of: "/usr/bin/openssl",
            [
                "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=provider", "-addext",
                "subjectAltName=\(name)", "-keyout", files.1, "-out", files.0,
            ]
        )
        return try await body(files)
    }

    /// A CAS server: `wang` with the password `right`, whose attributes are `account: desk` and two of `group`.
    package static func cas<Value>(_ body: (Int) async throws -> Value) async throws -> Value {
        let place = FileManager.default.temporaryDirectory.appending(path: "cas-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: place) }
        return try await PythonOracle.serving(folder + "cas_provider.py", [place.path], body)
    }

    /// Signs in at a provider's page.
    ///
    /// - Parameters:
    ///   - address: the page.
    ///   - typed: what is typed into its form.
    /// - Returns: where the provider sends the browser then.
    /// - Throws: `PythonOracle.Failed` where it lets nobody in.
    package static func browse(_ address: String, _ typed: [String: String]) async throws -> String {
        try await PythonOracle.run(folder + "browser.py", [address] + typed.map { "\($0.key)=\($0.value)" })
    }

    /// The values behind the question mark of an address, by name.
    package static func query(_ address: String) -> [String: String] {
        let items = URLComponents(string: address)?.queryItems ?? []
        return Dictionary(items.map { ($0.name, $0.value ?? "") }, uniquingKeysWith: { $1 })
    }
}
