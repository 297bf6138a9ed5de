import Foundation
import TestSupport
import Testing

/// The file of channels and webhooks at the terminal.
@Suite struct ChannelsCommandTests {
    private static let file = """
        secrets: {sms: {env: SMS_TOKEN}}
        gateways:
          sms:
            url: https://sms.example.cn/send
            body: {form: {to: "${phone}", token: "${secret.sms}"}}
            templates: {letter: {id: L}}

        """

    @Test func `a file is checked without a database, every mistake with its place and code`() async throws {
        try await Workplace.with { workplace in
            try workplace.write(Self.file, to: "channels.yaml")
            let good = try await workplace.run(["channels", "check", "channels.yaml"], ["SMS_TOKEN": "geheim"])
            #expect(good.status == 0 && good.output.contains("sms") && !good.output.contains("geheim"), "\(good)")
            let unset = try await workplace.run(["channels", "check", "channels.yaml", "--json"])
            #expect(unset.status == 1, "\(unset)")
            #expect(
                unset.output.contains(#""code":"secret_missing""#) && unset.output.contains(#""path":"secrets.sms""#)
            )
            try workplace.write(Self.file.replacing("letter:", with: "lettre:") + "robot: {}\n", to: "bad.yaml")
            let bad = try await workplace.run(["channels", "check", "bad.yaml"], zh: true, ["SMS_TOKEN": "geheim"])
            #expect(bad.status == 1 && bad.lines.count == 2, "\(bad)")
            #expect(bad.output.contains("[unknown_key]") && bad.output.contains("gateways.sms.templates.lettre"))
            let none = try await workplace.run(["channels", "check", "none.yaml"])
            #expect(none.complains("channels_missing", 66), "\(none)")
        }
    }

    @Test func `the daemon does not run by half of a file, nor by a network that is none`() async throws {
        try await Workplace.with { workplace in
            try workplace.write(Self.file, to: "channels.yaml")
            let nowhere = ["WHISTLE_DATABASE": "host=/nowhere"]
            let channels = nowhere.merging(["WHISTLE_CHANNELS": "channels.yaml"]) { $1 }
            let work = try await workplace.run(["work"], channels)
            #expect(work.complains("bad_channels", 78), "\(work)")
            let networks = nowhere.merging(["WHISTLE_WEBHOOK_ALLOW": "ten"]) { $1 }
            let allow = try await workplace.run(["work"], networks)
            #expect(allow.complains("bad_setting", 78), "\(allow)")
        }
    }

    @Test func `a webhook is added, listed and disabled; what is private is refused`() async throws {
        try await City.with { city in
            let refused = try await city.whistle("webhook", "add", "https://127.0.0.1/hook")
            #expect(refused.complains("address_not_allowed", 2), "\(refused)")
            let plain = try await city.whistle("webhook", "add", "http://8.8.8.8/hook")
            #expect(plain.complains("bad_address", 2), "\(plain)")
            let added = try await city.expect("webhook", "add", "https://8.8.8.8/hook", "--act", "dispatch", "--json")
            #expect((try added.json["secret"] as? String)?.hasPrefix("whsec_") == true)
            let id = try #require(try added.json["id"] as? Int)
            let listed = try await city.expect("webhook", "list")
            #expect(listed.lines.count == 1 && listed.output.contains("dispatch") && !listed.output.contains("whsec_"))
            try await city.expect("webhook", "disable", "\(id)")
            #expect(try await city.expect("webhook", "list", "--json").output.contains(#""enabled":false"#))
            #expect(try await city.whistle("webhook", "disable", "99").complains("unknown_webhook", 2))
            #expect(try await city.expect("messages").output.isEmpty)
            try await city.expect("messages", "--waiting")
        }
    }
}
