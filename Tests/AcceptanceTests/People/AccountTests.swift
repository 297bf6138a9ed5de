import Foundation
import TestSupport
import Testing

/// Accounts by the program.
@Suite struct AccountTests {
    @Test func `passwords, slips, locks and tokens are made, listed and logged`() async throws {
        try await City.with { city in
            let call = ["account", "password", "zhuyingdispatch2"]
            let weak = try await city.workplace.run(call, input: Data("1234567890\n".utf8))
            #expect(weak.complains("password_common", 2), "\(weak)")
            let none = try await city.workplace.run(call, input: Data())
            #expect(none.complains("no_password", 64), "\(none)")
            let set = try await city.workplace.run(call, input: Data("一个很长很长的密码\r\n".utf8 + [0x0A]))
            #expect(set.complains("password_too_short", 2), "\(set)")
            let good = try await city.workplace.run(call, zh: true, input: Data("correct horse 电池\n".utf8))
            #expect(good.status == 0 && good.output == "已设置 zhuyingdispatch2 的密码\n", "\(good)")
            let row = try await city.expect("account", "list", "zhuyingdispatch2", "--json").json
            #expect(row["must_change"] as? Bool == true && row["password_set_at"] is String)

            let slip = try await city.expect("account", "slip", "zhuyingdispatch2", "--as", "sysadmin")
            #expect(slip.output.wholeMatch(of: /([a-z2-7]{4}-){2}[a-z2-7]{4}\n/) != nil, "\(slip)")
            let above = try await city.whistle("account", "slip", "sysadmin", "--as", "secadmin")
            #expect(above.complains("not_below", 2), "\(above)")
            try await city.expect("account", "lock", "zhuyingdispatch2", "--as", "sysadmin")
            try await city.expect("account", "unlock", "zhuyingdispatch2")
            #expect(try await city.expect("account", "totp", "sysadmin", "--remove").output == "not set up\n")
            #expect(
                try await city.expect("account", "sessions", "sysadmin", "--end").output == "0 sessions were ended\n"
            )

            let make = ["account", "token", "make", "zhuyingdispatch2", "--title", "12345", "--scope"]
            let strange = try await city.workplace.run(make + ["everything"])
            #expect(strange.complains("unknown_scope", 64), "\(strange)")
            let token = try await city.workplace.run(make + ["matters:read", "--scope", "open311"])
            #expect(token.output.wholeMatch(of: /wst_[A-Za-z0-9_-]{59}\n/) != nil, "\(token)")
            let listed = try await city.expect("account", "token", "list", "--json").json
            let number = try #require(listed["id"] as? Int)
            #expect(listed["scopes"] as? [String] == ["matters:read", "open311"])
            try await city.expect("account", "token", "revoke", "\(number)")
            let again = try await city.whistle("account", "token", "revoke", "\(number)")
            #expect(again.complains("unknown_token", 2), "\(again)")

            let log = try await city.expect("account", "log", "zhuyingdispatch2", "--json")
            let kinds = log.lines.compactMap { $0.firstMatch(of: /"kind":"(\w+)"/).map { String($0.1) } }
            #expect(kinds == ["token_revoked", "token_made", "unblocked", "blocked", "slip_made", "password_set"])
            #expect(!log.output.contains(slip.output.dropLast()), "no secret is written")
            let shown = try await city.expect("account", "log", "--limit", "3", zh: true)
            #expect(shown.lines.count == 3 && shown.output.contains("吊销令牌"), "\(shown)")
        }
    }
}
