import Foundation
import TestSupport
import Testing

/// The city's own identity by the program: its file, and whom its names mean.
@Suite struct IdentityTests {
    private static let file = """
        address: https://whistle.example
        providers:
          city: {kind: oidc, title: {zh: 市统一身份, en: City account}, issuer: "https://id.example", client: whistle}
          staff: {kind: ldap, title: {zh: 域账号, en: Directory}, url: "ldaps://dc.example", base: "dc=example"}
        """

    @Test func `names of providers are bound, listed and taken away`() async throws {
        try await City.with { city in
            let place = city.workplace
            let path = try place.write(Self.file, to: "identity.yaml")
            let set = ["WHISTLE_IDENTITY": path]
            let listed = try await place.run(["account", "providers", "--json"], set)
            #expect(listed.lines.count == 2, "\(listed)")
            #expect(listed.output.contains("https://whistle.example/api/v1/session/sign-in/city/callback"), "\(listed)")
            let bind = ["account", "bind", "zhuyingdispatch2", "--subject", "248289761001", "--provider"]
            let without = try await place.run(bind + ["city"])
            #expect(without.complains("no_identity", 78), "\(without)")
            let unknown = try await place.run(bind + ["town"], set)
            #expect(unknown.complains("unknown_provider", 64), "\(unknown)")
            let bound = try await place.run(bind + ["city", "--as", "sysadmin"], set)
            #expect(bound.status == 0 && bound.output == "bound\n", "\(bound)")
            let again = try await place.run(
                ["account", "bind", "zhuyingdispatch1", "--subject", "248289761001", "--provider", "city"],
                set
            )
            #expect(again.complains("already_bound", 2), "\(again)")
            let row = try await city.expect("account", "bindings", "zhuyingdispatch2", "--json").json
            #expect(row["subject"] as? String == "248289761001" && row["authority"] as? String == "https://id.example")
            #expect(row["is_own"] as? Bool == false && row["last_used_on"] is NSNull)
            #expect(
                try await city.expect("account", "unbind", "zhuyingdispatch2", "--provider", "city").output
                    == "unbound\n"
            )
            let gone = try await city.whistle("account", "unbind", "zhuyingdispatch2", "--provider", "city")
            #expect(gone.complains("not_bound", 2), "\(gone)")
            let log = try await city.expect("account", "log", "zhuyingdispatch2", "--json")
            #expect(log.lines.count == 2 && log.output.contains("identity_unbound"), "\(log)")
            #expect(!log.output.contains("248289761001"), "the log has nobody's name there")
        }
    }

    @Test func `a file that is wrong stops the program, with each mistake's line and code`() async throws {
        try await Workplace.with { place in
            let wrong = Self.file.replacing("kind: oidc", with: "kind: saml").replacing("base:", with: "bas:")
            let path = try place.write(wrong, to: "identity.yaml")
            for call in [["serve", "--database", "host=/nowhere"], ["account", "providers"]] {
                let refused = try await place.run(call, ["WHISTLE_IDENTITY": path])
                #expect(refused.complains("bad_identity", 78), "\(refused)")
                for mistake in [
                    "\(path):3: providers.city.kind", "[unknown_word]", "\(path):4: providers.staff.base",
                    "[missing_key]",
                    "\(path):4: providers.staff.bas", "[unknown_key]",
                ] {
                    #expect(refused.errors.contains(mistake), "\(mistake) in \(refused)")
                }
            }
            let missing = try await place.run(["account", "providers", "nowhere.yaml"])
            #expect(missing.complains("identity_missing", 66), "\(missing)")
        }
    }
}
