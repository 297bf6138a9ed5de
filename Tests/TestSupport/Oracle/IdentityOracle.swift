import Foundation

/// Real providers of identities on loopback: an OpenID provider, a CAS server, and a browser to sign in with.
package enum IdentityOracle {
    private static let folder = "Tests/CityIdentityTests/Oracle/"

    /// Whether they are there.
    package static var isThere: Bool {
        PythonOracle.has("oidc-provider-mock") && PythonOracle.has("django-cas-server")
    }

    /// An OpenID provider that insists on PKCE.
    package static func openID<Value>(_ body: (Int) async throws -> Value) async throws -> Value {
        try await PythonOracle.serving(folder + "oidc_provider.py", [], body)
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
    package static func browse(_ address: String, _ typed: [String: String]) throws -> String {
        try PythonOracle.run(folder + "browser.py", [address] + typed.map { "\($0.key)=\($0.value)" })
    }

    /// The values behind the question mark of an address, by name.
    package static func query(_ address: String) -> [String: String] {
        let items = URLComponents(string: address)?.queryItems ?? []
        return Dictionary(items.map { ($0.name, $0.value ?? "") }, uniquingKeysWith: { $1 })
    }
}
