import Dispatcher
import Foundation
import PGStore
import TestSupport
import Testing
import Workflow

/// Whoever administers sets up a second factor before anything else, without a program of ours.
@Suite struct SecondFactorPageTests {
    @Test func `an administrator is led to it, scans or types the secret, and goes on`() async throws {
        try await PageDistrict.with(passwordsOf: ["system"], also: .keepers) { pages in
            let session = try await pages.signIn("system")
            let led = try await pages.get("/admin", session)
            #expect(led.status == 303)
            #expect(led.header("Location") == "/second-factor?next=%2Fadmin")
            let form = try await pages.get("/second-factor?next=%2Fadmin", session)
            let wrong = try await pages.post("/second-factor", ["password": "wrong", "next": "/admin"], session)
            #expect(wrong.status == 401 && !wrong.text.contains("name=\"secret\""))
            #expect(form.hidden("next") == "/admin")
            let begun = try await pages.post(
                "/second-factor",
                ["password": PageDistrict.password, "next": "/admin"],
                session
            )
            #expect(begun.text.contains("src=\"data:image/svg+xml;base64,"))
            let secret = try #require(begun.hidden("secret"))
            let fields = ["secret": secret, "address": try #require(begun.hidden("address")), "next": "/admin"]
            let mistyped = try await pages.post(
                "/second-factor/code",
                fields.merging(["code": "000000"]) { $1 },
                session
            )
            #expect(mistyped.status >= 400 && mistyped.hidden("secret") == secret)
            let code = try await PythonOracle.run("Tests/PagesTests/Oracle/totp.py", [secret])
            let done = try await pages.post(
                "/second-factor/code",
                fields.merging(["code": code.trimmingCharacters(in: .whitespacesAndNewlines)]) { $1 },
                session
            )
            #expect(done.status == 200)
            #expect(done.text.matches(of: /<li><code>/).count == 10)
            #expect(!done.text.contains(secret))
            #expect(try await pages.get("/admin", session).status == 200)
        }
    }
}
